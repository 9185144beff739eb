import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { updateStaff } from './staff.store.ts';

export interface NewSession {
  token_hash: string;
  id: string;
  staff_id: string;
  address: string;
  agent: string;
}
/** The password was given just now. */
export const insertSession = (tx: Tx, tenantId: number, s: NewSession) =>
  tx
    .insertInto('staff_session')
    .values({ tenant_id: tenantId, created_at: now(), last_used_at: now(), confirmed_at: now(), ...s })
    .execute();

/** Whose a session is, with all that decides what may be done in it. */
export const sessionRow = (db: Db, tenantId: number, tokenHash: string) =>
  db
    .selectFrom('staff_session as s')
    .innerJoin('staff as p', (join) => join.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.id', '=', 's.staff_id'))
    .leftJoin('staff_totp as t', (join) =>
      join.onRef('t.tenant_id', '=', 's.tenant_id').onRef('t.staff_id', '=', 's.staff_id'),
    )
    .leftJoin('staff_policy as y', (join) => join.onRef('y.tenant_id', '=', 's.tenant_id'))
    .select(['s.id as session_id', 's.created_at', 's.last_used_at', 's.confirmed_at'])
    .select(['p.id', 'p.name', 'p.owner', 'p.permissions', 'p.active', 'p.must_change', 'p.password_at'])
    .select(['t.confirmed_at as enrolled_at', 'y.two_factor', 'y.idle_minutes', 'y.password_days', 'y.addresses'])
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

export const confirmSession = (tx: Tx, tenantId: number, id: string) =>
  tx
    .updateTable('staff_session')
    .set({ confirmed_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();

const sessionsOf = (db: Db, tenantId: number, staffId: string) =>
  db.selectFrom('staff_session').where('tenant_id', '=', tenantId).where('staff_id', '=', staffId);
/** Sessions of a staff member that go on, the newest first. */
export const openSessions = (db: Db, tenantId: number, staffId: string, begun: Date, used: Date) =>
  sessionsOf(db, tenantId, staffId)
    .selectAll()
    .where('created_at', '>', begun)
    .where('last_used_at', '>', used)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();

/** Removes sessions that began before `begun` and, of the others, all but the newest `most`. */
export async function trimSessions(
  tx: Tx,
  tenantId: number,
  staffId: string,
  begun: Date,
  most: number,
): Promise<void> {
  await sql`
    delete from staff_session where tenant_id = ${tenantId} and staff_id = ${staffId} and (created_at < ${begun} or id not in (
      select id from staff_session where tenant_id = ${tenantId} and staff_id = ${staffId}
      order by created_at desc, id desc limit ${most}))`.execute(tx);
}

/** Ends a session of this staff member; false when there is none. */
export async function endSession(tx: Tx, tenantId: number, staffId: string, id: string): Promise<boolean> {
  const done = await tx
    .deleteFrom('staff_session')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .where('id', '=', id)
    .executeTakeFirst();
  return done.numDeletedRows === 1n;
}

export async function endSessionsOf(tx: Tx, tenantId: number, staffId: string, except?: string): Promise<void> {
  let query = tx.deleteFrom('staff_session').where('tenant_id', '=', tenantId).where('staff_id', '=', staffId);
  if (except) query = query.where('id', '!=', except);
  await query.execute();
}
