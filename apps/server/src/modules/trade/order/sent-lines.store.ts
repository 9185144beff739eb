import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/index.ts';

/** Notes pieces of lines as being on their way; the table's check keeps them within what was bought. Each line once. */
export const addSent = (
  tx: Tx,
  tenantId: number,
  orderId: string,
  pieces: readonly { lineId: string; quantity: number }[],
) =>
  sql`
    update order_line l set shipped_quantity = l.shipped_quantity + p.quantity
    from unnest(${pieces.map((p) => p.lineId)}::uuid[], ${pieces.map((p) => p.quantity)}::integer[]) as p(id, quantity)
    where l.tenant_id = ${tenantId} and l.order_id = ${orderId}::uuid and l.id = p.id`.execute(tx);
