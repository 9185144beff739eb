import { ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { PictureList } from '../../goods/media/PictureList.tsx';
import type { Banner } from './banner-rules.ts';

interface Props {
  value?: Banner[];
  onChange?: (banners: Banner[]) => void;
  id?: string;
}
const MAX_BANNERS = 8;

/** Banners of the home page: a picture, a title for screen readers and where it leads. */
export function BannerList({ value = [], onChange, id }: Props) {
  const change = (at: number, part: Partial<Banner>) =>
    onChange?.(value.map((banner, index) => (index === at ? { ...banner, ...part } : banner)));
  const up = (at: number) =>
    onChange?.(
      value.map((banner, index) => (index === at - 1 ? value[at] : index === at ? value[at - 1] : banner) ?? banner),
    );
  return (
    <div id={id} className="order-main">
      {value.map((banner, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: banners have no identity but their place
        <div key={index} className="banner">
          <PictureList
            max={1}
            value={banner.picture ? [banner.picture] : []}
            onChange={([picture]) => change(index, { picture: picture ?? '' })}
          />
          <div className="order-line-name">
            <Input
              value={banner.title}
              maxLength={40}
              placeholder="标题"
              onChange={(event) => change(index, { title: event.target.value })}
            />
            <Input
              value={banner.link}
              maxLength={300}
              placeholder="点开的页面，如 /pages/category"
              onChange={(event) => change(index, { link: event.target.value })}
            />
          </div>
          <Button
            type="text"
            icon={<ArrowUpOutlined />}
            aria-label="上移"
            disabled={index === 0}
            onClick={() => up(index)}
          />
          <Button
            type="text"
            danger
            icon={<DeleteOutlined />}
            aria-label="删除"
            onClick={() => onChange?.(value.filter((_, other) => other !== index))}
          />
        </div>
      ))}
      {value.length < MAX_BANNERS && (
        <Button
          type="dashed"
          icon={<PlusOutlined />}
          onClick={() => onChange?.([...value, { picture: '', title: '', link: '/pages/category' }])}
        >
          添加轮播
        </Button>
      )}
    </div>
  );
}
