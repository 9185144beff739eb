import { DeleteOutlined, LeftOutlined, LoadingOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { tellProblem } from '../../parts/ask.ts';
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
  const [uploading, setUploading] = useState(0);
  const [dragged, setDragged] = useState<number | null>(null);
  const latest = useRef(value);
  latest.current = value;
  const change = (pictures: string[]) => {
    latest.current = pictures;
    onChange?.(pictures);
  };
  const add = async (files: File[]) => {
    const taken = files.slice(0, max - latest.current.length);
    if (taken.length < files.length) tellProblem(new Error(`最多 ${max} 张图片`));
    setUploading((n) => n + taken.length);
    for (const file of taken) {
      try {
        change([...latest.current, await uploadPicture(file)]);
      } catch (problem) {
        tellProblem(problem);
      } finally {
        setUploading((n) => n - 1);
      }
    }
  };
  const drop = (to: number) => {
    if (dragged !== null) change(moved(value, dragged, to));
    setDragged(null);
  };
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
      {value.map((picture, index) => (
        <li
          key={picture}
          draggable
          className={dragged === index ? 'picture dragged' : 'picture'}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            setDragged(index);
          }}
          onDragEnd={() => setDragged(null)}
          onDragEnter={() => {
            if (dragged === null || dragged === index) return;
            change(moved(value, dragged, index));
            setDragged(index);
          }}
          onDrop={() => drop(index)}
        >
          <img src={picture} alt={`图片 ${index + 1}`} draggable={false} />
          {index === 0 && <span className="picture-cover">封面</span>}
          <span className="picture-tools">
            <Tool
              label="前移"
              icon={<LeftOutlined />}
              off={index === 0}
              act={() => change(moved(value, index, index - 1))}
            />
            <Tool label="删除" icon={<DeleteOutlined />} act={() => change(value.filter((p) => p !== picture))} />
            <Tool
              label="后移"
              icon={<RightOutlined />}
              off={index === value.length - 1}
              act={() => change(moved(value, index, index + 1))}
            />
          </span>
        </li>
      ))}
      {value.length + uploading < max && <PictureAdd onFiles={add} multiple={max > 1} />}
      {uploading > 0 && (
        <li className="picture waiting-picture">
          <LoadingOutlined /> 上传中 {uploading}
        </li>
      )}
    </ul>
  );
}

const Tool = (props: { label: string; icon: React.ReactNode; off?: boolean; act: () => void }) => (
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

const PictureAdd = ({ onFiles, multiple }: { onFiles: (files: File[]) => void; multiple: boolean }) => (
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
