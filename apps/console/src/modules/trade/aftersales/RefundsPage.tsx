import type { Item } from '@jishi/api-client';
import { listAdminRefunds } from '@jishi/api-client/admin';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { Money } from '../../../parts/Money.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { ExportButton } from '../../../table/ExportButton.tsx';
import { usePages } from '../../../table/usePages.ts';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';
import { REFUND_STATES, type RefundState, refundedWhat } from '../order/order-words.ts';
import { Failure } from './Failure.tsx';
import { RefundActions } from './RefundActions.tsx';

type RefundRow = Item<'listAdminRefunds'>;

/** Refunds by state; those that wait for an answer can be approved or rejected in place. */
export function RefundsPage() {
  const view = useUrlFilters({ state: '' });
  const { state } = view.filters;
  const navigate = useNavigate();
  const filters = { ...(state && { state: state as RefundState }) };
  const pages = usePages(listAdminRefunds, { query: { ...filters, limit: 20 } });
  const actions = (row: RefundRow) => <RefundActions refund={row} />;
  return (
    <PageFrame
      title="退款售后"
      sub="买家申请后请在 24 小时内处理。同意后款项原路退回，进度自动更新；微信退不成的，可以重新退款或登记线下退款。"
    >
      <Tabs
        activeKey={state || 'all'}
        onChange={(key) => view.set({ state: key === 'all' ? '' : key })}
        items={[
          { key: 'all', label: '全部' },
          ...Object.entries(REFUND_STATES).map(([key, { text }]) => ({ key, label: text })),
        ]}
      />
      <DataTable
        name="refunds"
        columns={[
          ...COLUMNS,
          {
            key: 'actions',
            title: '',
            always: true,
            render: (_, row) => <div className="row-actions">{actions(row)}</div>,
          },
        ]}
        pages={pages}
        rowKey={(row) => row.id}
        view={view}
        actions={<ExportButton kind="refunds" filters={filters} />}
        onOpen={(row) => navigate(`/orders/${row.orderId}`)}
        card={(row) => <RefundRowCard row={row} actions={actions(row)} />}
        empty={<EmptyNext title="没有退款" text="有买家申请退款时会出现在这里。" />}
      />
    </PageFrame>
  );
}

const COLUMNS: Array<DataColumn<RefundRow>> = [
  {
    key: 'order',
    title: '订单',
    always: true,
    render: (_, row) => (
      <div className="order-number">
        <Link to={`/orders/${row.orderId}`} className="num">
          {row.orderNumber}
        </Link>
        <span className="quiet">
          <When at={row.createdAt} />
        </span>
      </div>
    ),
  },
  { key: 'lines', title: '退回', render: (_, row) => <span className="wraps">{refundedWhat(row)}</span> },
  { key: 'amount', title: '金额', align: 'end', render: (_, row) => <Money fen={row.amountFen} strong /> },
  {
    key: 'reason',
    title: '原因',
    render: (_, row) => (
      <div className="order-number wraps">
        <span>{row.reason}</span>
        {row.rejectReason && <span className="quiet">拒绝：{row.rejectReason}</span>}
        <Failure refund={row} />
      </div>
    ),
  },
  { key: 'customer', title: '买家', dataIndex: 'customerName' },
  {
    key: 'state',
    title: '状态',
    always: true,
    render: (_, row) => <StatusTag state={row.state} map={REFUND_STATES} />,
  },
  { key: 'number', title: '退款单号', optional: true, dataIndex: 'number', className: 'num' },
];

const RefundRowCard = ({ row, actions }: { row: RefundRow; actions: ReactNode }) => (
  <div className="stock-card">
    <div className="goods-card-foot">
      <Link to={`/orders/${row.orderId}`} className="num">
        {row.orderNumber}
      </Link>
      <StatusTag state={row.state} map={REFUND_STATES} />
    </div>
    <span>{refundedWhat(row)}</span>
    <span className="quiet">
      {row.reason} · <When at={row.createdAt} />
    </span>
    <Failure refund={row} />
    <div className="goods-card-foot">
      <Money fen={row.amountFen} strong />
      {actions}
    </div>
  </div>
);
