import { type Db, keyset, type PageAsk } from '../../../platform/db/index.ts';

const NEWEST = keyset('desc', ['seq', 'number']);

/** What staff and programs did, newest first; one row more than `limit`. */
export const auditRows = (db: Db, tenantId: number, ask: PageAsk) =>
  NEWEST.page(db.selectFrom('audit').selectAll().where('tenant_id', '=', tenantId), ask).execute();

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
