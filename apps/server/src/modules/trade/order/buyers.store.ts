import { sql } from 'kysely';
import type { Db } from '../../../platform/db/index.ts';
import type { CustomerOrders } from '../../identity/customer/index.ts';
import type { AuditTargets } from '../../identity/staff/index.ts';

/** Which of these customers have ever paid an order of the shop: the others are newcomers. */
export async function buyersAmong(db: Db, tenantId: number, customerIds: readonly string[]): Promise<Set<string>> {
  if (customerIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select c.id from unnest(${customerIds}::uuid[]) as c(id)
    where exists (
      select from order_head o where o.tenant_id = ${tenantId} and o.customer_id = c.id and o.paid_at is not null)`.execute(
    db,
  );
  return new Set(rows.map((r) => r.id));
}

/** What customers have bought; each is counted along the index of their own orders. */
export async function ordersOfCustomers(db: Db, tenantId: number, ids: string[]): Promise<Map<string, CustomerOrders>> {
  const { rows } = await sql<CustomerOrders & { id: string }>`
    select c.id, o.orders, o.fen as "paidFen", o.last as "lastPaidAt" from unnest(${ids}::uuid[]) as c(id)
    cross join lateral (
      select count(*)::int as orders, coalesce(sum(total_fen - refunded_fen), 0)::bigint as fen, max(paid_at) as last
      from order_head where tenant_id = ${tenantId} and customer_id = c.id and paid_at is not null) as o`.execute(db);
  return new Map(rows.map(({ id, ...bought }) => [id, bought]));
}

/** Orders by their numbers. */
export const orderNames: AuditTargets = async (db, tenantId, ids) => {
  const { rows } = await sql<{ id: string; number: string }>`
    select id, number from order_head where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, number }) => [id, `订单 ${number}`]));
};

/** Orders of a shopper that wait for their payment, the newest first. */
export const unpaidOf = (db: Db, tenantId: number, customerId: string, limit: number) =>
  db
    .selectFrom('order_head')
    .select(['id', 'closes_at'])
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('status', '=', 'unpaid')
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
