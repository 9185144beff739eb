import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

export const totpRow = (db: Db, tenantId: number, staffId: string) =>
  db
    .selectFrom('staff_totp')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst();

/** A secret that waits for its first code; one that is in force stays. False then. */
export async function offerSecret(tx: Tx, tenantId: number, staffId: string, secret: string): Promise<boolean> {
  const done = await sql`
    insert into staff_totp as t (tenant_id, staff_id, secret) values (${tenantId}, ${staffId}, ${secret})
    on conflict (tenant_id, staff_id) do update set secret = excluded.secret where t.confirmed_at is null`.execute(tx);
  return Number(done.numAffectedRows) === 1;
}

/** Puts the offered secret in force; its first code is used up. */
export const confirmSecret = (tx: Tx, tenantId: number, staffId: string, step: number, recovery: string[]) =>
  tx
    .updateTable('staff_totp')
    .set({ confirmed_at: now(), last_step: step, recovery })
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .execute();

/** Uses a code up; false when it, or a later one, was used before: of two at once one gets in. */
export async function useStep(tx: Tx, tenantId: number, staffId: string, step: number): Promise<boolean> {
  const done = await tx
    .updateTable('staff_totp')
    .set({ last_step: step })
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Uses a recovery code up; false when it is none of those left. */
export async function useRecovery(tx: Tx, tenantId: number, staffId: string, mark: string): Promise<boolean> {
  const done = await sql`
    update staff_totp set recovery = array_remove(recovery, ${mark})
    where tenant_id = ${tenantId} and staff_id = ${staffId} and ${mark} = any(recovery)`.execute(tx);
  return Number(done.numAffectedRows) === 1;
}

export async function replaceRecovery(tx: Tx, tenantId: number, staffId: string, recovery: string[]): Promise<boolean> {
  const done = await tx
    .updateTable('staff_totp')
    .set({ recovery })
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

export const dropSecret = (tx: Tx, tenantId: number, staffId: string) =>
  tx.deleteFrom('staff_totp').where('tenant_id', '=', tenantId).where('staff_id', '=', staffId).execute();

/** Whether anybody of the shop has a second factor in force. */
export async function hasSecondFactor(db: Db, tenantId: number): Promise<boolean> {
  const row = await db
    .selectFrom('staff_totp')
    .select('staff_id')
    .where('tenant_id', '=', tenantId)
    .where('confirmed_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
