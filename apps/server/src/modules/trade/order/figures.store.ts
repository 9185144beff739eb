import { sql } from 'kysely';
import type { Db } from '../../../platform/db/index.ts';

/** What the pieces of a paid order were sold for: each line's payable amount over its pieces, rounded down. */
export async function dealsOf(db: Db, tenantId: number, orderId: string) {
  const { rows } = await sql<{ skuId: string; unitFen: number; at: Date }>`
    select l.sku_id as "skuId", l.payable_fen / l.quantity as "unitFen", h.paid_at as at
    from order_head h join order_line l on l.tenant_id = h.tenant_id and l.order_id = h.id
    where h.tenant_id = ${tenantId} and l.tenant_id = ${tenantId} and h.id = ${orderId} and h.paid_at is not null`.execute(
    db,
  );
  return rows;
}

/** What a promotion or coupon did, of paid orders. */
export interface PromotionFigures {
  orders: number;
  buyers: number;
  /** Those who had never paid an order before. */
  newBuyers: number;
  /** Pieces that it counted for, less what was returned. */
  pieces: number;
  /** Fen that it took off, less what went back with refunds. */
  offFen: number;
  /** Fen that these orders came to, less refunds. */
  salesFen: number;
}

/** Read from the parts that orders keep: along the index of what they were for, so that it costs what the promotion sold. */
export async function figuresOfPromotion(db: Db, tenantId: number, ref: string): Promise<PromotionFigures> {
  const { rows } = await sql<PromotionFigures>`
    with used as (
      select order_id, sum(units - returned_units) as pieces, sum(fen - returned_fen) as off_fen from order_part
      where tenant_id = ${tenantId} and ref = ${ref} and kind = 'price' group by order_id),
    paid as (
      select u.pieces, u.off_fen, h.customer_id, h.total_fen - h.refunded_fen as sales_fen, not exists (
        select from order_head e where e.tenant_id = ${tenantId} and e.customer_id = h.customer_id and e.paid_at < h.paid_at) as is_first
      from used u join order_head h on h.tenant_id = ${tenantId} and h.id = u.order_id where h.paid_at is not null)
    select count(*)::int as orders, count(distinct customer_id)::int as buyers,
      count(distinct customer_id) filter (where is_first)::int as "newBuyers", coalesce(sum(pieces), 0)::int as pieces,
      coalesce(sum(off_fen), 0)::bigint as "offFen", coalesce(sum(sales_fen), 0)::bigint as "salesFen"
    from paid`.execute(db);
  const [figures] = rows;
  if (!figures) throw new Error('an aggregate has one row');
  return figures;
}
