import { type SqlBool, sql } from 'kysely';
import { type Db, keyset, type PageAsk, type Tx } from '../../../platform/db/index.ts';
import { shown } from './customer.store.ts';
import type { CustomerSort } from './desk.api.ts';
import type { CustomerOrders } from './desk.slots.ts';

const NEWEST = keyset('desc', ['id', 'uuid']);
const BOUGHT = {
  'orders-up': keyset('asc', ['orders', 'number'], ['id', 'uuid']),
  'orders-down': keyset('desc', ['orders', 'number'], ['id', 'uuid']),
  'paid-up': keyset('asc', ['paid_fen', 'number'], ['id', 'uuid']),
  'paid-down': keyset('desc', ['paid_fen', 'number'], ['id', 'uuid']),
  'last-up': keyset('asc', ['last_paid_at', 'time'], ['id', 'uuid']),
  'last-down': keyset('desc', ['last_paid_at', 'time'], ['id', 'uuid']),
};
const NAME = sql`nickname collate "C"`;
/** Stands behind every text that begins so. */
const LAST = '\u{10FFFF}';

/**
 * Customers, the newest first or as `sort` says; with `phoneMark` those who have the number, themselves or in an address. One more than
 * `limit`.
 */
export const customersBy = (
  db: Db,
  tenantId: number,
  ask: PageAsk & { phoneMark?: string | undefined; sort?: CustomerSort },
) => {
  const { phoneMark, sort } = ask;
  let query = shown(db, tenantId).where('joined_into', 'is', null);
  if (phoneMark)
    query = query.where(
      sql<SqlBool>`id in (
        select customer_id from customer_identity where tenant_id = ${tenantId} and kind = 'phone' and app = '' and value = ${phoneMark}
        union select customer_id from customer_address where tenant_id = ${tenantId} and phone_mark = ${phoneMark})`,
    );
  return (sort ? BOUGHT[sort] : NEWEST).page(query, ask).execute();
};

/** Customers whose names begin so, in the order of names. */
export const customersNamed = (db: Db, tenantId: number, name: string, limit: number) =>
  shown(db, tenantId)
    .where('joined_into', 'is', null)
    .where(sql<SqlBool>`${NAME} >= ${name} and ${NAME} < ${name + LAST}`)
    .orderBy(NAME)
    .orderBy('id')
    .limit(limit)
    .execute();

/** Holds a customer for this transaction, before what they bought is counted. */
export const lockBought = (tx: Tx, tenantId: number, id: string) =>
  tx
    .selectFrom('customer')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .execute();

/** Keeps what a customer has bought, for the order of lists. */
export const keepBought = (tx: Tx, tenantId: number, id: string, { orders, paidFen, lastPaidAt }: CustomerOrders) =>
  tx
    .updateTable('customer')
    .set({ orders, paid_fen: paidFen, last_paid_at: lastPaidAt ?? new Date(0) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
