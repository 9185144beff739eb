import { pageOf, readCursor } from '../../../kernel/page.ts';
import type { Platform } from '../../../platform/platform.ts';
import { listAudit } from './audit.api.ts';
import { auditRows } from './audit.store.ts';

const DEFAULT_LIMIT = 20;

export function registerAudit({ http }: Platform): void {
  http.read(listAudit, async ({ actor: { tenantId }, query, db }) => {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const before = query.cursor === undefined ? undefined : seqOf(query.cursor);
    const rows = await auditRows(db, tenantId, { limit, ...(before === undefined ? {} : { before }) });
    return pageOf(
      rows,
      limit,
      (r) => [r.seq],
      (r) => ({
        id: r.id,
        at: r.at.toISOString(),
        actor: r.actor,
        actorName: r.actor_name,
        operation: r.operation,
        target: r.target,
        result: r.result,
        ip: r.ip,
        requestId: r.request_id,
        detail: r.detail as Record<string, unknown>,
      }),
    );
  });
}

/** Refuses with BAD_INPUT a cursor that is none of this list's. */
const seqOf = (cursor: string): number => Number(readCursor(cursor, ['number'])[0]);
