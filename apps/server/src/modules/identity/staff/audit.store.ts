import type { Db } from '../../../platform/db/index.ts';

/** What staff and programs did, newest first; one row more than `limit`. */
export function auditRows(db: Db, tenantId: number, ask: { before?: number; limit: number }) {
  let query = db.selectFrom('audit').selectAll().where('tenant_id', '=', tenantId);
  if (ask.before !== undefined) query = query.where('seq', '<', ask.before);
  return query
    .orderBy('seq', 'desc')
    .limit(ask.limit + 1)
    .execute();
}

/** The log from its beginning, so many rows at a time. */
export const auditFrom = (db: Db, tenantId: number, after: number, limit: number) =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();

/** Number and proof of the last row that was written. */
export const auditHead = (db: Db, tenantId: number) =>
  db.selectFrom('audit_head').select(['seq', 'proof']).where('tenant_id', '=', tenantId).executeTakeFirst();
