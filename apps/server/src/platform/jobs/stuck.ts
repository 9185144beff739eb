import type pg from 'pg';
import { parkedRows, relayAgain } from '../outbox/index.ts';

/** A job of a shop that failed for good, or an outbox row that the queue refused: nothing tries it again by itself. */
export interface StuckJob {
  /** `job:` and a number for a job that failed to its last try, `row:` and a UUID for a row that the queue refuses. */
  id: string;
  /** The job's kind, or event>listener. */
  task: string;
  at: Date;
  /** Since when nobody tries it any more. */
  since: Date;
  attempts: number;
  failure: string;
}

/** A job that ran out of tries. One without a key was replaced by a later one and is no loss. */
export const DEAD = 'attempts >= max_attempts and locked_at is null and key is not null';

/** What of this shop is stuck, the latest first. */
export async function stuckJobs(pool: pg.Pool, tenantId: number, limit: number): Promise<StuckJob[]> {
  const { rows: jobs } = await pool.query<StuckJob>(
    `select 'job:' || j.id as id, t.identifier as task, j.created_at as at,
            -- The queue had set the next try, which does not come.
            j.run_at - exp(least(j.attempts, 10)) * interval '1 second' as since, j.attempts::int as attempts,
            coalesce(j.last_error, '') as failure
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where ${DEAD} and (j.payload->>'tenantId')::int = $1 order by since desc limit $2`,
    [tenantId, limit],
  );
  const rows = await parkedRows(pool, tenantId, limit);
  return [...jobs, ...rows.map((row) => ({ ...row, id: `row:${row.id}`, attempts: 0 }))]
    .sort((a, b) => b.since.getTime() - a.since.getTime())
    .slice(0, limit);
}

/** Tries a stuck job of this shop again, with all its tries. Returns false when there is none of this id. */
export async function retryStuck(pool: pg.Pool, tenantId: number, id: string): Promise<boolean> {
  const [, kind, key = ''] = /^(job|row):([\w-]+)$/.exec(id) ?? [];
  if (kind === 'row') return relayAgain(pool, tenantId, key);
  const { rowCount } = await pool.query(
    `update graphile_worker._private_jobs set attempts = 0, run_at = now(), last_error = null
     where id::text = $2 and ${DEAD} and (payload->>'tenantId')::int = $1`,
    [tenantId, key],
  );
  return rowCount === 1;
}
