import { pageOf } from '../../../kernel/page.ts';
import type { Platform } from '../../../platform/platform.ts';
import { listAudit } from './audit.api.ts';
import { auditRows } from './audit.store.ts';
import { operationTitle } from './audit.words.ts';

export function registerAudit({ http }: Platform): void {
  http.read(listAudit, async ({ actor: { tenantId }, query, db }) =>
    pageOf(await auditRows(db, tenantId, query), query.limit, (r) => ({
      id: r.id,
      at: r.at.toISOString(),
      actor: r.actor,
      actorName: r.actor_name,
      operation: r.operation,
      title: operationTitle(r.operation),
      target: r.target,
      result: r.result,
      ip: r.ip,
      requestId: r.request_id,
      detail: r.detail as Record<string, unknown>,
    })),
  );
}
