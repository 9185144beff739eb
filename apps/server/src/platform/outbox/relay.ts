import type pg from 'pg';
import { RELAY } from './relay.sql.ts';

/** Rows handed on by one statement. */
export const RELAY_BATCH = 500;
export interface Relayed {
  /** Rows taken off the outbox: handed on, or parked because the queue refuses them. */
  rows: number;
  /** Those parked, with the reason. */
  parked: { seq: number; tenantId: number; task: string; failure: string }[];
  /** Another process was relaying; nothing was done. */
  busy: boolean;
}

/** Hands one batch of waiting rows to the job queue. A row that the queue refuses is parked; the others go on. */
export async function relayBatch(pool: pg.Pool): Promise<Relayed> {
  try {
    const { alone, rows } = await relay(pool, RELAY_BATCH, null);
    return { rows, parked: [], busy: !alone };
  } catch (error) {
    if (!isRowsFault(error)) throw error;
    return relayOneByOne(pool);
  }
}

async function relay(pool: pg.Pool, limit: number, seqs: number[] | null): Promise<{ alone: boolean; rows: number }> {
  const { rows } = await pool.query<{ alone: boolean; rows: number }>({
    name: 'relay',
    text: RELAY,
    values: [limit, seqs],
  });
  return rows[0] ?? { alone: false, rows: 0 };
}

async function relayOneByOne(pool: pg.Pool): Promise<Relayed> {
  const { rows: waiting } = await pool.query<{ seq: number; tenant_id: number; task: string }>(
    'select seq, tenant_id, task from outbox where relayed_at is null and failed_at is null order by seq limit $1',
    [RELAY_BATCH],
  );
  const done: Relayed = { rows: 0, parked: [], busy: false };
  for (const { seq, tenant_id: tenantId, task } of waiting) {
    try {
      const { alone, rows } = await relay(pool, 1, [seq]);
      if (!alone) return { ...done, busy: true };
      done.rows += rows;
    } catch (error) {
      if (!isRowsFault(error)) throw error;
      const failure = (error as Error).message.slice(0, 500);
      await pool.query('update outbox set failed_at = now(), failure = $2 where seq = $1 and relayed_at is null', [
        seq,
        failure,
      ]);
      done.rows++;
      done.parked.push({ seq, tenantId, task, failure });
    }
  }
  return done;
}

/**
 * Whether PostgreSQL refused what stands in a row (bad data, a broken constraint, too long, the queue's own checks), rather than
 * being away, full, busy or not set up, which would refuse every row.
 */
const isRowsFault = (error: unknown): boolean => /^(21|22|23|54|P0|GW)/.test((error as { code?: string }).code ?? '');

/** Makes the listeners of this process known to every relay. */
export async function registerListeners(
  pool: pg.Pool,
  listeners: { event: string; listener: string }[],
): Promise<void> {
  await pool.query(
    `insert into outbox_listener (event, listener) select * from unnest($1::text[], $2::text[])
     on conflict (event, listener) do update set seen_at = now()`,
    [listeners.map((l) => l.event), listeners.map((l) => l.listener)],
  );
}
