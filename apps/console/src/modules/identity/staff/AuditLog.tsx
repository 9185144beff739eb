import type { Item } from '@jishi/api-client';
import { listAudit } from '@jishi/api-client/admin';
import { Tag } from 'antd';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { When } from '../../../parts/When.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { ExportButton } from '../../../table/ExportButton.tsx';
import { usePages } from '../../../table/usePages.ts';
import { detailText, targetText } from './audit-words.ts';

type Entry = Item<'listAudit'>;

const asked = (limit: number) => ({ query: { limit } });

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

const COLUMNS: Array<DataColumn<Entry>> = [
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
    render: (_, row) => (
      <span className="wraps two-lines" title={detailText(row.detail)}>
        {detailText(row.detail)}
      </span>
    ),
  },
  { key: 'ip', title: 'IP', dataIndex: 'ip', className: 'num' },
  { key: 'request', title: '请求编号', optional: true, dataIndex: 'requestId', className: 'num' },
];

const EntryCard = ({ row }: { row: Entry }) => (
  <div className="stock-card">
    <div className="goods-card-foot">
      <span>{row.title}</span>
      <Result row={row} />
    </div>
    {detailText(row.detail) && <span className="quiet breaks">{detailText(row.detail)}</span>}
    <Target row={row} />
    <div className="goods-card-foot quiet">
      <span>{row.actorName}</span>
      <When at={row.at} />
    </div>
  </div>
);

/** Who did what and when; nobody can change or delete it. */
export function AuditLog() {
  const pages = usePages(listAudit, asked(20));
  return (
    <PageFrame sub="每一次修改、失败的登录和查看收货人信息都有记录，不能更改或删除。">
      <DataTable
        name="audit"
        columns={COLUMNS}
        pages={pages}
        rowKey={(row) => row.id}
        card={(row) => <EntryCard row={row} />}
        actions={<ExportButton kind="audit" filters={{}} />}
        empty={<EmptyNext title="还没有记录" />}
      />
    </PageFrame>
  );
}
