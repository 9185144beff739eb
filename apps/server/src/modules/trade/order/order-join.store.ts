import type { Db, Tx } from '../../../platform/db/index.ts';

/** The orders of a customer, held for this transaction, with the sealed delivery of each. */
export const ordersToMove = (tx: Tx, tenantId: number, customerId: string) =>
  tx
    .selectFrom('order_head')
    .select(['id', 'address'])
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();

export const moveOrder = (tx: Tx, tenantId: number, id: string, customerId: string, address: string) =>
  tx
    .updateTable('order_head')
    .set({ customer_id: customerId, address })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();

/** Whether something is still to be paid, sent or received. */
export async function hasOpenOrder(db: Db, tenantId: number, customerId: string): Promise<boolean> {
  const row = await db
    .selectFrom('order_head')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('status', 'in', ['unpaid', 'paid', 'shipped'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
