import { LoadingOutlined } from '@ant-design/icons';
import { ConfigProvider } from 'antd';
import { useContext, useRef, useState } from 'react';
import { tellProblem } from '../../../parts/ask.ts';
import { Sorted, SortedItem } from '../../../parts/Sorted.tsx';
import { SessionContext } from '../../../session.tsx';
import { MediaPicker } from './LazyPicker.tsx';
import css from './media.module.css';
import { Picture, PictureAdd, PictureFromLibrary } from './Picture.tsx';
import { uploadPicture } from './pictures.ts';
import { moved } from './pictures-order.ts';

interface Props {
  /** Addresses of uploaded pictures; the first is the cover. */
  value?: string[];
  onChange?: (pictures: string[]) => void;
  max: number;
  id?: string;
}

/** Pictures that are uploaded by choosing, dropping or pasting, or picked from the library; put in order by mouse, finger or keyboard. */
export function PictureList({ value = [], onChange, max, id }: Props) {
  const [picking, setPicking] = useState(false);
  const { add, take, uploading } = useUploads(value, max, onChange);
  // Outside of the frame, where the first shop is opened, there is no library yet.
  const mayLook = useContext(SessionContext)?.can('goods:read') ?? false;
  const fixed = ConfigProvider.useConfig().componentDisabled ?? false;
  const room = max - value.length - uploading;
  const remove = (url: string) => onChange?.(value.filter((other) => other !== url));
  return (
    <div
      className={css.pictures}
      id={id}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (!fixed && event.dataTransfer.files.length > 0) void add([...event.dataTransfer.files]);
      }}
      onPaste={(event) => {
        if (!fixed && event.clipboardData.files.length > 0) void add([...event.clipboardData.files]);
      }}
    >
      <Sorted
        grid
        ids={value}
        onMove={(url, over) => onChange?.(moved(value, value.indexOf(url), value.indexOf(over)))}
      >
        {value.map((url, index) => (
          <SortedItem key={url} id={url} className={css.picture ?? ''}>
            {(handle) => (
              <Picture
                url={url}
                index={index}
                {...(max > 1 && !fixed && { handle })}
                {...(!fixed && { onRemove: () => remove(url) })}
              />
            )}
          </SortedItem>
        ))}
      </Sorted>
      {uploading > 0 && (
        <div className={`${css.picture} ${css.waiting}`}>
          <span>
            <LoadingOutlined /> 上传中 {uploading}
          </span>
        </div>
      )}
      {!fixed && room > 0 && <PictureAdd onFiles={add} multiple={max > 1} />}
      {!fixed && room > 0 && mayLook && <PictureFromLibrary onOpen={() => setPicking(true)} />}
      {picking && (
        <MediaPicker
          most={room}
          onClose={() => setPicking(false)}
          onPick={(urls) => {
            setPicking(false);
            take(urls);
          }}
        />
      )}
    </div>
  );
}

/** Uploads one file after another; a picture that is already in the list is not added twice. */
function useUploads(value: string[], max: number, onChange: Props['onChange']) {
  const [uploading, setUploading] = useState(0);
  // Several uploads end within one render; each must see what the one before added.
  const latest = useRef(value);
  latest.current = value;
  const take = (urls: string[]) => {
    const fresh = urls.filter((url) => !latest.current.includes(url));
    if (fresh.length < urls.length) tellProblem(new Error('已经在列表里的图片没有再加一次'));
    latest.current = [...latest.current, ...fresh].slice(0, max);
    onChange?.(latest.current);
  };
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
  return { add, take, uploading };
}
