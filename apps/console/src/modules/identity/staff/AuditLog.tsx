import type { Item } from '@jishi/api-client';
import { listAudit, listAuditFilters } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Button, DatePicker, Select, Tag } from 'antd';
import { useState } from 'react';
import { dayjs } from '../../../form/dates.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { When } from '../../../parts/When.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { ExportButton } from '../../../table/ExportButton.tsx';
import { usePages } from '../../../table/usePages.ts';
import { type UrlFilters, useUrlFilters } from '../../../table/useUrlFilters.ts';
import { dayEnd, dayStart } from '../../trade/order/order-words.ts';
import { AuditDrawer } from './AuditDrawer.tsx';
import { detailText, targetText } from './audit-words.ts';

type Entry = Item<'listAudit'>;

/** Days as YYYY-MM-DD. */
const NO_FILTER = { actor: '', operation: '', from: '', to: '' };
type AuditFilter = typeof NO_FILTER;
const filtersOf = ({ actor, operation, from, to }: AuditFilter) => ({
  ...(actor && { actor }),
  ...(operation && { operation }),
  ...(from && { from: dayStart(from) }),
  ...(to && { to: dayEnd(to) }),
});

const Result = ({ row: { result } }: { row: Entry }) => (
  <Tag color={result < 400 ? 'success' : 'error'}>{result < 400 ? '成功' : `拒绝 ${result}`}</Tag>
);

/** By its name; what has none any more by the end of its id. */
const Target = ({ row: { target, targetName } }: { row: Entry }) =>
  target && (
    <span className={targetName ? 'wraps' : 'quiet num'} title={target}>
      {targetName ?? targetText(target)}
    </span>
  );

const columnsOf = (open: (row: Entry) => void): Array<DataColumn<Entry>> => [
  { key: 'at', title: '时间', always: true, render: (_, row) => <When at={row.at} /> },
  { key: 'who', title: '操作人', dataIndex: 'actorName' },
  { key: 'what', title: '操作', always: true, render: (_, row) => row.title },
  {
    key: 'target',
    title: '对象',
    render: (_, row) => <Target row={row} />,
  },
  {
    key: 'result',
    title: '结果',
    render: (_, row) => <Result row={row} />,
  },
  {
    key: 'detail',
    title: '内容',
    render: (_, row) => <span className="wraps two-lines">{detailText(row.detail)}</span>,
  },
  { key: 'ip', title: 'IP', dataIndex: 'ip', className: 'num' },
  { key: 'request', title: '请求编号', optional: true, dataIndex: 'requestId', className: 'num' },
  {
    key: 'actions',
    title: '',
    always: true,
    render: (_, row) => (
      <Button type="link" size="small" onClick={() => open(row)}>
        详情
      </Button>
    ),
  },
];

const EntryCard = ({ row, open }: { row: Entry; open: () => void }) => (
  <div className="stock-card">
    <div className="goods-card-foot">
      <span>{row.title}</span>
      <Result row={row} />
    </div>
    <Target row={row} />
    <div className="goods-card-foot quiet">
      <span>
        {row.actorName} · <When at={row.at} />
      </span>
      <Button type="link" size="small" onClick={open}>
        详情
      </Button>
    </div>
  </div>
);

function AuditFilters({ view: { filters, set, reset, pristine } }: { view: UrlFilters<AuditFilter> }) {
  const known = useAsk(listAuditFilters, {}, { staleTime: 60_000 });
  const options = (of: { value: string; name: string }[] = []) => of.map(({ value, name }) => ({ value, label: name }));
  const day = (text: string) => (text ? dayjs(text) : null);
  return (
    <>
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 150 }}
        placeholder="全部操作人"
        aria-label="按操作人筛选"
        loading={known.isPending}
        options={options(known.data?.actors)}
        value={filters.actor || undefined}
        onChange={(actor) => set({ actor: actor ?? '' })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 180 }}
        placeholder="全部操作"
        aria-label="按操作筛选"
        loading={known.isPending}
        options={options(known.data?.operations)}
        value={filters.operation || undefined}
        onChange={(operation) => set({ operation: operation ?? '' })}
      />
      <DatePicker.RangePicker
        style={{ width: 240 }}
        allowEmpty={[true, true]}
        placeholder={['从', '到']}
        value={[day(filters.from), day(filters.to)]}
        onChange={(range) =>
          set({ from: range?.[0]?.format('YYYY-MM-DD') ?? '', to: range?.[1]?.format('YYYY-MM-DD') ?? '' })
        }
      />
      {!pristine && (
        <Button type="link" onClick={reset}>
          清空
        </Button>
      )}
    </>
  );
}

/** Who did what and when; nobody can change or delete it. */
export function AuditLog() {
  const view = useUrlFilters(NO_FILTER);
  const filters = filtersOf(view.filters);
  const pages = usePages(listAudit, { query: { ...filters, limit: 20 } });
  const [open, setOpen] = useState<Entry | null>(null);
  return (
    <PageFrame sub="每一次修改、失败的登录和查看收货人信息都有记录，不能更改或删除。">
      <DataTable
        name="audit"
        columns={columnsOf(setOpen)}
        pages={pages}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        view={view}
        filters={<AuditFilters view={view} />}
        card={(row) => <EntryCard row={row} open={() => setOpen(row)} />}
        actions={<ExportButton kind="audit" filters={filters} />}
        onOpen={setOpen}
        empty={
          view.pristine ? (
            <EmptyNext title="还没有记录" />
          ) : (
            <EmptyNext title="没有符合条件的记录" action={<Button onClick={view.reset}>清空筛选</Button>} />
          )
        }
      />
      {open && <AuditDrawer entry={open} onClose={() => setOpen(null)} />}
    </PageFrame>
  );
}
