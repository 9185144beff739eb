import { Modal } from 'antd';
import { useState } from 'react';
import { MediaBrowser, type MediaItem } from './MediaBrowser.tsx';

interface Props {
  /** So many may be picked. */
  most: number;
  onPick: (urls: string[]) => void;
  onClose: () => void;
}

/** The library in a dialog, to pick pictures for a form. */
export function MediaPicker({ most, onPick, onClose }: Props) {
  const [chosen, setChosen] = useState<MediaItem[]>([]);
  return (
    <Modal
      open
      title={most === 1 ? '从素材库选一张图片' : `从素材库选图片，最多 ${most} 张`}
      width={860}
      okText={chosen.length > 0 ? `使用 ${chosen.length} 张` : '使用'}
      okButtonProps={{ disabled: chosen.length === 0, id: 'media-use' }}
      onOk={() => onPick(chosen.map(({ url }) => url))}
      onCancel={onClose}
    >
      <MediaBrowser chosen={chosen} onChoose={(items) => setChosen(items.slice(-most))} />
    </Modal>
  );
}
