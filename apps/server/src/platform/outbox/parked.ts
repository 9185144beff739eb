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
