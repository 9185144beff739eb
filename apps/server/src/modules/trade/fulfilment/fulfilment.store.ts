import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

export interface Parcel {
  carrier: string;
  trackingNumber: string;
}

/** Returns the new shipment's id. */
export async function insertShipment(
  tx: Tx,
  tenantId: number,
  orderId: string,
  parcel: Parcel,
  upload: 'pending' | 'none',
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('fulfilment_shipment')
    .values({
      tenant_id: tenantId,
      id,
      order_id: orderId,
      carrier: parcel.carrier,
      tracking_number: parcel.trackingNumber,
      upload,
      next_try_at: upload === 'pending' ? now() : null,
      shipped_at: now(),
      stated_at: now(),
    })
    .execute();
  return id;
}

const shipments = (db: Db, tenantId: number) =>
  db.selectFrom('fulfilment_shipment').selectAll().where('tenant_id', '=', tenantId);
export const shipmentOf = (db: Db, tenantId: number, orderId: string) =>
  shipments(db, tenantId).where('order_id', '=', orderId).executeTakeFirst();
export const shipmentRow = (db: Db, tenantId: number, id: string) =>
  shipments(db, tenantId).where('id', '=', id).executeTakeFirst();
export type ShipmentRow = NonNullable<Awaited<ReturnType<typeof shipmentRow>>>;

/** Shipments whose upload is overdue for ten minutes: the job that would do it was lost. */
export const overdueShipments = (db: Db, tenantId: number, limit: number) =>
  shipments(db, tenantId)
    .where('next_try_at', '<', sql<Date>`now() - interval '10 minutes'`)
    .orderBy('next_try_at')
    .limit(limit)
    .execute();

/** Parcels of which WeChat is to be asked by now whether they are received. */
export const shipmentsToLookAt = (db: Db, tenantId: number, limit: number) =>
  shipments(db, tenantId).where('next_look_at', '<=', now()).orderBy('next_look_at').limit(limit).execute();

export type ShipmentColumns = Partial<
  Pick<
    ShipmentRow,
    | 'carrier'
    | 'tracking_number'
    | 'revision'
    | 'upload'
    | 'upload_failure'
    | 'tries'
    | 'next_try_at'
    | 'next_look_at'
    | 'uploaded_at'
    | 'corrected'
    | 'stated_at'
  >
>;
/** Changes a shipment while it is the `revision` that the caller knows; false when it was corrected meanwhile. */
export async function changeShipment(
  tx: Tx,
  tenantId: number,
  { id, revision }: Pick<ShipmentRow, 'id' | 'revision'>,
  columns: ShipmentColumns,
): Promise<boolean> {
  const done = await tx
    .updateTable('fulfilment_shipment')
    .set(columns)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** WeChat took some revision of it. */
export const noteUploaded = (tx: Tx, tenantId: number, id: string) =>
  tx
    .updateTable('fulfilment_shipment')
    .set((eb) => ({ uploaded_at: eb.fn.coalesce('uploaded_at', eb.val(now())) }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
