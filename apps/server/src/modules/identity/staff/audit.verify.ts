import type { Platform } from '../../../platform/platform.ts';
import { auditFrom, auditHead } from './audit.store.ts';

const AT_ONCE = 1000;

export interface AuditVerdict {
  /** Rows that are as they were written down, from the first one on. */
  proven: number;
  /** Proof of the last of them: noted elsewhere, it shows later that nothing was cut off. */
  lastProof: string;
  /** The number of the first row that was changed, added or is missing; null when none is. */
  brokenAt: number | null;
}

/** Goes through a shop's audit log from its beginning: every row proves itself and the one before, and the last is the last written. */
export async function verifyAudit({ database, audit }: Platform, tenantId: number): Promise<AuditVerdict> {
  const db = database.forTenant(tenantId);
  // Rows that come meanwhile are left for the next time.
  const head = await auditHead(db, tenantId);
  const last = head?.seq ?? 0;
  let [proven, lastProof] = [0, ''];
  while (proven < last) {
    const rows = await auditFrom(db, tenantId, proven, AT_ONCE);
    for (const r of rows) {
      if (r.seq > last) break;
      const row = {
        tenantId,
        id: r.id,
        at: r.at,
        seq: r.seq,
        actor: r.actor,
        actorName: r.actor_name,
        operation: r.operation,
        target: r.target,
        result: r.result,
        ip: r.ip,
        requestId: r.request_id,
        detail: r.detail as Record<string, unknown>,
      };
      if (r.seq !== proven + 1 || !audit.isProven(row, r.proof, lastProof))
        return { proven, lastProof, brokenAt: proven + 1 };
      [proven, lastProof] = [r.seq, r.proof];
    }
    if (rows.length === 0) break;
  }
  const isWhole = proven === last && lastProof === (head?.proof ?? '');
  return { proven, lastProof, brokenAt: isWhole ? null : proven + 1 };
}
