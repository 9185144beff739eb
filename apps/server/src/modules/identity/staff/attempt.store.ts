import { sql } from 'kysely';
import { now, nowMs } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { FORGET_MS, WAITS_MS } from './attempt.rules.ts';

export interface Counted {
  failures: number;
  blocked_until: Date | null;
  succeeded_at: Date | null;
}

/**
 * Counts a try as failed before anybody knows, unless it has to wait; null then. One statement, so that a hundred tries at once are
 * a hundred tries.
 */
export async function countTry(tx: Tx, tenantId: number, mark: string, free: number): Promise<Counted | null> {
  const at = now();
  const forget = new Date(nowMs() - FORGET_MS);
  const { rows } = await sql<Counted>`
    insert into staff_attempt as a (tenant_id, mark, failures, tried_at) values (${tenantId}, ${mark}, 1, ${at})
    on conflict (tenant_id, mark) do update set
      failures = case when a.tried_at < ${forget} then 1 else a.failures + 1 end,
      tried_at = ${at},
      blocked_until = case when a.tried_at >= ${forget} and a.failures + 1 >= ${free}
        then ${at}::timestamptz + (${WAITS_MS}::bigint[])[least(a.failures + 2 - ${free}, ${WAITS_MS.length})] * interval '1 millisecond' end
    where a.blocked_until is null or a.blocked_until <= ${at}
    returning failures, blocked_until, succeeded_at`.execute(tx);
  return rows[0] ?? null;
}

/** Until when a mark has to wait. */
export const blockedUntil = (tx: Tx, tenantId: number, marks: string[]) =>
  tx
    .selectFrom('staff_attempt')
    .select(({ fn }) => fn.max('blocked_until').as('until'))
    .where('tenant_id', '=', tenantId)
    .where('mark', '=', sql<string>`any(${marks}::text[])`)
    .executeTakeFirst();

/** Takes one counted try back, with the wait that it began. */
export const uncountTry = (tx: Tx, tenantId: number, marks: string[]) =>
  sql`
    update staff_attempt set failures = greatest(failures - 1, 0), blocked_until = null
    where tenant_id = ${tenantId} and mark = any(${marks}::text[])`.execute(tx);

/** A right try: this address is one of the login's own from now on, with all tries left. */
export const knowAddress = (tx: Tx, tenantId: number, mark: string) =>
  tx
    .updateTable('staff_attempt')
    .set({ failures: 0, blocked_until: null, succeeded_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('mark', '=', mark)
    .execute();

/** Places from which passwords of staff were guessed wrong so often that they had to wait, since an instant; at most a hundred. */
export async function countGuessers(db: Db, tenantId: number, since: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from (
      select from staff_attempt where tenant_id = ${tenantId} and tried_at > ${since} and blocked_until is not null limit 100) as guessed`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

/** Forgets tries of before `failed`, and own addresses that nobody came from since `known`. */
export const dropAttempts = (tx: Tx, tenantId: number, failed: Date, known: Date) =>
  sql`
    delete from staff_attempt
    where tenant_id = ${tenantId} and tried_at < ${failed} and coalesce(succeeded_at < ${known}, true)`.execute(tx);

/** Ends every wait of the shop's logins and forgets wrong tries. */
export const endWaits = (tx: Tx, tenantId: number) =>
  tx.updateTable('staff_attempt').set({ failures: 0, blocked_until: null }).where('tenant_id', '=', tenantId).execute();
