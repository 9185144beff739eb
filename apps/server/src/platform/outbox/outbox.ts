import { sql } from 'kysely';
import { now } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Tx } from '../db/index.ts';

/** A kind of event with its payload type: declared by the lower module, listened to by higher ones. */
export interface EventKind<P> {
  name: string;
  readonly payload?: P;
}
export const eventKind = <P>(name: string): EventKind<P> => ({ name });

/** A kind of job with its payload type. */
export interface JobKind<P> {
  name: string;
  readonly payload?: P;
}
export const jobKind = <P>(name: string): JobKind<P> => ({ name });

export interface OutboxRow {
  task: string;
  payload: object;
  runAt?: Date;
  jobKey?: string;
}

export const eventRow = <P extends object>(kind: EventKind<P>, payload: P): OutboxRow => ({
  task: `event:${kind.name}`,
  payload,
});

/**
 * A job at `runAt` (at once when left out). A later row with the same key replaces it while it waits: so a timer is moved. "Later" is
 * the order of insertion, so rows of one key must be written under a lock, e.g. of the order that the timer belongs to.
 */
export const jobRow = <P extends object>(
  kind: JobKind<P>,
  payload: P,
  when: { runAt?: Date; key?: string } = {},
): OutboxRow => ({
  task: `job:${kind.name}`,
  payload,
  runAt: when.runAt,
  jobKey: when.key,
});

/** Writes rows that the relay hands on after the commit. */
export async function send(tx: Tx, tenantId: number, rows: OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into outbox (tenant_id, id, task, payload, run_at, job_key, created_at)
    select ${tenantId}, r.id, r.task, r.payload::jsonb, r.run_at, r.job_key, ${now()}
    from unnest(${rows.map(newId)}::uuid[], ${rows.map((r) => r.task)}::text[], ${rows.map((r) => JSON.stringify(r.payload))}::text[],
                ${rows.map((r) => r.runAt ?? null)}::timestamptz[], ${rows.map((r) => r.jobKey ?? null)}::text[])
      as r(id, task, payload, run_at, job_key)`.execute(tx);
}

export const emit = <P extends object>(tx: Tx, tenantId: number, kind: EventKind<P>, payload: P) =>
  send(tx, tenantId, [eventRow(kind, payload)]);

export const schedule = <P extends object>(
  tx: Tx,
  tenantId: number,
  kind: JobKind<P>,
  payload: P,
  when: { runAt?: Date; key?: string } = {},
) => send(tx, tenantId, [jobRow(kind, payload, when)]);
