import type { Db } from '../../../platform/db/index.ts';
import type { OrderPart } from './order.slots.ts';
import { partRows } from './order.store.ts';

/** What was taken off an order's lines and freight. */
export const priceParts = async (db: Db, tenantId: number, orderId: string): Promise<OrderPart[]> =>
  (await partRows(db, tenantId, [orderId])).flatMap(({ kind, line_id: lineId, source, ref, fen, units }) =>
    kind === 'price' ? [{ lineId, source, ref, fen, units }] : [],
  );
