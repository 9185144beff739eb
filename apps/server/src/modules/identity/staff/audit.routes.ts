import { pageOf } from '../../../kernel/page.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { listAudit, listAuditFilters } from './audit.api.ts';
import { namesOf } from './audit.slots.ts';
import { auditedActors, auditedOperations, auditRows, ownTargets } from './audit.store.ts';
import { operationTitle } from './audit.words.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function registerAudit({ http, slots }: Platform): void {
  /** By id what entries were about. */
  const named = async (db: Db, tenantId: number, targets: Array<string | null>): Promise<Map<string, string>> => {
    const ids = [...new Set(targets.filter((target) => target !== null && ID.test(target)))] as string[];
    const [own, others] = await Promise.all([ownTargets(db, tenantId, ids), namesOf({ slots }, db, tenantId, ids)]);
    return new Map([...own, ...others]);
  };
  http.read(listAudit, async ({ actor: { tenantId }, query, db }) => {
    const { from, to, ...plain } = query;
    const rows = await auditRows(db, tenantId, {
      ...plain,
      ...(from ? { from: new Date(from) } : {}),
      ...(to ? { to: new Date(to) } : {}),
    });
    const names = await named(
      db,
      tenantId,
      rows.map(({ target }) => target),
    );
    return pageOf(rows, query.limit, (r) => ({
      id: r.id,
      at: r.at.toISOString(),
      actor: r.actor,
      actorName: r.actor_name,
      operation: r.operation,
      title: operationTitle(r.operation),
      target: r.target,
      targetName: names.get(r.target ?? '') ?? null,
      result: r.result,
      ip: r.ip,
      requestId: r.request_id,
      detail: r.detail as Record<string, unknown>,
    }));
  });
  http.read(listAuditFilters, async ({ actor: { tenantId }, db }) => ({
    // Guests of failed sign-ins are one of them, each entry under another name.
    actors: (await auditedActors(db, tenantId)).map((one) =>
      one.value === 'guest' ? { ...one, name: '未登录的人' } : one,
    ),
    operations: (await auditedOperations(db, tenantId)).map((value) => ({ value, name: operationTitle(value) })),
  }));
}
