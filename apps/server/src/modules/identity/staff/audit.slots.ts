import type { Db } from '../../../platform/db/index.ts';
import { slot } from '../../../platform/slots.ts';

/** By id what an entry of the audit was about, in the words of a merchant (商品 马克杯); ids that are not the module's are missing. */
export type AuditTargets = (db: Db, tenantId: number, ids: string[]) => Promise<Map<string, string>>;

/** Each module names what is its own. */
export const auditTargets = slot<AuditTargets>('identity/staff: audit targets');
