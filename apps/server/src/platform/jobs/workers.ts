import type pg from 'pg';

/** Silent for so long, a worker counts as dead. Well under a minute, and long enough for a process that is only busy. */
const DEAD_AFTER = '20 seconds';

/**
 * Says that these workers live, and frees the jobs of those that fell silent: killed, frozen, or cut off from PostgreSQL. Returns how
 * many jobs were freed. A worker that only slept finds its job done twice, as handlers must bear.
 */
export async function beat(pool: pg.Pool, workerIds: string[]): Promise<number> {
  await pool.query(
    `insert into job_worker (id) select unnest($1::text[]) on conflict (id) do update set seen_at = now()`,
    [workerIds],
  );
  const { rowCount } = await pool.query(
    `update graphile_worker._private_jobs j set locked_at = null, locked_by = null, run_at = greatest(run_at, now())
     where locked_at < now() - $1::interval
       and not exists (select from job_worker w where w.id = j.locked_by and w.seen_at > now() - $1::interval)`,
    [DEAD_AFTER],
  );
  await pool.query('delete from job_worker where seen_at < now() - $1::interval', [DEAD_AFTER]);
  return rowCount ?? 0;
}

/** These workers stop: frees at once the jobs that they still hold. */
export async function leave(pool: pg.Pool, workerIds: string[]): Promise<void> {
  await pool.query(
    'update graphile_worker._private_jobs set locked_at = null, locked_by = null where locked_by = any($1)',
    [workerIds],
  );
  await pool.query('delete from job_worker where id = any($1)', [workerIds]);
}
