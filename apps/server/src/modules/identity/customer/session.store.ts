import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

export interface SessionRow {
  id: string;
  agent: string;
  created_at: Date;
  expires_at: Date;
}

export const insertSession = (
  tx: Tx,
  tenantId: number,
  s: { id: string; customer_id: string; agent: string; expires_at: Date },
) =>
  tx
    .insertInto('customer_session')
    .values({ tenant_id: tenantId, created_at: now(), ...s })
    .execute();

const MOST_SHOWN = 50;
/** Where a customer is signed in, the newest first, fifty at most. */
export const openSessions = (db: Db, tenantId: number, customerId: string): Promise<SessionRow[]> =>
  db
    .selectFrom('customer_session')
    .select(['id', 'agent', 'created_at', 'expires_at'])
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now())
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_SHOWN)
    .execute();

/** Ends a session of this customer; false when there is none that goes on. By the database's clock, which all processes share. */
export async function endSession(tx: Tx, tenantId: number, customerId: string, id: string): Promise<boolean> {
  const done = await tx
    .updateTable('customer_session')
    .set({ ended_at: sql<Date>`clock_timestamp()` })
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Ends every session of this customer but one. */
export const endOtherSessions = (tx: Tx, tenantId: number, customerId: string, id: string) =>
  tx
    .updateTable('customer_session')
    .set({ ended_at: sql<Date>`clock_timestamp()` })
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('id', '<>', id)
    .where('ended_at', 'is', null)
    .execute();

/** Ids of the sessions of this customer that were ended and whose tokens would still be good. */
export async function endedOf(db: Db, tenantId: number, customerId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('customer_session')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('ended_at', 'is not', null)
    .where('expires_at', '>', now())
    .execute();
  return rows.map((row) => row.id);
}

/** Sessions that were ended after an instant, and whose tokens would still be good. */
export const endedSince = (db: Db, tenantId: number, since: Date): Promise<{ id: string; ended_at: Date | null }[]> =>
  db
    .selectFrom('customer_session')
    .select(['id', 'ended_at'])
    .where('tenant_id', '=', tenantId)
    .where('ended_at', '>', since)
    .where('expires_at', '>', now())
    .execute();
