import { CloseOutlined, DownloadOutlined } from '@ant-design/icons';
import type { BodyOf, Item } from '@jishi/api-client';
import { cancelExport, createExport, listExports } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Button, Dropdown, Space } from 'antd';
import { useEffect, useState } from 'react';
import { tell, tellProblem } from '../parts/ask.ts';
import { When } from '../parts/When.tsx';

type Export = Item<'listExports'>;
const LOOKED_AT_EVERY_MS = 1000;
const isOpen = ({ state }: Export): boolean => state === 'waiting' || state === 'running';

/**
 * Exports what is filtered, as a job of the server: it goes on when the page is left, says how far it is, can be given up, and is
 * downloaded by itself when it ends in sight. Files of the last seven days are in the menu beside it.
 */
export function ExportButton({ kind, filters }: BodyOf<'createExport'>) {
  const [begun, setBegun] = useState<string | null>(null);
  const list = useAsk(listExports, {}, { every: (last) => (last?.items.some(isOpen) ? LOOKED_AT_EVERY_MS : false) });
  const own = (list.data?.items ?? []).filter((one) => one.kind === kind);
  const open = own.find(isOpen);
  const ended = own.find(({ id, state }) => id === begun && state !== 'waiting' && state !== 'running');
  useEffect(() => {
    if (!ended) return;
    setBegun(null);
    if (ended.state === 'failed') tellProblem(new Error('导出没有完成，请再试一次；仍然不行请联系管理员'));
    if (ended.state !== 'done') return;
    download(ended);
    tell(`已导出 ${ended.rows} 条`);
  }, [ended]);
  const start = useChange(createExport, { onDone: ({ id }) => setBegun(id) });
  const stop = useChange(cancelExport, { onDone: () => tell('已取消导出') });
  const files = own.filter(({ state }) => state === 'done');
  return (
    <Space.Compact>
      <Button
        icon={<DownloadOutlined />}
        loading={start.busy || open !== undefined}
        onClick={() => void start.run({ body: { kind, filters } })}
      >
        {open ? `已写 ${open.rows} 条` : '导出'}
      </Button>
      {open && (
        <Button
          icon={<CloseOutlined />}
          aria-label="取消导出"
          loading={stop.busy}
          onClick={() => void stop.run({ path: { id: open.id } })}
        />
      )}
      {!open && files.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: files.slice(0, 8).map((file) => ({ key: file.id, label: <FileLine file={file} /> })),
            onClick: ({ key }) => {
              const file = files.find(({ id }) => id === key);
              if (file) download(file);
            },
          }}
        >
          <Button aria-label="最近 7 天导出的文件">▾</Button>
        </Dropdown>
      )}
    </Space.Compact>
  );
}

const FileLine = ({ file }: { file: Export }) => (
  <>
    <When at={file.createdAt} /> · {file.rows} 条
  </>
);

/** The server names the file, and asks who wants it by the session's cookie. */
function download({ file }: Export): void {
  if (file) Object.assign(document.createElement('a'), { href: file, download: '' }).click();
}
