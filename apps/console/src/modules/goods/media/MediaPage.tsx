import { moveMedia } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { tell } from '../../../parts/ask.ts';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { useStaff } from '../../../session.tsx';
import { FolderInput } from './FolderInput.tsx';
import { MediaBrowser, type MediaItem } from './MediaBrowser.tsx';
import { MediaDrawer } from './MediaDrawer.tsx';

/** All pictures of the shop. */
export function MediaPage() {
  const { can } = useStaff();
  const [chosen, setChosen] = useState<MediaItem[]>([]);
  const [open, setOpen] = useState<MediaItem | null>(null);
  const [moving, setMoving] = useState(false);
  return (
    <PageFrame sub="上传过的图片都在这里，商品、分类、轮播可以直接选用；同一张图只存一份。">
      <div className="sheet">
        <MediaBrowser
          chosen={chosen}
          onChoose={setChosen}
          onOpen={setOpen}
          bar={
            chosen.length > 0 && (
              <>
                {can('goods:write') && <Button onClick={() => setMoving(true)}>移动 {chosen.length} 张到文件夹</Button>}
                <Button type="link" onClick={() => setChosen([])}>
                  取消选择
                </Button>
              </>
            )
          }
        />
      </div>
      {moving && (
        <MoveDialog
          items={chosen.slice(0, 100)}
          onClose={(done) => {
            setMoving(false);
            if (done) setChosen([]);
          }}
        />
      )}
      {open && <MediaDrawer key={open.id} item={open} onClose={() => setOpen(null)} />}
    </PageFrame>
  );
}

function MoveDialog({ items, onClose }: { items: MediaItem[]; onClose: (done: boolean) => void }) {
  const [folder, setFolder] = useState('');
  const move = useChange(moveMedia, {
    onDone: ({ moved }) => {
      tell(`已移动 ${moved} 张图片`);
      onClose(true);
    },
  });
  return (
    <Modal
      open
      title={`移动 ${items.length} 张图片`}
      okText="移动"
      confirmLoading={move.busy}
      onOk={() => void move.run({ body: { ids: items.map(({ id }) => id), folder } })}
      onCancel={() => onClose(false)}
    >
      <FolderInput value={folder} onChange={setFolder} />
    </Modal>
  );
}
