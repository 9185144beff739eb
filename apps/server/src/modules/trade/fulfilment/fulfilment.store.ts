import { sql } from 'kysely';
import { now, nowMs, SECOND } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Pieces } from './parcel.rules.ts';

export interface Parcel {
  carrier: string;
  trackingNumber: string;
}
/** WeChat wants the time of an upload to be later than that of the one before, and counts in seconds. */
export const statedAfter = (before: readonly Pick<ShipmentRow, 'stated_at'>[]): Date =>
  new Date(Math.max(nowMs(), ...before.map((s) => s.stated_at.getTime() + SECOND)));

/** Returns the new shipment's id. */
export async function insertShipment(
  tx: Tx,
  tenantId: number,
  orderId: string,
  shipment: Parcel & { pieces: readonly Pieces[]; upload: 'pending' | 'none'; statedAt: Date },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('fulfilment_shipment')
    .values({
      tenant_id: tenantId,
      id,
      order_id: orderId,
      carrier: shipment.carrier,
      tracking_number: shipment.trackingNumber,
      upload: shipment.upload,
      next_try_at: shipment.upload === 'pending' ? now() : null,
      shipped_at: now(),
      stated_at: shipment.statedAt,
    })
    .execute();
  await tx
    .insertInto('fulfilment_piece')
    .values(
      shipment.pieces.map((p) => ({ tenant_id: tenantId, shipment_id: id, line_id: p.lineId, quantity: p.quantity })),
    )
    .execute();
  return id;
}

/** What is in parcels, by shipment. */
export async function piecesOf(
  db: Db,
  tenantId: number,
  shipmentIds: readonly string[],
): Promise<Map<string, Pieces[]>> {
  const rows = await db
    .selectFrom('fulfilment_piece')
    .select(['shipment_id', 'line_id', 'quantity'])
    .where('tenant_id', '=', tenantId)
    .where('shipment_id', '=', sql<string>`any(${shipmentIds}::uuid[])`)
    .orderBy('line_id')
    .execute();
  const byShipment = new Map<string, Pieces[]>(shipmentIds.map((id) => [id, []]));
  for (const r of rows) byShipment.get(r.shipment_id)?.push({ lineId: r.line_id, quantity: r.quantity });
  return byShipment;
}

const shipments = (db: Db, tenantId: number) =>
  db.selectFrom('fulfilment_shipment').selectAll().where('tenant_id', '=', tenantId);
/** The parcels of an order, in the order in which they left. */
export const shipmentsOf = (db: Db, tenantId: number, orderId: string) =>
  shipments(db, tenantId).where('order_id', '=', orderId).orderBy('shipped_at').orderBy('id').execute();
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
