import { sql } from 'kysely';
import type { AuditTargets } from '../../identity/staff/index.ts';

/** Coupons by what they are called. */
export const couponNames: AuditTargets = async (db, tenantId, ids) => {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, '优惠券 ' || name as name from coupon where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
};
