import { countAdminOrders, listAdminOrders } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Tabs } from 'antd';
import { Link, useNavigate } from 'react-router';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { Money } from '../../../parts/Money.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { Thumbnail } from '../../../parts/Thumbnail.tsx';
import { When } from '../../../parts/When.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { ExportButton } from '../../../table/ExportButton.tsx';
import { usePages } from '../../../table/usePages.ts';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';
import { NO_FILTER, type OrderFilter, OrderFilters } from './OrderFilters.tsx';
import { dayEnd, dayStart, ORDER_STATES, type OrderRow, type OrderState } from './order-words.ts';

/** Orders by state with their counts; filters in the address, export, and the way into each order. */
export function OrdersPage() {
  const view = useUrlFilters(NO_FILTER);
  const { filters } = view;
  const navigate = useNavigate();
  const counts = useAsk(countAdminOrders);
  const pages = usePages(listAdminOrders, { query: { ...filtersOf(filters), limit: 20 } });
  const tab = (key: OrderState) => ({ key, label: `${ORDER_STATES[key].text} ${counts.data?.[key] ?? ''}`.trim() });
  return (
    <PageFrame title="订单管理">
      <Tabs
        activeKey={filters.state || 'all'}
        onChange={(key) => view.set({ state: key === 'all' ? '' : key })}
        items={[{ key: 'all', label: '全部' }, ...(Object.keys(ORDER_STATES) as OrderState[]).map(tab)]}
      />
      <DataTable
        name="orders"
        columns={COLUMNS}
        pages={pages}
        rowKey={(row) => row.id}
        view={view}
        filters={<OrderFilters view={view} />}
        actions={<ExportButton kind="orders" filters={filtersOf(filters)} />}
        onOpen={(row) => navigate(`/orders/${row.id}`)}
        card={(row) => <OrderCard row={row} />}
        empty={
          view.pristine ? (
            <EmptyNext title="还没有订单" text="把店铺二维码发给顾客，第一单会出现在这里。" />
          ) : (
            <EmptyNext title="没有符合条件的订单" text="换个条件，或看看全部订单。" />
          )
        }
      />
    </PageFrame>
  );
}

const filtersOf = (filters: OrderFilter) => ({
  ...(filters.state && { state: filters.state as OrderState }),
  ...(filters.number && { number: filters.number }),
  ...(filters.phone && { phone: filters.phone }),
  ...(filters.from && { from: dayStart(filters.from) }),
  ...(filters.to && { to: dayEnd(filters.to) }),
  ...(filters.min && { minFen: Number(filters.min) }),
  ...(filters.max && { maxFen: Number(filters.max) }),
});

const Bought = ({ row }: { row: OrderRow }) => (
  <div className="order-goods">
    {row.lines.slice(0, 2).map((line) => (
      <div key={line.id} className="goods-cell">
        <Thumbnail src={line.picture} size={40} />
        <span>
          {line.title}
          <span className="quiet">
            {' '}
            {line.specs.join(' / ')} ×{line.quantity}
          </span>
        </span>
      </div>
    ))}
    {row.lines.length > 2 && <span className="quiet">等 {row.lines.length} 种商品</span>}
  </div>
);

const Paid = ({ row }: { row: OrderRow }) => (
  <div className="paid">
    <Money fen={row.totalFen} strong />
    {row.refundedFen > 0 && (
      <div className="quiet">
        已退 <Money fen={row.refundedFen} />
      </div>
    )}
  </div>
);

const State = ({ row }: { row: OrderRow }) => (
  <div>
    <StatusTag state={row.state} map={ORDER_STATES} />
    {row.openRefunds > 0 && <div className="out">退款待处理</div>}
  </div>
);

const COLUMNS: Array<DataColumn<OrderRow>> = [
  {
    key: 'number',
    title: '订单',
    always: true,
    render: (_, row) => (
      <div className="order-number">
        <Link to={`/orders/${row.id}`} id={`order-${row.id}`} className="num">
          {row.number}
        </Link>
        <span className="quiet">
          <When at={row.createdAt} />
        </span>
      </div>
    ),
  },
  { key: 'goods', title: '商品', render: (_, row) => <Bought row={row} /> },
  { key: 'total', title: '金额', align: 'end', render: (_, row) => <Paid row={row} /> },
  {
    key: 'receiver',
    title: '买家 / 收货人',
    render: (_, row) => (
      <div className="order-number">
        <span>{row.customerName}</span>
        <span className="quiet">{row.receiver}</span>
      </div>
    ),
  },
  { key: 'state', title: '状态', always: true, render: (_, row) => <State row={row} /> },
];

const OrderCard = ({ row }: { row: OrderRow }) => (
  <div className="stock-card">
    <div className="goods-card-foot">
      <Link to={`/orders/${row.id}`} id={`order-${row.id}`} className="num">
        {row.number}
      </Link>
      <State row={row} />
    </div>
    <Bought row={row} />
    <div className="goods-card-foot">
      <div className="order-number quiet">
        <span>{row.receiver}</span>
        <When at={row.createdAt} />
      </div>
      <Paid row={row} />
    </div>
  </div>
);
