import { type Actor, actorLabel } from '../../../kernel/actor.ts';
import { DAY, now, nowMs, SECOND } from '../../../kernel/clock.ts';
import { cut } from '../../../kernel/text.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type NoticeKind, tell } from '../../identity/notice/index.ts';
import { readSettings } from '../../identity/tenant/index.ts';
import {
  goodsWords,
  type HeadRow,
  type LineRow,
  lineRows,
  lockHead,
  markShipped,
  note,
  ORDER_FACTS,
  openRefundsOf,
  orderPage,
  orderRefusals,
  paymentsOfOrder,
} from '../order/index.ts';
import { fulfilmentRefusals } from './fulfilment.api.ts';
import { afterTryMs, carrierName, isCorrectable, isManaged, UPLOAD_TRIES } from './fulfilment.rules.ts';
import * as store from './fulfilment.store.ts';

export const uploadToWechat = jobKind<{ shipmentId: string }>('fulfilment.upload');
export const lookAtReceipt = jobKind<{ shipmentId: string }>('fulfilment.look-at-receipt');

/**
 * Ships what is left of a paid order. Refuses with CARRIER_UNKNOWN, REFUND_OPEN while a request waits for a decision, NOTHING_TO_SHIP,
 * ORDER_STATE, ORDER_NOT_FOUND.
 */
export async function ship(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  orderId: string,
  parcel: store.Parcel,
): Promise<void> {
  const { tenantId } = actor;
  const name = carrierName(parcel.carrier);
  if (!name) throw fulfilmentRefusals.CARRIER_UNKNOWN();
  // Held before looking, so that a refund that is being asked for is either seen here or sees the parcel.
  const head = await lockHead(tx, tenantId, orderId);
  const refunds = (await openRefundsOf(platform, tx, tenantId, [orderId])).get(orderId);
  if (refunds && refunds.waiting > 0) throw fulfilmentRefusals.REFUND_OPEN();
  const lines = await lineRows(tx, tenantId, [orderId]);
  if (head?.status === 'paid' && lines.every((l) => l.refunded_quantity === l.quantity))
    throw fulfilmentRefusals.NOTHING_TO_SHIP();
  const { receiveAfterDays } = await readSettings(tx, tenantId);
  await markShipped(tx, actor, orderId, `商家已发货：${name} ${parcel.trackingNumber}`, receiveAfterDays);
  const paid = (await paymentsOfOrder(tx, tenantId, orderId)).find((p) => p.status === 'succeeded');
  const managed = paid !== undefined && isManaged(paid.method);
  const id = await store.insertShipment(tx, tenantId, orderId, parcel, managed ? 'pending' : 'none');
  if (managed) await upload(tx, tenantId, id);
  if (head) await tellShipped(tx, head, lines, { carrier: name, tracking: parcel.trackingNumber });
}

export const ORDER_SHIPPED: NoticeKind = {
  code: 'order-shipped',
  title: '发货通知',
  when: '商家发货时',
  moments: ['paid'],
  facts: [
    ...ORDER_FACTS,
    { name: 'carrier', label: '快递公司', kind: 'text' },
    { name: 'tracking', label: '快递单号', kind: 'code' },
    { name: 'shippedAt', label: '发货时间', kind: 'time' },
    { name: 'state', label: '订单状态（已发货）', kind: 'word' },
  ],
  search: '订单发货通知',
  tip: '点击查看物流',
  usefulHours: 24,
};

const tellShipped = (
  tx: Tx,
  head: HeadRow,
  lines: readonly LineRow[],
  parcel: { carrier: string; tracking: string },
): Promise<void> =>
  tell(tx, head.tenant_id, {
    kind: ORDER_SHIPPED,
    customerId: head.customer_id,
    subject: head.id,
    page: orderPage(head.id),
    facts: { number: head.number, goods: goodsWords(lines), ...parcel, shippedAt: now(), state: '已发货' },
  });

const upload = (tx: Tx, tenantId: number, shipmentId: string, runAt?: Date) =>
  schedule(tx, tenantId, uploadToWechat, { shipmentId }, { ...(runAt && { runAt }), key: `upload/${shipmentId}` });

/**
 * Corrects what stands on the parcel of an order on its way; WeChat gets it from a job. The same again changes nothing. Refuses with
 * CARRIER_UNKNOWN, SHIPMENT_NOT_FOUND, SHIPMENT_FIXED when WeChat would not take it any more, ORDER_STATE.
 */
export async function correct(tx: Tx, actor: Actor, orderId: string, parcel: store.Parcel): Promise<void> {
  const { tenantId } = actor;
  const name = carrierName(parcel.carrier);
  if (!name) throw fulfilmentRefusals.CARRIER_UNKNOWN();
  const head = await lockHead(tx, tenantId, orderId);
  const row = await store.shipmentOf(tx, tenantId, orderId);
  if (!head || !row) throw fulfilmentRefusals.SHIPMENT_NOT_FOUND();
  if (row.carrier === parcel.carrier && row.tracking_number === parcel.trackingNumber) return;
  if (head.status !== 'shipped') throw orderRefusals.ORDER_STATE();
  if (!isCorrectable(row)) throw fulfilmentRefusals.SHIPMENT_FIXED();
  // WeChat wants the time of an upload to be later than that of the one before, and counts in seconds.
  const at = new Date(Math.max(nowMs(), row.stated_at.getTime() + SECOND));
  await store.changeShipment(tx, tenantId, row, {
    carrier: parcel.carrier,
    tracking_number: parcel.trackingNumber,
    revision: row.revision + 1,
    corrected: row.uploaded_at !== null,
    stated_at: at,
    ...(row.upload === 'none' ? {} : AT_ONCE()),
  });
  if (row.upload !== 'none') await upload(tx, tenantId, row.id);
  const text = `物流信息更正为：${name} ${parcel.trackingNumber}`;
  await note(tx, tenantId, orderId, { at: now(), kind: 'shipment-corrected', text, actor: actorLabel(actor) });
}

const AT_ONCE = (): store.ShipmentColumns => ({
  upload: 'pending',
  upload_failure: null,
  tries: 0,
  next_try_at: now(),
});

/** Has the parcel uploaded again at once. Refuses with SHIPMENT_NOT_FOUND, SHIPMENT_UNMANAGED or SHIPMENT_UPLOADED. */
export async function uploadAgain(tx: Tx, tenantId: number, orderId: string): Promise<void> {
  const row = await store.shipmentOf(tx, tenantId, orderId);
  if (!row) throw fulfilmentRefusals.SHIPMENT_NOT_FOUND();
  if (row.upload === 'none') throw fulfilmentRefusals.SHIPMENT_UNMANAGED();
  if (row.upload === 'done' || !(await store.changeShipment(tx, tenantId, row, AT_ONCE())))
    throw fulfilmentRefusals.SHIPMENT_UPLOADED();
  await upload(tx, tenantId, row.id);
}

/** A push may be lost, so WeChat is asked every day until it knows of the receipt. */
export const LOOK_EVERY_MS = DAY;

/** WeChat says something of a parcel's receipt: it is asked about it at once. */
export async function lookSoon(tx: Tx, tenantId: number, row: store.ShipmentRow): Promise<void> {
  if (await store.changeShipment(tx, tenantId, row, { next_look_at: now() }))
    await schedule(tx, tenantId, lookAtReceipt, { shipmentId: row.id }, { key: `look-at-receipt/${row.id}` });
}

/** WeChat does not know of a parcel that we believe uploaded: it is uploaded again. */
export async function uploadLost(tx: Tx, tenantId: number, row: store.ShipmentRow): Promise<void> {
  if (row.upload === 'none') return;
  if (await store.changeShipment(tx, tenantId, row, { ...AT_ONCE(), next_look_at: null }))
    await upload(tx, tenantId, row.id);
}

/** What became of an upload: taken, to be tried again, or refused for good. `revision` is the one that was sent. */
export type Outcome = { is: 'done' } | { is: 'later' | 'failed'; why: string };

export async function noteOutcome(tx: Tx, tenantId: number, row: store.ShipmentRow, outcome: Outcome): Promise<void> {
  if (outcome.is === 'done') {
    await store.noteUploaded(tx, tenantId, row.id);
    await store.changeShipment(tx, tenantId, row, {
      upload: 'done',
      upload_failure: null,
      next_try_at: null,
      next_look_at: new Date(nowMs() + LOOK_EVERY_MS),
    });
    return;
  }
  const tries = row.tries + 1;
  const isOver = outcome.is === 'failed' || tries >= UPLOAD_TRIES;
  const next = isOver ? null : new Date(nowMs() + afterTryMs(tries));
  const same = await store.changeShipment(tx, tenantId, row, {
    upload: isOver ? 'failed' : 'pending',
    upload_failure: cut(outcome.why, 200),
    tries,
    next_try_at: next,
  });
  if (same && next) await upload(tx, tenantId, row.id, next);
}

/** Sets uploads in motion again whose job was lost. */
export async function pushUploads(tx: Tx, tenantId: number, rows: { id: string }[]): Promise<void> {
  for (const { id } of rows) await upload(tx, tenantId, id);
}
