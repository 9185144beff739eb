import { sql } from 'kysely';
import type { AuditTargets } from '../../identity/staff/index.ts';

/** Campaigns by what they are called. */
export const campaignNames: AuditTargets = async (db, tenantId, ids) => {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, '活动 ' || name as name from campaign where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
};
