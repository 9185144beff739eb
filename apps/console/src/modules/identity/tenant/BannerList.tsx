import { DeleteOutlined, HolderOutlined, PlusOutlined } from '@ant-design/icons';
import { putSettings as limits } from '@jishi/api-client/limits';
import { Button, ConfigProvider, Input } from 'antd';
import { LinkInput } from '../../../form/link/LinkInput.tsx';
import { Sorted, SortedItem } from '../../../parts/Sorted.tsx';
import { PictureList } from '../../goods/media/PictureList.tsx';
import { moved } from '../../goods/media/pictures-order.ts';
import css from './BannerList.module.css';
import type { Banner } from './banner-rules.ts';

interface Props {
  value?: Banner[];
  onChange?: (banners: Banner[]) => void;
  id?: string;
}
const MAX_BANNERS = 8;

/** Banners of the home page: a picture, a title for screen readers and where it leads; put in order by mouse, finger or keyboard. */
export function BannerList({ value = [], onChange, id }: Props) {
  const fixed = ConfigProvider.useConfig().componentDisabled ?? false;
  const change = (at: number, part: Partial<Banner>) =>
    onChange?.(value.map((banner, index) => (index === at ? { ...banner, ...part } : banner)));
  // Banners have no identity but their place.
  const places = value.map((_banner, index) => String(index));
  return (
    <div id={id} className={css.list}>
      <p className={css.shape}>图片按 75:32 显示（例如 1500×640），超出的部分会裁掉。</p>
      <Sorted ids={places} onMove={(from, to) => onChange?.(moved(value, Number(from), Number(to)))}>
        {value.map((banner, index) => (
          <SortedItem key={places[index]} id={String(index)} className={css.banner ?? ''}>
            {(handle) => (
              <>
                <PictureList
                  max={1}
                  value={banner.picture ? [banner.picture] : []}
                  onChange={([picture]) => change(index, { picture: picture ?? '' })}
                />
                <div className={css.fields}>
                  <Input
                    value={banner.title}
                    maxLength={limits.banners.items.title.maxLength}
                    placeholder="标题"
                    aria-label={`第 ${index + 1} 张轮播的标题`}
                    onChange={(event) => change(index, { title: event.target.value })}
                  />
                  <LinkInput value={banner.link} onChange={(link) => change(index, { link })} />
                </div>
                {!fixed && (
                  <Button type="text" icon={<HolderOutlined />} aria-label={`移动第 ${index + 1} 张轮播`} {...handle} />
                )}
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={`删除第 ${index + 1} 张轮播`}
                  onClick={() => onChange?.(value.filter((_, other) => other !== index))}
                />
              </>
            )}
          </SortedItem>
        ))}
      </Sorted>
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
