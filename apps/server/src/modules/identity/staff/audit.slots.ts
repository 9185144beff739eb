import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { slot } from '../../../platform/slots.ts';

/** By id what an entry of the audit was about, in the words of a merchant (商品 马克杯); ids that are not the module's are missing. */
export type AuditTargets = (db: Db, tenantId: number, ids: string[]) => Promise<Map<string, string>>;

/** Each module names what is its own. */
export const auditTargets = slot<AuditTargets>('identity/staff: audit targets');

/** By id what something is called, by whichever module it belongs to; what nobody knows is missing. */
export async function namesOf(
  { slots }: Pick<Platform, 'slots'>,
  db: Db,
  tenantId: number,
  ids: string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await Promise.all(slots.all(auditTargets).map((names) => names(db, tenantId, ids)));
  return new Map(found.flatMap((names) => [...names]));
}
