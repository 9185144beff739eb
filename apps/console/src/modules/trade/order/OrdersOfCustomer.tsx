import { listAdminOrders } from '@jishi/api-client/admin';
import { useNavigate } from 'react-router';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { DataTable } from '../../../table/DataTable.tsx';
import { usePages } from '../../../table/usePages.ts';
import { ORDER_COLUMNS, OrderCard } from './order-columns.tsx';

/** The orders of one customer, newest first. */
export function OrdersOfCustomer({ customerId }: { customerId: string }) {
  const navigate = useNavigate();
  const pages = usePages(listAdminOrders, { query: { customerId, limit: 20 } });
  return (
    <DataTable
      name="customer-orders"
      columns={ORDER_COLUMNS}
      pages={pages}
      rowKey={(row) => row.id}
      filters={<h2>订单</h2>}
      onOpen={(row) => navigate(`/orders/${row.id}`)}
      card={(row) => <OrderCard row={row} />}
      empty={<EmptyNext title="还没有订单" />}
    />
  );
}
