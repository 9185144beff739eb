import type { Input } from '@jishi/api-client';
import { countAdminOrders, listAdminOrders } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Tabs } from 'antd';
import { useNavigate } from 'react-router';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { DataTable } from '../../../table/DataTable.tsx';
import { ExportButton } from '../../../table/ExportButton.tsx';
import { usePages } from '../../../table/usePages.ts';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';
import { NO_FILTER, type OrderFilter, OrderFilters } from './OrderFilters.tsx';
import { ORDER_COLUMNS, OrderCard } from './order-columns.tsx';
import { dayEnd, dayStart, ORDER_STATES, type OrderState } from './order-words.ts';

type OrderSort = NonNullable<NonNullable<Input<'listAdminOrders'>['query']>['sort']>;

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
        columns={ORDER_COLUMNS}
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
  ...(filters.late && { late: true }),
  ...(filters.number && { number: filters.number }),
  ...(filters.phone && { phone: filters.phone }),
  ...(filters.from && { from: dayStart(filters.from) }),
  ...(filters.to && { to: dayEnd(filters.to) }),
  ...(filters.min && { minFen: Number(filters.min) }),
  ...(filters.max && { maxFen: Number(filters.max) }),
  ...(filters.sort && { sort: filters.sort as OrderSort }),
});
