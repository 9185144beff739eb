import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { readCursor } from '../../../kernel/page.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

const staff = (db: Db, tenantId: number) => db.selectFrom('staff').selectAll().where('tenant_id', '=', tenantId);
export const staffRow = (db: Db, tenantId: number, id: string) =>
  staff(db, tenantId).where('id', '=', id).executeTakeFirst();
export type StaffRow = NonNullable<Awaited<ReturnType<typeof staffRow>>>;
export const allStaff = (db: Db, tenantId: number) => staff(db, tenantId).orderBy('created_at').execute();
export const staffByLogin = (db: Db, tenantId: number, login: string) =>
  staff(db, tenantId).where(sql<string>`lower(login)`, '=', login.toLowerCase()).executeTakeFirst();
/**
 * Counts an attempt as failed before anybody knows, unless the account is locked; the attempt that reaches `most` locks it. One
 * statement, so that a hundred attempts at once are a hundred attempts.
 */
export const countAttempt = (tx: Tx, tenantId: number, login: string, most: number, lockUntil: Date) =>
  tx
    .updateTable('staff')
    .set({
      failures: sql<number>`case when failures + 1 >= ${most} then 0 else failures + 1 end`,
      locked_until: sql<Date | null>`case when failures + 1 >= ${most} then ${lockUntil}::timestamptz end`,
    })
    .where('tenant_id', '=', tenantId)
    .where(sql<string>`lower(login)`, '=', login.toLowerCase())
    .where((eb) => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<=', now())]))
    .returningAll()
    .executeTakeFirst();
/** Takes the counted failures back; nothing when the password was changed or the account stopped since it was read. */
export const clearAttempts = (tx: Tx, { tenant_id, id, password }: StaffRow) =>
  tx
    .updateTable('staff')
    .set({ failures: 0, locked_until: null, last_seen_at: now() })
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', id)
    .where('password', '=', password)
    .where('active', '=', true)
    .returningAll()
    .executeTakeFirst();
/** All accounts held, so that two changes cannot both take away the last manager. */
export const lockAll = (tx: Tx, tenantId: number) => staff(tx, tenantId).orderBy('id').forNoKeyUpdate().execute();

export interface NewStaff {
  id: string;
  login: string;
  name: string;
  password: string;
  permissions: string[];
}
/** Adds an account; false when the login is taken, in whatever case it is written. */
export async function insertStaff(tx: Tx, tenantId: number, s: NewStaff): Promise<boolean> {
  const done = await tx
    .insertInto('staff')
    .values({ tenant_id: tenantId, created_at: now(), ...s })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

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

/** Removes sessions of a staff member that ran out, so that they do not pile up. */
export const endIdleSessions = (tx: Tx, tenantId: number, staffId: string, usedBefore: Date) =>
  tx
    .deleteFrom('staff_session')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .where('last_used_at', '<', usedBefore)
    .execute();
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
    .values({ tenant_id: tenantId, created_at: now(), ...k })
    .execute();
export const keyRow = (db: Db, tenantId: number, id: string) =>
  db.selectFrom('staff_app_key').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
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

/** What staff and app keys did, newest first; one row more than `limit`. Refuses with BAD_INPUT a cursor that is none. */
export function auditRows(db: Db, tenantId: number, ask: { cursor?: string; limit: number }) {
  let query = db.selectFrom('audit').selectAll().where('tenant_id', '=', tenantId);
  if (ask.cursor) {
    const [at, id] = readCursor(ask.cursor, ['time', 'uuid']);
    query = query.where(sql<boolean>`(at, id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  return query
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(ask.limit + 1)
    .execute();
}
