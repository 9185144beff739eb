import { sql } from 'kysely';
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

/** Staff and keys by what they are called. */
export async function ownTargets(db: Db, tenantId: number, ids: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, '员工 ' || name as name from staff where tenant_id = ${tenantId} and id = any(${ids}::uuid[])
    union all select id, '密钥 ' || name from staff_app_key where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
