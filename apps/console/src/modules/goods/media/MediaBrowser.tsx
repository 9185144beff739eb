import { UploadOutlined } from '@ant-design/icons';
import type { Item } from '@jishi/api-client';
import { listMedia, listMediaFolders } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Button, Checkbox, Select, Skeleton } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { tellProblem } from '../../../parts/ask.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useStaff } from '../../../session.tsx';
import { KeywordInput } from '../../../table/KeywordInput.tsx';
import { PageSteps } from '../../../table/PageSteps.tsx';
import { type Pages, usePages } from '../../../table/usePages.ts';
import css from './media.module.css';
import { uploadPicture } from './pictures.ts';

export type MediaItem = Item<'listMedia'>;

interface Props {
  chosen: MediaItem[];
  onChoose: (chosen: MediaItem[]) => void;
  /** A click opens a picture; without it, it chooses it. */
  onOpen?: (item: MediaItem) => void;
  /** What can be done with those chosen. */
  bar?: ReactNode;
}

const ALL = 'all';
const NONE = 'none';

/** The shop's pictures: by folder, by name, newest first; new ones go into the folder that is shown. */
export function MediaBrowser({ chosen, onChoose, onOpen, bar }: Props) {
  // The folder as `ALL`, `NONE` or `in:` and its name.
  const [shown, setShown] = useState(ALL);
  const [keyword, setKeyword] = useState('');
  const folder = shown === ALL ? undefined : shown === NONE ? '' : shown.slice(3);
  const { can } = useStaff();
  const folders = useAsk(listMediaFolders);
  const pages = usePages(listMedia, {
    query: { ...(keyword ? { keyword } : folder !== undefined && { folder }), limit: 30 },
  });
  const toggle = (item: MediaItem) =>
    onChoose(chosen.some(({ id }) => id === item.id) ? chosen.filter(({ id }) => id !== item.id) : [...chosen, item]);
  return (
    <>
      <div className={css.bar}>
        <Select
          style={{ width: 160 }}
          aria-label="文件夹"
          value={shown}
          disabled={keyword !== ''}
          onChange={setShown}
          options={[
            { value: ALL, label: '全部图片' },
            { value: NONE, label: '没有归类' },
            ...(folders.data?.items ?? []).map((name) => ({ value: `in:${name}`, label: name })),
          ]}
        />
        <KeywordInput
          style={{ width: 200 }}
          placeholder="图片名称开头"
          aria-label="按图片名称开头搜索"
          maxLength={60}
          value={keyword}
          onSearch={setKeyword}
        />
        {can('goods:write') && <UploadButton folder={folder ?? ''} onDone={pages.reload} />}
        {bar}
      </div>
      <ProblemAlert problem={pages.problem} onRetry={pages.reload} />
      <Found pages={pages} chosen={chosen} pick={toggle} open={onOpen ?? toggle} searched={keyword !== ''} />
      <PageSteps pages={pages} />
    </>
  );
}

interface FoundProps {
  pages: Pages<MediaItem>;
  chosen: MediaItem[];
  pick: (item: MediaItem) => void;
  open: (item: MediaItem) => void;
  searched: boolean;
}
function Found({ pages, chosen, pick, open, searched }: FoundProps) {
  if (pages.loading) return <Skeleton active title={false} paragraph={{ rows: 6, width: '100%' }} />;
  if (pages.rows.length === 0)
    return pages.problem ? null : (
      <EmptyNext
        title={searched ? '没有这样开头的图片' : '还没有图片'}
        text={searched ? '名称要从头写起。' : '上传一次，商品、分类和轮播都能用。'}
      />
    );
  return (
    <ul className={css.grid}>
      {pages.rows.map((item) => {
        const isChosen = chosen.some(({ id }) => id === item.id);
        return (
          <li key={item.id} className={css.item}>
            <button type="button" className={css.shown} aria-pressed={isChosen} onClick={() => open(item)}>
              <img src={`${item.url}?w=360`} alt={item.name} loading="lazy" />
            </button>
            <Checkbox
              className={css.tick ?? ''}
              aria-label={`选择 ${item.name}`}
              checked={isChosen}
              onChange={() => pick(item)}
            />
            <span className={css.name} title={item.name}>
              {item.name}
            </span>
            <span className={css.size}>
              {item.width}×{item.height} · {Math.ceil(item.bytes / 1024)} KB
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function UploadButton({ folder, onDone }: { folder: string; onDone: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(0);
  const upload = async (files: File[]) => {
    setLeft(files.length);
    for (const file of files) {
      try {
        await uploadPicture(file, folder);
      } catch (problem) {
        tellProblem(problem);
      }
      setLeft((n) => n - 1);
    }
    onDone();
  };
  return (
    <>
      <Button icon={<UploadOutlined />} loading={left > 0} onClick={() => input.current?.click()}>
        {left > 0 ? `还有 ${left} 张` : '上传图片'}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        accept="image/*"
        multiple
        aria-label="上传图片"
        onChange={(event) => {
          void upload([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
