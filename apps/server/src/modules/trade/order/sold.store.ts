import type { Db } from '../../../platform/db/index.ts';

export async function hasPaidOrder(db: Db, tenantId: number): Promise<boolean> {
  const row = await db
    .selectFrom('order_head')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('paid_at', 'is not', null)
    .orderBy('paid_at')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Which of these goods stand in an order, whatever became of it. Reads all lines of the shop: for rare, slow work alone. */
export async function orderedAmong(db: Db, tenantId: number, goodsIds: readonly string[]): Promise<Set<string>> {
  if (goodsIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('order_line')
    .select('goods_id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('goods_id', 'in', goodsIds)
    .execute();
  return new Set(rows.map(({ goods_id }) => goods_id));
}
