import { sql } from 'kysely';
import type { AuditTargets } from '../../identity/staff/index.ts';

/** Goods, their SKUs and categories by what they are called. */
export const catalogNames: AuditTargets = async (db, tenantId, ids) => {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, '商品 ' || title as name from catalog_goods where tenant_id = ${tenantId} and id = any(${ids}::uuid[])
    union all
    select s.id, '规格 ' || g.title || ' ' || s.code from catalog_sku s
    join catalog_goods g on g.tenant_id = s.tenant_id and g.id = s.goods_id
    where s.tenant_id = ${tenantId} and g.tenant_id = ${tenantId} and s.id = any(${ids}::uuid[])
    union all
    select id, '分类 ' || name from catalog_category where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
};
