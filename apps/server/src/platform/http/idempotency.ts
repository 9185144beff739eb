import { sql } from 'kysely';
import { common } from '../../kernel/refusal.ts';
import type { Tx } from '../db/index.ts';
import type { Place, Secrets } from '../secrets/secrets.ts';

export interface Claim {
  tenantId: number;
  caller: string;
  /** The same person's other labels, under which the key may stand already. */
  alsoCallers: readonly string[];
  key: string;
  /** Mark of what was asked, so that a key cannot be used for two things. */
  requestHash: string;
}

/** A mark with a key of the tenant's: a body may hold a password, and a plain hash would tell whether a guess is right. */
export const hashRequest = (
  secrets: Secrets,
  tenantId: number,
  operationId: string,
  params: unknown,
  body: unknown,
): string => secrets.mark(tenantId, 'request', JSON.stringify([operationId, params ?? null, body ?? null]));

const placeOf = (c: Pick<Claim, 'tenantId' | 'caller' | 'key'>): Place => ({
  tenantId: c.tenantId,
  purpose: 'idempotent-reply',
  row: `${c.caller}/${c.key}`,
});

/** Where the replies lie, for the command that seals everything again. */
export const sealedReplies = {
  table: 'idempotency',
  column: 'body',
  key: ['caller', 'key'],
  place: (tenantId: number, { caller = '', key = '' }: Record<string, string>): Place =>
    placeOf({ tenantId, caller, key }),
};

/**
 * Takes the key for this transaction. Null: go on, and `keep` the reply. Otherwise the reply of the first request. A second
 * request that comes while the first is under way waits here for its commit. Refuses with IDEMPOTENCY_KEY_REUSED.
 */
export async function claim(tx: Tx, secrets: Secrets, c: Claim): Promise<{ status: number; body: unknown } | null> {
  for (const caller of c.alsoCallers) {
    const earlier = await replyOf(tx, secrets, { ...c, caller });
    if (earlier) return earlier;
  }
  const taken = await sql`
    insert into idempotency (tenant_id, caller, key, request_hash) values (${c.tenantId}, ${c.caller}, ${c.key}, ${c.requestHash})
    on conflict do nothing`.execute(tx);
  if (Number(taken.numAffectedRows) === 1) return null;
  return replyOf(tx, secrets, c);
}

async function replyOf(tx: Tx, secrets: Secrets, c: Claim): Promise<{ status: number; body: unknown } | null> {
  const row = await tx
    .selectFrom('idempotency')
    .select(['request_hash', 'status', 'body'])
    .where('tenant_id', '=', c.tenantId)
    .where('caller', '=', c.caller)
    .where('key', '=', c.key)
    .executeTakeFirst();
  if (!row) return null;
  if (row.request_hash !== c.requestHash) throw common.IDEMPOTENCY_KEY_REUSED();
  const body = row.body === null ? null : JSON.parse(secrets.open(placeOf(c), row.body));
  return { status: row.status ?? 200, body };
}

/** Keeps the reply for repeats, sealed: it may hold names, addresses or a key that is shown once. */
export async function keep(tx: Tx, secrets: Secrets, c: Claim, status: number, body: unknown): Promise<void> {
  await tx
    .updateTable('idempotency')
    .set({ status, body: body === undefined ? null : secrets.seal(placeOf(c), JSON.stringify(body)) })
    .where('tenant_id', '=', c.tenantId)
    .where('caller', '=', c.caller)
    .where('key', '=', c.key)
    .execute();
}
