import type { Item } from '@jishi/api-client';
import { listCodeBatches, voidCodes } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Button, Progress, Space } from 'antd';
import { useState } from 'react';
import { ask, tell } from '../../../parts/ask.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { ExportButton } from '../../../table/ExportButton.tsx';
import { usePages } from '../../../table/usePages.ts';
import { AddCodesDialog } from './AddCodesDialog.tsx';
import { type AdminCoupon, BATCH_KINDS, BATCH_STATES } from './coupon-form.ts';

type Batch = Item<'listCodeBatches'>;
const LOOKED_AT_EVERY_MS = 1500;

/** The codes of a coupon by batches: added, exported, voided. */
export function CodesPanel({ coupon }: { coupon: AdminCoupon }) {
  const [adding, setAdding] = useState(false);
  const pages = usePages(listCodeBatches, { path: { id: coupon.id }, query: { limit: 20 } });
  const isMaking = pages.rows.some(({ state }) => state === 'making');
  // Asked again until all codes are made; the table above reads the same answer.
  useAsk(listCodeBatches, isMaking ? { path: { id: coupon.id }, query: { limit: 20 } } : null, {
    every: () => LOOKED_AT_EVERY_MS,
  });
  return (
    <>
      {adding && <AddCodesDialog coupon={coupon} onClose={() => setAdding(false)} />}
      <DataTable
        name="coupon-codes"
        columns={columns}
        pages={pages}
        rowKey={(row) => row.id}
        filters={<span className="quiet">知道兑换码的人都能兑换，请妥善保管导出的文件。</span>}
        actions={
          <Button id="codes-add" type="primary" disabled={coupon.state === 'draft'} onClick={() => setAdding(true)}>
            添加兑换码
          </Button>
        }
        card={(row) => <BatchCard row={row} />}
        empty={
          <EmptyNext
            title="还没有兑换码"
            text={
              coupon.state === 'draft' ? '先开始发放，再添加兑换码。' : '批量生成一次性的码，或设一个大家共用的通用码。'
            }
          />
        }
      />
    </>
  );
}

const madeText = ({ kind, made, wanted }: Batch) => (kind === 'shared' ? '不限次' : `${made} / ${wanted} 个`);

const columns: DataColumn<Batch>[] = [
  {
    key: 'kind',
    title: '兑换码',
    always: true,
    render: (_, row) => (row.code === null ? BATCH_KINDS[row.kind] : `${BATCH_KINDS.shared} ${row.code}`),
  },
  { key: 'state', title: '状态', render: (_, row) => <StatusTag state={row.state} map={BATCH_STATES} /> },
  {
    key: 'made',
    title: '数量',
    render: (_, row) =>
      row.state === 'making' ? (
        <Progress size="small" percent={Math.floor((100 * row.made) / row.wanted)} />
      ) : (
        madeText(row)
      ),
  },
  { key: 'redeemed', title: '已兑换', align: 'right', render: (_, row) => row.redeemed },
  { key: 'created', title: '添加时间', render: (_, row) => <When at={row.createdAt} /> },
  { key: 'actions', title: '操作', always: true, render: (_, row) => <BatchActions row={row} /> },
];

function BatchActions({ row }: { row: Batch }) {
  const change = useChange(voidCodes, { onDone: () => tell('已作废，没有用过的码不能再兑换') });
  const drop = async (): Promise<void> => {
    const text = '还没有用的码都不能再兑换，也不能恢复；已经兑换的优惠券不受影响。';
    if (await ask({ title: '作废这批兑换码？', text, okText: '作废', danger: true }))
      await change.run({ path: { id: row.id } });
  };
  return (
    <Space size={4}>
      {row.kind !== 'shared' && row.state !== 'making' && <ExportButton kind="codes" filters={{ batchId: row.id }} />}
      {row.state !== 'voided' && (
        <Button size="small" type="text" danger loading={change.busy} onClick={() => void drop()}>
          作废
        </Button>
      )}
    </Space>
  );
}

const BatchCard = ({ row }: { row: Batch }) => (
  <div>
    <strong>{row.code ?? BATCH_KINDS[row.kind]}</strong> <StatusTag state={row.state} map={BATCH_STATES} />
    <div className="quiet">
      {madeText(row)} · 已兑换 {row.redeemed}
    </div>
    <BatchActions row={row} />
  </div>
);
