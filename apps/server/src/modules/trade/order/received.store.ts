import { sql } from 'kysely';
import type { Db } from '../../../platform/db/index.ts';

interface ReceivedLine {
  order_id: string;
  line_id: string;
  goods_id: string;
  title: string;
  specs: string[];
  picture: string;
  received_at: Date;
}
/** An order is received within this time after it was placed, or long after anybody would write about it. */
const PLACED_WITHIN_DAYS = 400;

/** What a shopper has received since then and not sent back, the newest order first; of one order alone if it is named. */
export async function receivedLines(
  db: Db,
  tenantId: number,
  { customerId, since, orderId, most }: { customerId: string; since: Date; orderId?: string | undefined; most: number },
): Promise<ReceivedLine[]> {
  const { rows } = await sql<ReceivedLine>`
    select h.id as order_id, l.id as line_id, l.goods_id, l.title, l.specs, l.picture, h.received_at
    from order_head h join order_line l on l.tenant_id = h.tenant_id and l.order_id = h.id
    where h.tenant_id = ${tenantId} and h.customer_id = ${customerId} and h.status = 'received' and h.received_at >= ${since}
      and h.created_at >= ${since}::timestamptz - make_interval(days => ${PLACED_WITHIN_DAYS})
      and l.refunded_quantity < l.quantity ${orderId ? sql`and h.id = ${orderId}` : sql``}
    order by h.created_at desc, h.id, l.position limit ${most}`.execute(db);
  return rows;
}
