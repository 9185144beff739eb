import type pg from 'pg';
import type { Metrics } from '../metrics.ts';
import { COUNT_ROWS, OLDEST_ROW } from '../outbox/index.ts';
import { DEAD } from './stuck.ts';

/** Backlogs are counted up to here. */
const MOST = 100_000;

/** Gauges of the outbox, the queue and the tables. */
export function showFigures(metrics: Metrics, pool: () => pg.Pool): void {
  const read = async (sql: string): Promise<Record<string, number>> => {
    const { rows } = await pool().query<{ name: string; figure: string | number }>(sql);
    return Object.fromEntries(rows.map((r) => [r.name, Number(r.figure)]));
  };
  metrics.gauges('jishi_outbox_rows', 'Rows of the outbox that wait or are parked', 'state', () => read(COUNT_ROWS));
  metrics.gauges('jishi_outbox_oldest_seconds', 'Age of the oldest row that waits', 'state', () => read(OLDEST_ROW));
  metrics.gauges(
    'jishi_jobs',
    `Jobs that nobody tries any more (dead) or that are due since a minute (late, up to ${MOST})`,
    'state',
    () =>
      read(`select 'dead' as name, count(*) as figure from graphile_worker._private_jobs where ${DEAD}
          union all select 'late', count(*) from
            (select 1 from graphile_worker._private_jobs where is_available and run_at < now() - interval '1 minute' limit ${MOST}) l`),
  );
  metrics.gauges('jishi_table_bytes', 'Bytes of a table with its indexes', 'table', () =>
    read(`select relname as name, pg_total_relation_size(relid) as figure from pg_stat_user_tables
          where schemaname in ('public', 'graphile_worker')`),
  );
  metrics.gauges('jishi_table_dead_rows', 'Rows of a table that PostgreSQL has not yet cleared away', 'table', () =>
    read(`select relname as name, n_dead_tup as figure from pg_stat_user_tables
          where schemaname in ('public', 'graphile_worker')`),
  );
}
