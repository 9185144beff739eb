import { sql } from 'kysely';
import { HOUR, nowMs } from '../../kernel/clock.ts';
import type { Database, Tx } from '../db/index.ts';
import type { Jobs } from './jobs.ts';

/** Rows deleted by one statement, so that no transaction is long. */
const PURGE_BATCH = 1000;
const SWEEP_MINUTES = 60;

/**
 * Rows of a tenant's table are deleted when `column` (a time) is older than `hours`: every hour, in small transactions.
 * docs/retention.md names every such table, and a test compares.
 */
export function keepFor(
  { jobs, database }: { jobs: Jobs; database: Database },
  table: string,
  column: string,
  hours: number,
): void {
  jobs.retention.set(table, hours);
  jobs.sweep(`purge:${table}`, { everyMinutes: SWEEP_MINUTES, lane: 'rest' }, async (tenantId, signal) => {
    const before = new Date(nowMs() - hours * HOUR);
    let deleted = PURGE_BATCH;
    while (deleted === PURGE_BATCH && !signal.aborted)
      deleted = await database.inTx(tenantId, (tx) => purge(tx, tenantId, table, column, before));
  });
}

async function purge(tx: Tx, tenantId: number, table: string, column: string, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where tenant_id = ${tenantId} and ctid = any(array(
      select ctid from ${sql.table(table)} where tenant_id = ${tenantId} and ${sql.ref(column)} < ${before} limit ${PURGE_BATCH}))`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
}
