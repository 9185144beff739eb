import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { readCursor } from '../../../kernel/page.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

const staff = (db: Db, tenantId: number) => db.selectFrom('staff').selectAll().where('tenant_id', '=', tenantId);
export const staffRow = (db: Db, tenantId: number, id: string) =>
  staff(db, tenantId).where('id', '=', id).executeTakeFirst();
export type StaffRow = NonNullable<Awaited<ReturnType<typeof staffRow>>>;
export const allStaff = (db: Db, tenantId: number) => staff(db, tenantId).orderBy('created_at').execute();
/** Held for this transaction, so that failed logins are counted one by one. */
export const lockByLogin = (tx: Tx, tenantId: number, login: string) =>
  staff(tx, tenantId).where(sql<string>`lower(login)`, '=', login.toLowerCase()).forNoKeyUpdate().executeTakeFirst();
/** All accounts held, so that two changes cannot both take away the last manager. */
export const lockAll = (tx: Tx, tenantId: number) => staff(tx, tenantId).orderBy('id').forNoKeyUpdate().execute();

export interface NewStaff {
  id: string;
  login: string;
  name: string;
  password: string;
  permissions: string[];
}
export const insertStaff = (tx: Tx, tenantId: number, s: NewStaff) =>
  tx
    .insertInto('staff')
    .values({ tenant_id: tenantId, ...s })
    .execute();

type Columns = Partial<
  Pick<StaffRow, 'name' | 'password' | 'permissions' | 'active' | 'failures' | 'locked_until' | 'last_seen_at'>
>;
export const updateStaff = (tx: Tx, tenantId: number, id: string, columns: Columns) =>
  tx.updateTable('staff').set(columns).where('tenant_id', '=', tenantId).where('id', '=', id).execute();

export const insertSession = (tx: Tx, tenantId: number, tokenHash: string, staffId: string) =>
  tx
    .insertInto('staff_session')
    .values({ tenant_id: tenantId, token_hash: tokenHash, staff_id: staffId, created_at: now(), last_used_at: now() })
    .execute();

export const sessionRow = (db: Db, tenantId: number, tokenHash: string) =>
  db
    .selectFrom('staff_session as s')
    .innerJoin('staff as p', (join) => join.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.id', '=', 's.staff_id'))
    .select(['s.last_used_at', 'p.id', 'p.name', 'p.permissions', 'p.active'])
    .where('s.tenant_id', '=', tenantId)
    .where('p.tenant_id', '=', tenantId)
    .where('s.token_hash', '=', tokenHash)
    .executeTakeFirst();

export async function touchSession(tx: Tx, tenantId: number, tokenHash: string, staffId: string): Promise<void> {
  await tx
    .updateTable('staff_session')
    .set({ last_used_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('token_hash', '=', tokenHash)
    .execute();
  await updateStaff(tx, tenantId, staffId, { last_seen_at: now() });
}

export const endSession = (tx: Tx, tenantId: number, tokenHash: string) =>
  tx.deleteFrom('staff_session').where('tenant_id', '=', tenantId).where('token_hash', '=', tokenHash).execute();
export async function endSessionsOf(tx: Tx, tenantId: number, staffId: string, except?: string): Promise<void> {
  let query = tx.deleteFrom('staff_session').where('tenant_id', '=', tenantId).where('staff_id', '=', staffId);
  if (except) query = query.where('token_hash', '!=', except);
  await query.execute();
}

export const allKeys = (db: Db, tenantId: number) =>
  db.selectFrom('staff_app_key').selectAll().where('tenant_id', '=', tenantId).orderBy('created_at', 'desc').execute();
export type KeyRow = Awaited<ReturnType<typeof allKeys>>[number];
export const keyBySecret = (db: Db, tenantId: number, hash: string) =>
  db
    .selectFrom('staff_app_key')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('secret_hash', '=', hash)
    .where('active', '=', true)
    .executeTakeFirst();
export const insertKey = (
  tx: Tx,
  tenantId: number,
  k: { id: string; secret_hash: string; name: string; permissions: string[] },
) =>
  tx
    .insertInto('staff_app_key')
    .values({ tenant_id: tenantId, ...k })
    .returningAll()
    .executeTakeFirstOrThrow();
export async function revokeKey(tx: Tx, tenantId: number, id: string): Promise<boolean> {
  const done = await tx
    .updateTable('staff_app_key')
    .set({ active: false })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
export const touchKey = (tx: Tx, tenantId: number, id: string) =>
  tx
    .updateTable('staff_app_key')
    .set({ last_used_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();

export function auditRows(db: Db, tenantId: number, ask: { cursor?: string; limit: number }) {
  let query = db.selectFrom('audit').selectAll().where('tenant_id', '=', tenantId);
  if (ask.cursor) {
    const [at, id] = readCursor(ask.cursor, 2);
    query = query.where(sql<boolean>`(at, id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  return query
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(ask.limit + 1)
    .execute();
}
