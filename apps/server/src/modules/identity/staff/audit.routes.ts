import { pageOf } from '../../../kernel/page.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { listAudit } from './audit.api.ts';
import { auditTargets } from './audit.slots.ts';
import { auditRows, ownTargets } from './audit.store.ts';
import { operationTitle } from './audit.words.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function registerAudit({ http, slots }: Platform): void {
  /** By id what entries were about; asked of every module at once. */
  const named = async (db: Db, tenantId: number, targets: Array<string | null>): Promise<Map<string, string>> => {
    const ids = [...new Set(targets.filter((target) => target !== null && ID.test(target)))] as string[];
    if (ids.length === 0) return new Map();
    const found = await Promise.all([ownTargets, ...slots.all(auditTargets)].map((of) => of(db, tenantId, ids)));
    return new Map(found.flatMap((names) => [...names]));
  };
  http.read(listAudit, async ({ actor: { tenantId }, query, db }) => {
    const rows = await auditRows(db, tenantId, query);
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
}
