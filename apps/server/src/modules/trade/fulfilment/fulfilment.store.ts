import { now } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

export async function insertShipment(
  tx: Tx,
  tenantId: number,
  s: { orderId: string; carrier: string; trackingNumber: string },
): Promise<void> {
  await tx
    .insertInto('fulfilment_shipment')
    .values({
      tenant_id: tenantId,
      id: newId(),
      order_id: s.orderId,
      carrier: s.carrier,
      tracking_number: s.trackingNumber,
      shipped_at: now(),
    })
    .execute();
}

export const shipmentOf = (db: Db, tenantId: number, orderId: string) =>
  db
    .selectFrom('fulfilment_shipment')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .executeTakeFirst();

export const setUpload = (tx: Tx, tenantId: number, id: string, upload: 'done' | 'failed', failure: string | null) =>
  tx
    .updateTable('fulfilment_shipment')
    .set({ upload, upload_failure: failure })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
