import type { FastifyRequest } from 'fastify';
import { type Actor, actorLabel } from '../../kernel/actor.ts';
import { now } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Tx } from '../db/index.ts';

/** Notes what a staff member or an app key did or tried. */
export async function audit(
  tx: Tx,
  actor: Actor,
  operation: string,
  req: FastifyRequest,
  result: number,
): Promise<void> {
  if (actor.kind !== 'staff' && actor.kind !== 'app-key') return;
  const params = req.params as Record<string, string> | undefined;
  await tx
    .insertInto('audit')
    .values({
      tenant_id: actor.tenantId,
      id: newId(),
      at: now(),
      actor: actorLabel(actor),
      actor_name: actor.name,
      operation,
      target: params ? (Object.values(params)[0] ?? null) : null,
      result,
      ip: req.ip,
      request_id: req.id,
    })
    .execute();
}
