import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

export const customerRow = (db: Db, tenantId: number, id: string) =>
  db.selectFrom('customer').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
export type CustomerRow = NonNullable<Awaited<ReturnType<typeof customerRow>>>;

export const customersByIds = (db: Db, tenantId: number, ids: string[]) =>
  db
    .selectFrom('customer')
    .select(['id', 'nickname', 'phone'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();

export async function customerByOpenid(
  db: Db,
  tenantId: number,
  appid: string,
  openid: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('customer_openid')
    .select('customer_id')
    .where('tenant_id', '=', tenantId)
    .where('appid', '=', appid)
    .where('openid', '=', openid)
    .executeTakeFirst();
  return row?.customer_id ?? null;
}
export async function customerByUnion(db: Db, tenantId: number, unionid: string): Promise<string | null> {
  const row = await db
    .selectFrom('customer')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('unionid', '=', unionid)
    .executeTakeFirst();
  return row?.id ?? null;
}
export async function openidOf(db: Db, tenantId: number, customerId: string, appid: string): Promise<string | null> {
  const row = await db
    .selectFrom('customer_openid')
    .select('openid')
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('appid', '=', appid)
    .executeTakeFirst();
  return row?.openid ?? null;
}

/**
 * Two logins of a new person at once must find one customer: the second waits here for the first. Openid before unionid, always,
 * so that nobody waits in a circle.
 */
export async function lockPerson(tx: Tx, tenantId: number, openid: string, unionid: string | null): Promise<void> {
  for (const id of unionid ? [openid, unionid] : [openid])
    await sql`select pg_advisory_xact_lock(${tenantId}, hashtext(${id}))`.execute(tx);
}
/** Held for this transaction, so that a customer's addresses change one after another; false when there is no such customer. */
export async function lockCustomer(tx: Tx, tenantId: number, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('customer')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export const insertCustomer = (tx: Tx, tenantId: number, c: { id: string; nickname: string; unionid: string | null }) =>
  tx
    .insertInto('customer')
    .values({ tenant_id: tenantId, avatar: '', created_at: now(), seen_at: now(), ...c })
    .execute();
export const insertOpenid = (tx: Tx, tenantId: number, appid: string, openid: string, customerId: string) =>
  tx.insertInto('customer_openid').values({ tenant_id: tenantId, appid, openid, customer_id: customerId }).execute();

/** Notes the unionid of a customer who was known without one. */
export const learnUnion = (tx: Tx, tenantId: number, id: string, unionid: string) =>
  tx
    .updateTable('customer')
    .set({ unionid })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('unionid', 'is', null)
    .execute();

export const updateCustomer = (
  tx: Tx,
  tenantId: number,
  id: string,
  columns: Partial<Pick<CustomerRow, 'nickname' | 'phone' | 'phone_mark' | 'seen_at'>>,
) =>
  tx
    .updateTable('customer')
    .set(columns)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();

export interface AddressRow {
  id: string;
  customer_id: string;
  sealed: string;
  phone_mark: string;
  is_default: boolean;
}
const ADDRESS_COLUMNS = ['id', 'customer_id', 'sealed', 'phone_mark', 'is_default'] as const;

export const addressRows = (db: Db, tenantId: number, customerId: string): Promise<AddressRow[]> =>
  db
    .selectFrom('customer_address')
    .select(ADDRESS_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .orderBy('is_default', 'desc')
    .orderBy('id', 'desc')
    .execute();
export async function addressesByIds(db: Db, tenantId: number, ids: string[]): Promise<Map<string, AddressRow>> {
  const rows = await db
    .selectFrom('customer_address')
    .select(ADDRESS_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((r) => [r.id, r]));
}
/** Takes the default away from all, before another gets it. */
export const clearDefault = (tx: Tx, tenantId: number, customerId: string) =>
  tx
    .updateTable('customer_address')
    .set({ is_default: false })
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('is_default', '=', true)
    .execute();
export const insertAddress = (tx: Tx, tenantId: number, a: AddressRow) =>
  tx
    .insertInto('customer_address')
    .values({ tenant_id: tenantId, ...a })
    .execute();
export async function replaceAddress(tx: Tx, tenantId: number, a: AddressRow): Promise<boolean> {
  const done = await tx
    .updateTable('customer_address')
    .set({ sealed: a.sealed, phone_mark: a.phone_mark, is_default: a.is_default })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', a.id)
    .where('customer_id', '=', a.customer_id)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
export async function removeAddress(tx: Tx, tenantId: number, customerId: string, id: string): Promise<boolean> {
  const done = await tx
    .deleteFrom('customer_address')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return done.numDeletedRows === 1n;
}
