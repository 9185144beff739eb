import type pg from 'pg';
import { listenerTasks, purgeOutbox } from '../outbox/index.ts';
import { DEAD } from './stuck.ts';

/** How long rows of outbox and queue are kept, in days. */
export const MACHINERY_DAYS = {
  /** Rows that were handed on. */
  outbox: 7,
  /** Rows that the queue refused and jobs that ran out of tries: time for somebody to look. */
  stuck: 30,
  /** A listener that no worker has had for so long is retired, with the jobs that wait for it. */
  listener: 7,
} as const;

/** Deletes what the outbox and the queue need no longer. Returns how much, by kind. */
export async function purgeMachinery(pool: pg.Pool): Promise<Record<string, number>> {
  const { outbox, stuck, listener } = MACHINERY_DAYS;
  const deleted = await purgeOutbox(pool, { relayedDays: outbox, parkedDays: stuck, listenerDays: listener });
  const remove = async (where: string, days: number, ...values: unknown[]): Promise<number> =>
    (
      await pool.query(
        `delete from graphile_worker._private_jobs j where ${where} and locked_at is null and run_at < now() - $1 * interval '1 day'`,
        [days, ...values],
      )
    ).rowCount ?? 0;
  return {
    ...deleted,
    'dead jobs': await remove(DEAD, stuck),
    'replaced jobs': await remove('key is null and attempts >= max_attempts', 1),
    'jobs of retired listeners': await remove(
      `exists (select from graphile_worker._private_tasks t
               where t.id = j.task_id and t.identifier like '%>%' and t.identifier <> all($2))`,
      listener,
      await listenerTasks(pool),
    ),
  };
}
