import { HolderOutlined, PlusOutlined } from '@ant-design/icons';
import { listTerms, putTerms } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Button, Segmented, Skeleton, Space } from 'antd';
import { useState } from 'react';
import { ask, tell } from '../../../parts/ask.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { Sorted, SortedItem } from '../../../parts/Sorted.tsx';
import { Thumbnail } from '../../../parts/Thumbnail.tsx';
import { useStaff } from '../../../session.tsx';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';
import { moved } from '../media/pictures-order.ts';
import { TermDialog, type TermDraft } from './TermDialog.tsx';
import css from './TermsPage.module.css';
import { KINDS, type TermKind } from './terms.ts';

/** Brands, units, and what the shop promises: written once, chosen for many goods. */
export function TermsPage() {
  const { filters, set } = useUrlFilters({ kind: '' });
  const kind = (filters.kind || 'brand') as TermKind;
  return (
    <PageFrame title="品牌与服务" sub="写一次，编辑商品时直接选。改名会同时改好用到它的商品。">
      <div className="sheet">
        <Segmented<string>
          value={kind}
          options={Object.entries(KINDS).map(([value, { name }]) => ({ value, label: name }))}
          onChange={(next) => set({ kind: next === 'brand' ? '' : next })}
        />
        <TermList key={kind} kind={kind} />
      </div>
    </PageFrame>
  );
}

const NEW: TermDraft = { name: '', note: '', picture: null };

function TermList({ kind }: { kind: TermKind }) {
  const { can } = useStaff();
  const found = useAsk(listTerms, { path: { kind } });
  const [open, setOpen] = useState<TermDraft | null>(null);
  const save = useChange(putTerms, {
    onDone: () => {
      setOpen(null);
      tell('已保存');
    },
  });
  const words = KINDS[kind];
  const items = found.data?.items ?? [];
  const put = (next: TermDraft[]) =>
    save.run({ path: { kind }, body: { items: next, version: found.data?.version ?? '' } });
  const mayWrite = can('goods:write');
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(NEW)}>
      添加{words.name}
    </Button>
  );
  const remove = async (id: string, name: string) => {
    const text = `已经用它的商品不变，只是以后选不到了。`;
    if (await ask({ title: `删除「${name}」？`, text, okText: '删除', danger: true }))
      await put(items.filter((item) => item.id !== id));
  };
  return (
    <>
      <ProblemAlert problem={found.error} onRetry={found.refetch} />
      {found.isPending && <Skeleton active />}
      {found.data && items.length === 0 && (
        <EmptyNext title={`还没有${words.name}`} text={words.why} action={mayWrite && add} />
      )}
      <Sorted
        ids={items.map(({ id }) => id)}
        onMove={(id, over) => {
          const at = (one: string) => items.findIndex((item) => item.id === one);
          void put(moved(items, at(id), at(over)));
        }}
      >
        {items.map((item) => (
          <SortedItem key={item.id} id={item.id} className={css.row ?? ''}>
            {(handle) => (
              <>
                {mayWrite && (
                  <Button type="text" icon={<HolderOutlined />} aria-label={`移动 ${item.name}`} {...handle} />
                )}
                {item.picture && <Thumbnail src={item.picture} size={36} />}
                <span className={css.words}>
                  <strong>{item.name}</strong>
                  {item.note && <span className="quiet">{item.note}</span>}
                </span>
                {mayWrite && (
                  <Space size={0}>
                    <Button type="link" size="small" onClick={() => setOpen(item)}>
                      编辑
                    </Button>
                    <Button type="link" size="small" danger onClick={() => void remove(item.id, item.name)}>
                      删除
                    </Button>
                  </Space>
                )}
              </>
            )}
          </SortedItem>
        ))}
      </Sorted>
      {items.length > 0 && mayWrite && <div className={css.add}>{add}</div>}
      {open && (
        <TermDialog
          kind={kind}
          term={open}
          busy={save.busy}
          onClose={() => setOpen(null)}
          onSave={(term) =>
            void put(term.id ? items.map((item) => (item.id === term.id ? term : item)) : [...items, term])
          }
        />
      )}
    </>
  );
}
