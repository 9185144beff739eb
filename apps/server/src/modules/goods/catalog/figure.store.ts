import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/index.ts';

/** Pieces of a product over all its SKUs. */
export interface Figure {
  goodsId: string;
  /** That can be sold now, of the SKUs it has. */
  available: number;
  /** Ever sold, those of SKUs that were taken out too. */
  sold: number;
}

/**
 * Holds the figures of goods for this transaction and returns the SKUs of each. Those that somebody else holds are left out rather than
 * waited for: the transaction that holds them is about to bring them up to date, or the next sweep is.
 */
export async function lockFigures(
  tx: Tx,
  tenantId: number,
  goodsIds: string[],
): Promise<{ goodsId: string; skuId: string; retired: boolean }[]> {
  const { rows: held } = await sql<{ id: string }>`
    select goods_id as id from catalog_figure where tenant_id = ${tenantId} and goods_id = any(${goodsIds}::uuid[])
    order by goods_id for no key update skip locked`.execute(tx);
  if (held.length === 0) return [];
  return tx
    .selectFrom('catalog_sku')
    .select(['goods_id as goodsId', 'id as skuId', 'retired'])
    .where('tenant_id', '=', tenantId)
    .where('goods_id', '=', sql<string>`any(${held.map(({ id }) => id)}::uuid[])`)
    .execute();
}

export const writeFigures = (tx: Tx, tenantId: number, figures: Figure[]) =>
  sql`
    update catalog_figure f set available = n.available, sold = n.sold
    from unnest(${figures.map((f) => f.goodsId)}::uuid[], ${figures.map((f) => f.available)}::bigint[],
                ${figures.map((f) => f.sold)}::bigint[]) as n(goods_id, available, sold)
    where f.tenant_id = ${tenantId} and f.goods_id = n.goods_id
      and (f.available, f.sold) is distinct from (n.available, n.sold)`.execute(tx);
