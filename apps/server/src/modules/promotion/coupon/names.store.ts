import { sql } from 'kysely';
import type { AuditTargets } from '../../identity/staff/index.ts';

/** Coupons by what they are called, and batches of codes by their coupon. */
export const couponNames: AuditTargets = async (db, tenantId, ids) => {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, '优惠券 ' || name as name from coupon where tenant_id = ${tenantId} and id = any(${ids}::uuid[])
    union all
    select b.id, '优惠券 ' || c.name || ' 的兑换码' from coupon_batch b
    join coupon c on c.tenant_id = b.tenant_id and c.id = b.coupon_id
    where b.tenant_id = ${tenantId} and b.id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
};
