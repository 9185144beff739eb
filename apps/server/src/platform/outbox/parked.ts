import type pg from 'pg';

/** Backlogs are counted up to here. */
const MOST = 100_000;

/** Rows of the outbox by state, for the metrics. */
export const COUNT_ROWS = `
  select 'waiting' as name, count(*) as figure from
    (select 1 from outbox where relayed_at is null and failed_at is null limit ${MOST}) w
  union all select 'parked', count(*) from outbox where failed_at is not null`;
/** How long the oldest row that waits has waited, in seconds. */
export const OLDEST_ROW = `
  select 'waiting' as name, coalesce(extract(epoch from now() - (
    select created_at from outbox where relayed_at is null and failed_at is null order by seq limit 1)), 0) as figure`;

export interface ParkedRow {
  id: string;
  task: string;
  at: Date;
  since: Date;
  failure: string;
}

/** The rows of this shop that the queue refused, the latest first. */
export async function parkedRows(pool: pg.Pool, tenantId: number, limit: number): Promise<ParkedRow[]> {
  const { rows } = await pool.query<ParkedRow>(
    `select id, task, created_at as at, failed_at as since, coalesce(failure, '') as failure
     from outbox where tenant_id = $1 and failed_at is not null order by failed_at desc limit $2`,
    [tenantId, limit],
  );
  return rows;
}

/** Lets a parked row of this shop wait for the relay again. Returns false when there is none of this id. */
export async function relayAgain(pool: pg.Pool, tenantId: number, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'update outbox set failed_at = null, failure = null where tenant_id = $1 and id::text = $2 and failed_at is not null',
    [tenantId, id],
  );
  return rowCount === 1;
}

const PURGE_BATCH = 5000;

/** Deletes old rows in small statements: those handed on, those parked, and listeners that no worker has any more. */
export async function purgeOutbox(
  pool: pg.Pool,
  days: { relayedDays: number; parkedDays: number; listenerDays: number },
): Promise<Record<string, number>> {
  const remove = async (column: 'relayed_at' | 'failed_at', keptDays: number): Promise<number> => {
    for (let deleted = 0; ; ) {
      const { rowCount } = await pool.query(
        `delete from outbox where ctid = any(array(
           select ctid from outbox where ${column} < now() - $1 * interval '1 day' limit ${PURGE_BATCH}))`,
        [keptDays],
      );
      deleted += rowCount ?? 0;
      if ((rowCount ?? 0) < PURGE_BATCH) return deleted;
    }
  };
  const retired = await pool.query(`delete from outbox_listener where seen_at < now() - $1 * interval '1 day'`, [
    days.listenerDays,
  ]);
  return {
    'relayed rows': await remove('relayed_at', days.relayedDays),
    'parked rows': await remove('failed_at', days.parkedDays),
    'retired listeners': retired.rowCount ?? 0,
  };
}

/** The queue's names of all listeners that some worker has. */
export async function listenerTasks(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ task: string }>(`select event || '>' || listener as task from outbox_listener`);
  return rows.map((r) => r.task);
}
