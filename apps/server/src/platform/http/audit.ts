import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { type Actor, type AppKey, actorLabel, type Staff } from '../../kernel/actor.ts';
import { now } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Tx } from '../db/index.ts';
import type { Secrets } from '../secrets/secrets.ts';

/** What somebody did or tried, and the outcome. */
export interface AuditEntry {
  tenantId: number;
  /** As `actorLabel`; `guest` when nobody was signed in. */
  actor: string;
  actorName: string;
  operation: string;
  /** The id that the address named. */
  target: string | null;
  /** HTTP status of the outcome. */
  result: number;
  ip: string | null;
  requestId: string;
  /** What changed, without anything personal: names of fields, old and new values of settings and permissions. */
  detail: Record<string, unknown>;
}
/** An entry as it was written down. */
export interface AuditRow extends AuditEntry {
  id: string;
  at: Date;
  seq: number;
}

/** The log of what staff and programs of the merchant did: only ever added to, each entry proving itself and the one before. */
export class Audit {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** Notes an entry. The last thing in a transaction: entries of the same shop wait from here until its commit. */
  async note(tx: Tx, entry: AuditEntry): Promise<void> {
    const { tenantId } = entry;
    const before = await sql<{ seq: number; proof: string }>`
      insert into audit_head as h (tenant_id, seq, proof) values (${tenantId}, 1, '')
      on conflict (tenant_id) do update set seq = h.seq + 1 returning seq, proof`.execute(tx);
    const { seq, proof: proofBefore } = before.rows[0] as { seq: number; proof: string };
    const row: AuditRow = { ...entry, id: newId(), at: now(), seq };
    const proof = this.#secrets.witness('audit', proven(row, proofBefore));
    await sql`
      with added as (
        insert into audit (tenant_id, id, seq, at, actor, actor_name, operation, target, result, ip, request_id, detail, proof)
        values (${tenantId}, ${row.id}, ${seq}, ${row.at}, ${row.actor}, ${row.actorName}, ${row.operation}, ${row.target},
                ${row.result}, ${row.ip}, ${row.requestId}, ${JSON.stringify(row.detail)}, ${proof}))
      update audit_head set proof = ${proof} where tenant_id = ${tenantId}`.execute(tx);
  }

  /** Whether a row is as it was written down, after the row with that proof. */
  isProven(row: AuditRow, proof: string, proofBefore: string): boolean {
    return this.#secrets.witnessed('audit', proven(row, proofBefore), proof);
  }
}

/** The text that a proof is over: the same for the row as it is made and as the database gives it back. */
const proven = (r: AuditRow, proofBefore: string): string =>
  JSON.stringify([
    proofBefore,
    r.tenantId,
    r.seq,
    r.id,
    r.at.getTime(),
    r.actor,
    r.actorName,
    r.operation,
    r.target,
    r.result,
    r.ip,
    r.requestId,
    inOrder(r.detail),
  ]);

/** With the keys of objects in one order, whatever order the database keeps them in. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => [k, inOrder(v)]);
}

export const isMerchant = (actor: Actor): actor is Staff | AppKey => actor.kind === 'staff' || actor.kind === 'app-key';

/** What a staff member or a program asked, as an entry. The names of the fields of the body stand in the detail; `notes` add to it. */
export function entryOf(
  actor: Staff | AppKey,
  operation: string,
  req: FastifyRequest,
  result: number,
  notes: Record<string, unknown> = {},
): AuditEntry {
  const params = req.params as Record<string, string> | undefined;
  const { body } = req;
  const fields = typeof body === 'object' && body !== null && !Buffer.isBuffer(body) ? Object.keys(body) : [];
  return {
    tenantId: actor.tenantId,
    actor: actorLabel(actor),
    actorName: actor.name,
    operation,
    target: params ? (Object.values(params)[0] ?? null) : null,
    result,
    ip: req.ip,
    requestId: req.id,
    detail: { ...(fields.length > 0 ? { fields } : {}), ...notes },
  };
}
