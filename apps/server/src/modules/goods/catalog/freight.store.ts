import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

/** How many goods name each freight template. */
export async function goodsByFreight(db: Db, tenantId: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('catalog_goods')
    .select(['freight_id', sql<number>`count(*)::int`.as('goods')])
    .where('tenant_id', '=', tenantId)
    .where('freight_id', 'is not', null)
    .groupBy('freight_id')
    .execute();
  return new Map(rows.flatMap((r) => (r.freight_id ? [[r.freight_id, r.goods] as const] : [])));
}

/** Has goods name a freight template, or none; returns how many changed. */
export async function setFreight(
  tx: Tx,
  tenantId: number,
  goodsIds: readonly string[],
  freightId: string | null,
): Promise<number> {
  const done = await tx
    .updateTable('catalog_goods')
    .set({ freight_id: freightId, updated_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${goodsIds}::uuid[])`)
    .where(sql<boolean>`freight_id is distinct from ${freightId}::uuid`)
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}
