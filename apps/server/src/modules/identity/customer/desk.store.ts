import { type SqlBool, sql } from 'kysely';
import { type Db, keyset, type PageAsk } from '../../../platform/db/index.ts';
import { shown } from './customer.store.ts';

const NEWEST = keyset('desc', ['id', 'uuid']);
const NAME = sql`nickname collate "C"`;
/** Stands behind every text that begins so. */
const LAST = '\u{10FFFF}';

/** Customers, the newest first; with `phoneMark` those who have the number, themselves or in an address. One more than `limit`. */
export const newestCustomers = (db: Db, tenantId: number, ask: PageAsk & { phoneMark?: string }) => {
  const { phoneMark } = ask;
  let query = shown(db, tenantId).where('joined_into', 'is', null);
  if (phoneMark)
    query = query.where(
      sql<SqlBool>`id in (
        select customer_id from customer_identity where tenant_id = ${tenantId} and kind = 'phone' and app = '' and value = ${phoneMark}
        union select customer_id from customer_address where tenant_id = ${tenantId} and phone_mark = ${phoneMark})`,
    );
  return NEWEST.page(query, ask).execute();
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
