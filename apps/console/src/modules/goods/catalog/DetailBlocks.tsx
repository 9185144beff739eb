import {
  AppstoreOutlined,
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  FontSizeOutlined,
  PictureOutlined,
} from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { tellProblem } from '../../../parts/ask.ts';
import { useStaff } from '../../../session.tsx';
import { MediaPicker } from '../media/LazyPicker.tsx';
import { uploadPicture } from '../media/pictures.ts';
import { moved } from '../media/pictures-order.ts';
import css from './DetailBlocks.module.css';
import type { DetailBlock } from './goods-form.ts';

const MAX_BLOCKS = 40;
interface Props {
  value?: DetailBlock[];
  onChange?: (blocks: DetailBlock[]) => void;
  id?: string;
}

/** The long description: texts and pictures, one below the other. */
export function DetailBlocks({ value = [], onChange, id }: Props) {
  const [busy, setBusy] = useState(false);
  const [picking, setPicking] = useState(false);
  const { can } = useStaff();
  const latest = useRef(value);
  latest.current = value;
  const change = (blocks: DetailBlock[]) => {
    latest.current = blocks;
    onChange?.(blocks);
  };
  const addPictures = async (files: File[]) => {
    setBusy(true);
    for (const file of files.slice(0, MAX_BLOCKS - latest.current.length)) {
      try {
        change([...latest.current, { kind: 'picture', picture: await uploadPicture(file) }]);
      } catch (problem) {
        tellProblem(problem);
      }
    }
    setBusy(false);
  };
  return (
    <div className={css.blocks} id={id}>
      {value.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity but their place
        <div className={css.block} key={index}>
          {block.kind === 'text' ? (
            <Input.TextArea
              value={block.text}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 12 }}
              placeholder="材质、产地、用法、注意事项…"
              aria-label={`第 ${index + 1} 段文字`}
              onChange={(event) =>
                change(value.map((b, at) => (at === index ? { kind: 'text', text: event.target.value } : b)))
              }
            />
          ) : (
            <img src={block.picture} alt={`第 ${index + 1} 段图片`} />
          )}
          <BlockTools
            first={index === 0}
            last={index === value.length - 1}
            onMove={(by) => change(moved(value, index, index + by))}
            onRemove={() => change(value.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {value.length < MAX_BLOCKS && (
        <div className={css.blocksAdd}>
          <Button icon={<FontSizeOutlined />} onClick={() => change([...value, { kind: 'text', text: '' }])}>
            加文字
          </Button>
          <PicturesButton busy={busy} onFiles={addPictures} />
          {can('goods:read') && (
            <Button icon={<AppstoreOutlined />} onClick={() => setPicking(true)}>
              从素材库选
            </Button>
          )}
          {picking && (
            <MediaPicker
              most={MAX_BLOCKS - value.length}
              onClose={() => setPicking(false)}
              onPick={(urls) => {
                setPicking(false);
                change([...latest.current, ...urls.map((picture) => ({ kind: 'picture', picture }) as const)]);
              }}
            />
          )}
        </div>
      )}
    </div>
  );
}

function PicturesButton({ busy, onFiles }: { busy: boolean; onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={<PictureOutlined />} loading={busy} onClick={() => input.current?.click()}>
        加图片
      </Button>
      <input
        ref={input}
        className={css.fileInput}
        tabIndex={-1}
        aria-hidden
        type="file"
        accept="image/*"
        multiple
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}

interface ToolsProps {
  first: boolean;
  last: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}
const BlockTools = ({ first, last, onMove, onRemove }: ToolsProps) => (
  <span className={css.blockTools}>
    <Button
      type="text"
      size="small"
      icon={<ArrowUpOutlined />}
      aria-label="上移"
      disabled={first}
      onClick={() => onMove(-1)}
    />
    <Button
      type="text"
      size="small"
      icon={<ArrowDownOutlined />}
      aria-label="下移"
      disabled={last}
      onClick={() => onMove(1)}
    />
    <Button type="text" size="small" icon={<DeleteOutlined />} aria-label="删除" onClick={onRemove} />
  </span>
);
