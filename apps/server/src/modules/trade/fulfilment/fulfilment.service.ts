import { type Actor, actorLabel, systemOf } from '../../../kernel/actor.ts';
import { DAY, now, nowMs } from '../../../kernel/clock.ts';
import { cut } from '../../../kernel/text.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type NoticeKind, tell } from '../../identity/notice/index.ts';
import { readSettings } from '../../identity/tenant/index.ts';
import {
  addSent,
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
import { type Pieces, packed, type SentLine, unsentPieces } from './parcel.rules.ts';

export const uploadToWechat = jobKind<{ orderId: string }>('fulfilment.upload');
export const lookAtReceipt = jobKind<{ shipmentId: string }>('fulfilment.look-at-receipt');

/** WeChat takes no more of one order. */
const MOST_PARCELS = 15;

interface Dispatch extends store.Parcel {
  /** Absent: all that is left. */
  lines?: Pieces[] | undefined;
}
const sentLine = (l: LineRow): SentLine => ({
  id: l.id,
  quantity: l.quantity,
  refunded: l.refunded_quantity,
  shipped: l.shipped_quantity,
});

/**
 * Sends pieces of a paid order as a parcel; with the last of them the order is on its way. Refuses with CARRIER_UNKNOWN, REFUND_OPEN
 * while a request waits for a decision, NOTHING_TO_SHIP, PIECES_GONE, SHIPMENT_REPEATED, ORDER_STATE, ORDER_NOT_FOUND.
 */
export async function ship(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  orderId: string,
  { lines: asked, ...parcel }: Dispatch,
): Promise<void> {
  const { tenantId } = actor;
  const name = carrierName(parcel.carrier);
  if (!name) throw fulfilmentRefusals.CARRIER_UNKNOWN();
  // Held before looking, so that a refund that is being asked for, or another parcel, is either seen here or sees this one.
  const head = await lockHead(tx, tenantId, orderId);
  if (!head) throw orderRefusals.ORDER_NOT_FOUND();
  const before = await store.shipmentsOf(tx, tenantId, orderId);
  if (before.some((s) => s.carrier === parcel.carrier && s.tracking_number === parcel.trackingNumber))
    throw fulfilmentRefusals.SHIPMENT_REPEATED();
  if (head.status !== 'paid') throw orderRefusals.ORDER_STATE();
  if (before.length >= MOST_PARCELS) throw fulfilmentRefusals.PARCELS_FULL();
  const refunds = (await openRefundsOf(platform, tx, tenantId, [orderId])).get(orderId);
  if (refunds && refunds.waiting > 0) throw fulfilmentRefusals.REFUND_OPEN();
  const lines = await lineRows(tx, tenantId, [orderId]);
  const found = packed(lines.map(sentLine), asked);
  if (!found) throw fulfilmentRefusals.PIECES_GONE();
  if (found.pieces.length === 0) throw fulfilmentRefusals.NOTHING_TO_SHIP();
  await addSent(tx, tenantId, orderId, found.pieces);
  const isPart = !found.isLast || before.length > 0;
  const text = `商家已发${isPart ? `出 ${countOf(found.pieces)} 件` : '货'}：${name} ${parcel.trackingNumber}`;
  if (found.isLast) await leave(tx, actor, orderId, text);
  else await note(tx, tenantId, orderId, { at: now(), kind: 'part-shipped', text, actor: actorLabel(actor) });
  const paid = (await paymentsOfOrder(tx, tenantId, orderId)).find((p) => p.status === 'succeeded');
  const managed = paid !== undefined && isManaged(paid.method);
  const id = await store.insertShipment(tx, tenantId, orderId, {
    ...parcel,
    pieces: found.pieces,
    upload: managed ? 'pending' : 'none',
    statedAt: store.statedAfter(before),
  });
  if (managed) await pushLater(tx, tenantId, before);
  if (managed) await upload(tx, tenantId, orderId);
  await tellShipped(tx, head, id, linesIn(lines, found.pieces), { carrier: name, tracking: parcel.trackingNumber });
}

const countOf = (pieces: readonly Pieces[]): number => pieces.reduce((sum, p) => sum + p.quantity, 0);
/** The lines of a parcel, with the pieces that are in it. */
export const linesIn = (lines: readonly LineRow[], pieces: readonly Pieces[]): LineRow[] =>
  pieces.flatMap(({ lineId, quantity }) => {
    const line = lines.find((l) => l.id === lineId);
    return line ? { ...line, quantity } : [];
  });

/** The order is on its way: nothing is left to be sent. */
async function leave(tx: Tx, actor: Actor, orderId: string, text: string): Promise<void> {
  const { receiveAfterDays } = await readSettings(tx, actor.tenantId);
  await markShipped(tx, actor, orderId, text, receiveAfterDays);
}

/** A number that was corrected while parts were missing is told with what leaves last. */
async function pushLater(tx: Tx, tenantId: number, before: readonly store.ShipmentRow[]): Promise<void> {
  for (const row of before)
    if (row.upload === 'pending' && row.next_try_at === null)
      await store.changeShipment(tx, tenantId, row, { next_try_at: now(), stated_at: store.statedAfter(before) });
}

/**
 * What was left of a half-sent order may have been refunded: then it is on its way with what was sent. Called when a refund is agreed or
 * its money is back; does nothing where something is left, or a request waits.
 */
export async function finishSending(platform: Platform, tx: Tx, tenantId: number, orderId: string): Promise<void> {
  const head = await lockHead(tx, tenantId, orderId);
  if (head?.status !== 'paid') return;
  const parcels = await store.shipmentsOf(tx, tenantId, orderId);
  const lines = await lineRows(tx, tenantId, [orderId]);
  const refunds = (await openRefundsOf(platform, tx, tenantId, [orderId])).get(orderId);
  if (parcels.length === 0 || unsentPieces(lines.map(sentLine)).length > 0 || (refunds?.waiting ?? 0) > 0) return;
  await leave(tx, systemOf(tenantId), orderId, '其余商品已退款，订单全部发出');
  const last = parcels.at(-1);
  if (!last || last.upload === 'none') return;
  await store.changeShipment(tx, tenantId, last, { ...AT_ONCE(), stated_at: store.statedAfter(parcels) });
  await upload(tx, tenantId, orderId);
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

/** One message a parcel. */
const tellShipped = (
  tx: Tx,
  head: HeadRow,
  shipmentId: string,
  lines: readonly LineRow[],
  parcel: { carrier: string; tracking: string },
): Promise<void> =>
  tell(tx, head.tenant_id, {
    kind: ORDER_SHIPPED,
    customerId: head.customer_id,
    subject: shipmentId,
    page: orderPage(head.id),
    facts: { number: head.number, goods: goodsWords(lines), ...parcel, shippedAt: now(), state: '已发货' },
  });

const upload = (tx: Tx, tenantId: number, orderId: string, runAt?: Date) =>
  schedule(tx, tenantId, uploadToWechat, { orderId }, { ...(runAt && { runAt }), key: `upload/${orderId}` });

/**
 * Corrects what stands on a parcel; WeChat gets it from a job, of a half-sent order with what leaves last. The same again changes
 * nothing. Refuses with CARRIER_UNKNOWN, SHIPMENT_NOT_FOUND, SHIPMENT_FIXED when WeChat would not take it any more,
 * SHIPMENT_REPEATED, ORDER_STATE. Returns the order's id.
 */
export async function correct(tx: Tx, actor: Actor, id: string, parcel: store.Parcel): Promise<string> {
  const { tenantId } = actor;
  const name = carrierName(parcel.carrier);
  if (!name) throw fulfilmentRefusals.CARRIER_UNKNOWN();
  const orderId = (await store.shipmentRow(tx, tenantId, id))?.order_id;
  const head = orderId ? await lockHead(tx, tenantId, orderId) : undefined;
  const all = orderId ? await store.shipmentsOf(tx, tenantId, orderId) : [];
  const row = all.find((s) => s.id === id);
  if (!head || !row) throw fulfilmentRefusals.SHIPMENT_NOT_FOUND();
  const same = all.find((s) => s.carrier === parcel.carrier && s.tracking_number === parcel.trackingNumber);
  if (same?.id === id) return row.order_id;
  if (same) throw fulfilmentRefusals.SHIPMENT_REPEATED();
  if (head.status !== 'shipped' && head.status !== 'paid') throw orderRefusals.ORDER_STATE();
  if (!isCorrectable(row, all)) throw fulfilmentRefusals.SHIPMENT_FIXED();
  const hasToWait = head.status === 'paid' && row.uploaded_at !== null;
  await store.changeShipment(tx, tenantId, row, {
    carrier: parcel.carrier,
    tracking_number: parcel.trackingNumber,
    revision: row.revision + 1,
    corrected: row.uploaded_at !== null,
    stated_at: store.statedAfter(all),
    ...(row.upload === 'none' ? {} : { ...AT_ONCE(), ...(hasToWait ? { next_try_at: null } : {}) }),
  });
  await note(tx, tenantId, row.order_id, {
    at: now(),
    kind: 'shipment-corrected',
    text: `物流信息更正为：${name} ${parcel.trackingNumber}`,
    actor: actorLabel(actor),
  });
  if (row.upload !== 'none' && !hasToWait) await upload(tx, tenantId, row.order_id);
  return row.order_id;
}

const AT_ONCE = (): store.ShipmentColumns => ({
  upload: 'pending',
  upload_failure: null,
  tries: 0,
  next_try_at: now(),
});

/** Has what WeChat lacks of an order uploaded again at once. Refuses with SHIPMENT_NOT_FOUND, SHIPMENT_UNMANAGED or SHIPMENT_UPLOADED. */
export async function uploadAgain(tx: Tx, tenantId: number, orderId: string): Promise<void> {
  const rows = await store.shipmentsOf(tx, tenantId, orderId);
  if (rows.length === 0) throw fulfilmentRefusals.SHIPMENT_NOT_FOUND();
  if (rows.every((row) => row.upload === 'none')) throw fulfilmentRefusals.SHIPMENT_UNMANAGED();
  const lacking = rows.filter((row) => row.upload !== 'done');
  if (lacking.length === 0) throw fulfilmentRefusals.SHIPMENT_UPLOADED();
  for (const row of lacking) await store.changeShipment(tx, tenantId, row, AT_ONCE());
  await upload(tx, tenantId, orderId);
}

/** A push may be lost, so WeChat is asked every day until it knows of the receipt. */
export const LOOK_EVERY_MS = DAY;

/** WeChat says something of an order's receipt: it is asked about it at once. */
export async function lookSoon(tx: Tx, tenantId: number, row: store.ShipmentRow): Promise<void> {
  if (await store.changeShipment(tx, tenantId, row, { next_look_at: now() }))
    await schedule(tx, tenantId, lookAtReceipt, { shipmentId: row.id }, { key: `look-at-receipt/${row.id}` });
}

/** WeChat does not know of parcels that we believe uploaded: what it lacks is uploaded again. */
export async function uploadLost(tx: Tx, tenantId: number, row: store.ShipmentRow): Promise<void> {
  if (row.upload === 'none') return;
  if (await store.changeShipment(tx, tenantId, row, { ...AT_ONCE(), next_look_at: null }))
    await upload(tx, tenantId, row.order_id);
}

/** What became of an upload: taken, to be tried again, or refused for good. */
export type Outcome = { is: 'done' } | { is: 'later' | 'failed'; why: string };
/** What was sent: parcels that wait, as they stood, and whether the order is wholly on its way with them. */
export interface Sent {
  rows: readonly store.ShipmentRow[];
  isComplete: boolean;
}

export async function noteOutcome(
  tx: Tx,
  tenantId: number,
  { rows, isComplete }: Sent,
  outcome: Outcome,
): Promise<void> {
  for (const row of rows) {
    if (outcome.is !== 'done') await noteFailure(tx, tenantId, row, outcome);
    else {
      await store.noteUploaded(tx, tenantId, row.id);
      await store.changeShipment(tx, tenantId, row, {
        upload: 'done',
        upload_failure: null,
        next_try_at: null,
        // One parcel stands for the order.
        next_look_at: isComplete && row === rows.at(-1) ? new Date(nowMs() + LOOK_EVERY_MS) : null,
      });
    }
  }
}

async function noteFailure(
  tx: Tx,
  tenantId: number,
  row: store.ShipmentRow,
  outcome: Exclude<Outcome, { is: 'done' }>,
): Promise<void> {
  const tries = row.tries + 1;
  const isOver = outcome.is === 'failed' || tries >= UPLOAD_TRIES;
  const next = isOver ? null : new Date(nowMs() + afterTryMs(tries));
  const same = await store.changeShipment(tx, tenantId, row, {
    upload: isOver ? 'failed' : 'pending',
    upload_failure: cut(outcome.why, 200),
    tries,
    next_try_at: next,
  });
  if (same && next) await upload(tx, tenantId, row.order_id, next);
}

/** Sets uploads in motion again whose job was lost. */
export async function pushUploads(tx: Tx, tenantId: number, rows: { order_id: string }[]): Promise<void> {
  for (const orderId of new Set(rows.map((r) => r.order_id))) await upload(tx, tenantId, orderId);
}
