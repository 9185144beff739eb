import { DeleteOutlined, LeftOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';

interface PictureProps {
  url: string;
  index: number;
  last: boolean;
  /** There can be no other: it is no cover, and has no order. */
  only: boolean;
  dragged: boolean;
  /** Cannot be moved or removed. */
  fixed: boolean;
  /** Places to the left (-1) or right (1). */
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onDragStart: () => void;
  onDragOver: () => void;
  onDragEnd: () => void;
}

/** One uploaded picture with its tools. */
export const Picture = (props: PictureProps) => (
  <li
    draggable={!props.fixed && !props.only}
    className={props.dragged ? 'picture dragged' : 'picture'}
    onDragStart={(event) => {
      event.dataTransfer.effectAllowed = 'move';
      props.onDragStart();
    }}
    onDragEnd={props.onDragEnd}
    onDragEnter={props.onDragOver}
  >
    <img src={props.url} alt={`图片 ${props.index + 1}`} draggable={false} />
    {props.index === 0 && !props.only && <span className="picture-cover">封面</span>}
    <span className="picture-tools" hidden={props.fixed}>
      {!props.only && (
        <Tool label="前移" icon={<LeftOutlined />} off={props.index === 0} act={() => props.onMove(-1)} />
      )}
      <Tool label="删除" icon={<DeleteOutlined />} act={props.onRemove} />
      {!props.only && <Tool label="后移" icon={<RightOutlined />} off={props.last} act={() => props.onMove(1)} />}
    </span>
  </li>
);

const Tool = (props: { label: string; icon: ReactNode; off?: boolean; act: () => void }) => (
  <Button
    type="text"
    size="small"
    icon={props.icon}
    aria-label={props.label}
    title={props.label}
    disabled={props.off ?? false}
    onClick={props.act}
  />
);

/** The place to choose files; dropping works on the whole list. */
export const PictureAdd = ({ onFiles, multiple }: { onFiles: (files: File[]) => void; multiple: boolean }) => (
  <li className="picture">
    <label className="picture-add">
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
  </li>
);
