import { DeleteOutlined, HolderOutlined, PictureOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Handle } from '../../../parts/Sorted.tsx';
import css from './media.module.css';

interface PictureProps {
  url: string;
  index: number;
  /** By which it is moved; none where it is the only one or cannot be changed. */
  handle?: Handle;
  onRemove?: () => void;
}

/** One picture with its tools. */
export const Picture = ({ url, index, handle, onRemove }: PictureProps) => (
  <>
    <img src={url} alt={`图片 ${index + 1}`} draggable={false} />
    {index === 0 && handle && <span className={css.cover}>封面</span>}
    {onRemove && (
      <span className={css.tools}>
        {handle && (
          <Button
            type="text"
            size="small"
            icon={<HolderOutlined />}
            aria-label={`移动图片 ${index + 1}`}
            title="拖动排序"
            {...handle}
          />
        )}
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={`删除图片 ${index + 1}`}
          title="删除"
          onClick={onRemove}
        />
      </span>
    )}
  </>
);

/** The place to choose files; dropping works on the whole list. */
export const PictureAdd = ({ onFiles, multiple }: { onFiles: (files: File[]) => void; multiple: boolean }) => (
  <div className={css.picture}>
    <label className={css.add}>
      <PlusOutlined />
      <span>上传或拖入</span>
      <input
        type="file"
        accept="image/*"
        multiple={multiple}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </label>
  </div>
);

export const PictureFromLibrary = ({ onOpen }: { onOpen: () => void }) => (
  <div className={css.picture}>
    <button type="button" className={css.add} onClick={onOpen}>
      <PictureOutlined />
      <span>素材库</span>
    </button>
  </div>
);
