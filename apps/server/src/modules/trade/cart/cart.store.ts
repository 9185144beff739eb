import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

export interface CartRow {
  sku_id: string;
  quantity: number;
  selected: boolean;
}

export const cartLines = (db: Db, tenantId: number, customerId: string): Promise<CartRow[]> =>
  db
    .selectFrom('cart_line')
    .select(['sku_id', 'quantity', 'selected'])
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .orderBy('added_at', 'desc')
    .orderBy('sku_id')
    .execute();

/** Locks the cart: the number of its lines is counted by one transaction at a time. */
export const lockCart = (tx: Tx, tenantId: number, customerId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`cart/${tenantId}/${customerId}`}, 0))`.execute(tx);

/**
 * Adds pieces to what a line holds, up to `most`; a line that held more already keeps it. Makes the line unless the cart has
 * `maxLines` others. Returns whether the cart took it. The cart must be locked.
 */
export async function addPieces(
  tx: Tx,
  tenantId: number,
  customerId: string,
  added: { skuId: string; quantity: number; most: number; maxLines: number },
): Promise<boolean> {
  const done = await sql`
    insert into cart_line as c (tenant_id, customer_id, sku_id, quantity, selected, added_at)
    select ${tenantId}, ${customerId}, ${added.skuId}, least(${added.quantity}::int, ${added.most}::int), true, ${now()}
    where (select count(*) from cart_line o
           where o.tenant_id = ${tenantId} and o.customer_id = ${customerId} and o.sku_id <> ${added.skuId}) < ${added.maxLines}
    on conflict (tenant_id, customer_id, sku_id) do update
      set quantity = greatest(c.quantity, least(c.quantity + ${added.quantity}::int, ${added.most}::int)), selected = true`.execute(
    tx,
  );
  return Number(done.numAffectedRows) === 1;
}

/** Changes a line that is there; returns whether it was. */
export async function changeLine(tx: Tx, tenantId: number, customerId: string, line: CartRow): Promise<boolean> {
  const done = await tx
    .updateTable('cart_line')
    .set({ quantity: line.quantity, selected: line.selected })
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('sku_id', '=', line.sku_id)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

export const selectLines = (tx: Tx, tenantId: number, customerId: string, selected: boolean) =>
  tx
    .updateTable('cart_line')
    .set({ selected })
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .execute();

export const removeLines = (tx: Tx, tenantId: number, customerId: string, skuIds: string[]) =>
  tx
    .deleteFrom('cart_line')
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('sku_id', '=', sql<string>`any(${skuIds}::uuid[])`)
    .execute();

export const eraseLines = (tx: Tx, tenantId: number, customerId: string) =>
  tx.deleteFrom('cart_line').where('tenant_id', '=', tenantId).where('customer_id', '=', customerId).execute();

/** Takes what was ordered out of many carts at once. */
export async function removeOrdered(
  tx: Tx,
  tenantId: number,
  ordered: { customerId: string; skuId: string }[],
): Promise<void> {
  if (ordered.length === 0) return;
  await sql`
    delete from cart_line c using unnest(${ordered.map((o) => o.customerId)}::uuid[], ${ordered.map((o) => o.skuId)}::uuid[]) as o(customer_id, sku_id)
    where c.tenant_id = ${tenantId} and c.customer_id = o.customer_id and c.sku_id = o.sku_id`.execute(tx);
}

/** What one customer's cart holds goes to another's: pieces of the same SKU add up. Both carts are locked. */
export async function moveLines(tx: Tx, tenantId: number, from: string, into: string, most: number): Promise<void> {
  for (const customerId of [from, into].sort()) await lockCart(tx, tenantId, customerId);
  await sql`
    with gone as (
      delete from cart_line where tenant_id = ${tenantId} and customer_id = ${from} returning sku_id, quantity, selected, added_at)
    insert into cart_line as c (tenant_id, customer_id, sku_id, quantity, selected, added_at)
    select ${tenantId}, ${into}, sku_id, quantity, selected, added_at from gone
    on conflict (tenant_id, customer_id, sku_id) do update
      set quantity = least(c.quantity + excluded.quantity, ${most}::int), selected = c.selected or excluded.selected`.execute(
    tx,
  );
}
