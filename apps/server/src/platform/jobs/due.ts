import type pg from 'pg';

/** More than all workers of a process. */
const MOST = 100;

/**
 * Jobs that could run now, by name, up to a hundred in all. Only those of the usual priority, because then the queue's index leads to
 * them past all timers that wait.
 */
export async function dueJobs(pool: pg.Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ name: string; jobs: number }>(
    `select t.identifier as name, count(*)::int as jobs
     from (select task_id from graphile_worker._private_jobs
           where is_available and priority = 0 and run_at <= now() order by run_at limit ${MOST}) j
     join graphile_worker._private_tasks t on t.id = j.task_id group by t.identifier`,
  );
  return new Map(rows.map((r) => [r.name, r.jobs]));
}
