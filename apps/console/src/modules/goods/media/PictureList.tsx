import { LoadingOutlined } from '@ant-design/icons';
import { ConfigProvider } from 'antd';
import { useRef, useState } from 'react';
import { tellProblem } from '../../../parts/ask.ts';
import { Picture, PictureAdd } from './Picture.tsx';
import { uploadPicture } from './pictures.ts';
import { moved } from './pictures-order.ts';

interface Props {
  /** Addresses of uploaded pictures; the first is the cover. */
  value?: string[];
  onChange?: (pictures: string[]) => void;
  max: number;
  id?: string;
}

/** Pictures that are uploaded by choosing, dropping or pasting, and ordered by dragging or with the arrows. */
export function PictureList({ value = [], onChange, max, id }: Props) {
  const [dragged, setDragged] = useState<number | null>(null);
  const { add, uploading } = useUploads(value, max, onChange);
  const fixed = ConfigProvider.useConfig().componentDisabled;
  const move = (from: number, to: number) => onChange?.(moved(value, from, to));
  return (
    <ul
      className="pictures"
      id={id}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (event.dataTransfer.files.length > 0) void add([...event.dataTransfer.files]);
      }}
      onPaste={(event) => {
        if (event.clipboardData.files.length > 0) void add([...event.clipboardData.files]);
      }}
    >
      {value.map((url, index) => (
        <Picture
          key={url}
          url={url}
          index={index}
          last={index === value.length - 1}
          only={max === 1}
          fixed={fixed ?? false}
          dragged={dragged === index}
          onMove={(by) => move(index, index + by)}
          onRemove={() => onChange?.(value.filter((other) => other !== url))}
          onDragStart={() => setDragged(index)}
          onDragEnd={() => setDragged(null)}
          onDragOver={() => {
            if (dragged === null || dragged === index) return;
            move(dragged, index);
            setDragged(index);
          }}
        />
      ))}
      {!fixed && value.length + uploading < max && <PictureAdd onFiles={add} multiple={max > 1} />}
      {uploading > 0 && (
        <li className="picture waiting-picture">
          <LoadingOutlined /> 上传中 {uploading}
        </li>
      )}
    </ul>
  );
}

/** Uploads one file after another; a picture that is already in the list is not added twice. */
function useUploads(value: string[], max: number, onChange: Props['onChange']) {
  const [uploading, setUploading] = useState(0);
  // Several uploads end within one render; each must see what the one before added.
  const latest = useRef(value);
  latest.current = value;
  const add = async (files: File[]) => {
    const taken = files.slice(0, max - latest.current.length);
    if (taken.length < files.length) tellProblem(new Error(`最多 ${max} 张图片`));
    setUploading((n) => n + taken.length);
    for (const file of taken) {
      try {
        const url = await uploadPicture(file);
        if (latest.current.includes(url)) throw new Error(`「${file.name}」已经在列表里`);
        latest.current = [...latest.current, url];
        onChange?.(latest.current);
      } catch (problem) {
        tellProblem(problem);
      } finally {
        setUploading((n) => n - 1);
      }
    }
  };
  return { add, uploading };
}
