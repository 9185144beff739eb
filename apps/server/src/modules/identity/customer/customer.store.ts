import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

const COLUMNS = ['tenant_id', 'id', 'nickname', 'avatar', 'created_at', 'seen_at', 'level'] as const;
export interface CustomerRow {
  tenant_id: number;
  id: string;
  nickname: string;
  avatar: string;
  created_at: Date;
  seen_at: Date;
  /** 0 to 5: what member's prices ask for. */
  level: number;
  /** Sealed: the one that was proved last. */
  phone: string | null;
}
/** Customers with the phone number that was proved last. */
export const shown = (db: Db, tenantId: number) =>
  db
    .selectFrom('customer as c')
    .select(COLUMNS.map((name) => `c.${name}` as const))
    .select((q) =>
      q
        .selectFrom('customer_identity as i')
        .select('i.sealed')
        .where('i.tenant_id', '=', tenantId)
        .whereRef('i.customer_id', '=', 'c.id')
        .where('i.kind', '=', 'phone')
        .orderBy('i.created_at', 'desc')
        .limit(1)
        .as('phone'),
    )
    .where('c.tenant_id', '=', tenantId);

export const customerRow = (db: Db, tenantId: number, id: string): Promise<CustomerRow | undefined> =>
  shown(db, tenantId).where('c.id', '=', id).executeTakeFirst();

export const customersByIds = (db: Db, tenantId: number, ids: string[]): Promise<CustomerRow[]> =>
  shown(db, tenantId).where('c.id', '=', sql<string>`any(${ids}::uuid[])`).execute();

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

export const insertCustomer = (tx: Tx, tenantId: number, c: { id: string; nickname: string }) =>
  tx
    .insertInto('customer')
    .values({ tenant_id: tenantId, avatar: '', created_at: now(), seen_at: now(), ...c })
    .execute();

const update = async (
  tx: Tx,
  tenantId: number,
  id: string,
  columns: { nickname?: string; seen_at?: Date },
): Promise<CustomerRow | undefined> => {
  await tx.updateTable('customer').set(columns).where('tenant_id', '=', tenantId).where('id', '=', id).execute();
  return customerRow(tx, tenantId, id);
};
export const touchCustomer = (tx: Tx, tenantId: number, id: string, seenAt: Date) =>
  update(tx, tenantId, id, { seen_at: seenAt });
export const renameCustomer = (tx: Tx, tenantId: number, id: string, nickname: string) =>
  update(tx, tenantId, id, { nickname });

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

/** Levels of customers above 0, by id. */
export async function levelsOf(db: Db, tenantId: number, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('customer')
    .select(['id', 'level'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('level', '>', 0)
    .execute();
  return new Map(rows.map(({ id, level }) => [id, level]));
}
/** False when there is no such customer. */
export async function setLevel(tx: Tx, tenantId: number, id: string, level: number): Promise<boolean> {
  const done = await tx
    .updateTable('customer')
    .set({ level })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
