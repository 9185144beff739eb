import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { common } from '../../kernel/refusal.ts';
import type { Tx } from '../db/index.ts';

export interface Claim {
  tenantId: number;
  caller: string;
  key: string;
  /** Hash of what was asked, so that a key cannot be used for two things. */
  requestHash: string;
}

export const hashRequest = (operationId: string, params: unknown, body: unknown): string =>
  hash('sha256', JSON.stringify([operationId, params ?? null, body ?? null]), 'base64url');

/**
 * Takes the key for this transaction. Null: go on, and `keep` the reply. Otherwise the reply of the first request. A second
 * request that comes while the first is under way waits here for its commit. Refuses with IDEMPOTENCY_KEY_REUSED.
 */
export async function claim(tx: Tx, c: Claim): Promise<{ status: number; body: unknown } | null> {
  const taken = await sql`
    insert into idempotency (tenant_id, caller, key, request_hash) values (${c.tenantId}, ${c.caller}, ${c.key}, ${c.requestHash})
    on conflict do nothing`.execute(tx);
  if (Number(taken.numAffectedRows) === 1) return null;
  const first = await tx
    .selectFrom('idempotency')
    .select(['request_hash', 'status', 'body'])
    .where('tenant_id', '=', c.tenantId)
    .where('caller', '=', c.caller)
    .where('key', '=', c.key)
    .executeTakeFirstOrThrow();
  if (first.request_hash !== c.requestHash) throw common.IDEMPOTENCY_KEY_REUSED();
  return { status: first.status ?? 200, body: first.body };
}

export async function keep(tx: Tx, c: Claim, status: number, body: unknown): Promise<void> {
  await tx
    .updateTable('idempotency')
    .set({ status, body: body === undefined ? null : JSON.stringify(body) })
    .where('tenant_id', '=', c.tenantId)
    .where('caller', '=', c.caller)
    .where('key', '=', c.key)
    .execute();
}
