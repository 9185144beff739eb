import { listStock } from '@jishi/api-client/admin';
import { Button, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Hint } from '../../../parts/Hint.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { useStaff } from '../../../session.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { ExportButton } from '../../../table/ExportButton.tsx';
import { usePages } from '../../../table/usePages.ts';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';
import { AdjustDialog } from './AdjustDialog.tsx';
import { EntriesDrawer } from './EntriesDrawer.tsx';
import { NoStock, StockFilters } from './StockFilters.tsx';
import type { StockRow } from './stock-words.ts';

/** Stock of every SKU: what is there, what orders hold, what can be sold; adjust and read the movements. */
export function StockPage() {
  const view = useUrlFilters({ low: '', goodsId: '' });
  const { filters } = view;
  const { can } = useStaff();
  const [adjusting, setAdjusting] = useState<StockRow | null>(null);
  const [reading, setReading] = useState<StockRow | null>(null);
  const asked = {
    ...(filters.low === 'true' && { low: true }),
    ...(filters.goodsId && { goodsId: filters.goodsId }),
  };
  const pages = usePages(listStock, { query: { ...asked, limit: 20 } });
  const actions = (row: StockRow) => (
    <Space size={0}>
      {can('stock:write') && (
        <Button type="link" size="small" onClick={() => setAdjusting(row)}>
          调整
        </Button>
      )}
      <Button type="link" size="small" onClick={() => setReading(row)}>
        流水
      </Button>
    </Space>
  );
  return (
    <PageFrame title="库存" sub="可售 = 现有 − 未付款订单占用。每一件的来去都有流水。">
      <DataTable
        name="stock"
        columns={[
          ...COLUMNS,
          { key: 'actions', title: '', always: true, align: 'end', render: (_, row) => actions(row) },
        ]}
        pages={pages}
        rowKey={(row) => row.skuId}
        view={view}
        filters={<StockFilters view={view} />}
        actions={<ExportButton kind="stock" filters={asked} />}
        onOpen={setReading}
        card={(row) => <StockCard row={row} actions={actions(row)} />}
        empty={<NoStock view={view} />}
      />
      {adjusting && <AdjustDialog row={adjusting} onClose={() => setAdjusting(null)} />}
      {reading && <EntriesDrawer row={reading} onClose={() => setReading(null)} />}
    </PageFrame>
  );
}

const COLUMNS: Array<DataColumn<StockRow>> = [
  {
    key: 'title',
    title: '商品',
    always: true,
    render: (_, row) => (
      <div className="stock-name">
        <Link to={`/goods/${row.goodsId}`}>{row.title}</Link>
        <span className="quiet">{row.specs.join(' / ') || '默认规格'}</span>
      </div>
    ),
  },
  { key: 'code', title: '编码', dataIndex: 'code', className: 'num' },
  { key: 'onHand', title: '现有', align: 'end', dataIndex: 'onHand', className: 'num' },
  {
    key: 'reserved',
    name: '占用',
    title: (
      <>
        占用
        <Hint text="下了单还没付款的件数，关单后自动释放。" />
      </>
    ),
    align: 'end',
    dataIndex: 'reserved',
    className: 'num',
  },
  {
    key: 'available',
    title: '可售',
    align: 'end',
    render: (_, row) => <strong className={row.available === 0 ? 'num out' : 'num'}>{row.available}</strong>,
  },
];

const StockCard = ({ row, actions }: { row: StockRow; actions: ReactNode }) => (
  <div className="stock-card">
    <div className="stock-name">
      <Link to={`/goods/${row.goodsId}`}>{row.title}</Link>
      <span className="quiet">
        {row.specs.join(' / ') || '默认规格'} · {row.code}
      </span>
    </div>
    <div className="goods-card-foot">
      <span>
        可售 <strong className={row.available === 0 ? 'num out' : 'num'}>{row.available}</strong>
        <span className="quiet">
          {' '}
          现有 {row.onHand} 占用 {row.reserved}
        </span>
      </span>
      {actions}
    </div>
  </div>
);
