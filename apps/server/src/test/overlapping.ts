import { expect, onTestFinished, vi } from 'vitest';
import type { TestApp } from './app.ts';

/** Runs what competes so that `waiting` transactions have read what they decide on, or wait for each other, before any may write `table`. */
export async function overlapping<T>(
  app: TestApp,
  table: string,
  waiting: number,
  compete: () => Promise<T>,
): Promise<T> {
  // Each holds a connection while it waits.
  const { options } = app.platform.database.pool;
  const max = options.max;
  options.max = Math.max(max, waiting + 2);
  onTestFinished(() => {
    options.max = max;
  });
  await app.sql.query(`begin; lock table ${table} in share mode`);
  const done = compete();
  await vi.waitFor(async () => expect(await blocked(app)).toBe(waiting), { timeout: 10_000 });
  await app.sql.query('commit');
  return done;
}

async function blocked({ sql }: TestApp): Promise<number> {
  // Within a transaction PostgreSQL shows the activity of its first look until told to look again.
  await sql.query('select pg_stat_clear_snapshot()');
  const { rowCount } = await sql.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rowCount ?? 0;
}
