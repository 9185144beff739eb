import { sql } from 'kysely';
import type { AuditTargets } from '../../identity/staff/index.ts';

/** Reviews by the product that they are about. */
export const reviewNames: AuditTargets = async (db, tenantId, ids) => {
  const { rows } = await sql<{ id: string; title: string }>`
    select id, title from review where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, title }) => [id, `评价 ${title}`]));
};
