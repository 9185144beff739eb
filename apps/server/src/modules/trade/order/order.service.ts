import { type Actor, actorLabel } from '../../../kernel/actor.ts';
import { DAY, now, nowMs } from '../../../kernel/clock.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type Leg, move as moveLeg, post } from '../../../platform/ledger/index.ts';
import { emit, eventKind, jobKind, schedule } from '../../../platform/outbox/index.ts';
import { soldAccount, stockAccount } from '../../stock/inventory/index.ts';
import { type OrderEvent, orderRefusals } from './order.api.ts';
import { orderChain } from './order.rules.ts';
import * as store from './order.store.ts';

export const orderPaid = eventKind<OrderEvent>('order.paid');
export const orderClosed = eventKind<OrderEvent>('order.closed');
export const orderShipped = eventKind<OrderEvent>('order.shipped');
export const orderReceived = eventKind<OrderEvent>('order.received');
export const autoReceive = jobKind<OrderEvent>('order.auto-receive');

/** Ends every reservation of the order's chain one way: leg n of the order is line n. */
const endings = (kind: 'settle' | 'release', orderId: string, lines: number): Leg[] =>
  Array.from({ length: lines }, (_, leg) => ({ kind, of: { chain: orderChain(orderId), leg } }));

/** WeChat has the order's money. 'late': the order had closed before, so the money has to go back; 'known': it was paid already. */
export async function markPaid(
  tx: Tx,
  tenantId: number,
  orderId: string,
  at: Date,
): Promise<'paid' | 'late' | 'known'> {
  const head = await store.move(tx, tenantId, orderId, 'paid', { paid_at: at });
  if (!head) {
    const old = await store.headRow(tx, tenantId, orderId);
    if (!old) throw orderRefusals.ORDER_NOT_FOUND();
    return old.status === 'closed' ? 'late' : 'known';
  }
  const lines = await store.lineRows(tx, tenantId, [orderId]);
  await post(tx, tenantId, {
    id: `${orderChain(orderId)}/settle`,
    legs: endings('settle', orderId, lines.length),
    reason: 'order paid',
  });
  await store.note(tx, tenantId, orderId, { at: now(), kind: 'paid', text: '微信支付成功', actor: 'system' });
  await emit(tx, tenantId, orderPaid, { orderId });
  return 'paid';
}

/** Closes an unpaid order and frees what it held; false when it is not unpaid any more. */
export async function closeOrder(tx: Tx, actor: Actor, orderId: string, reason: string): Promise<boolean> {
  const { tenantId } = actor;
  const head = await store.move(tx, tenantId, orderId, 'closed', { close_reason: reason });
  if (!head) return false;
  const lines = await store.lineRows(tx, tenantId, [orderId]);
  await post(tx, tenantId, {
    id: `${orderChain(orderId)}/release`,
    legs: endings('release', orderId, lines.length),
    reason,
  });
  await store.note(tx, tenantId, orderId, {
    at: now(),
    kind: 'closed',
    text: `订单关闭：${reason}`,
    actor: actorLabel(actor),
  });
  await emit(tx, tenantId, orderClosed, { orderId });
  return true;
}

/** A paid order leaves the house. Refuses with ORDER_STATE or ORDER_NOT_FOUND. */
export async function markShipped(
  tx: Tx,
  actor: Actor,
  orderId: string,
  text: string,
  receiveAfterDays: number,
): Promise<void> {
  const { tenantId } = actor;
  const at = now();
  const receiveBy = new Date(at.getTime() + receiveAfterDays * DAY);
  const head = await store.move(tx, tenantId, orderId, 'shipped', { shipped_at: at, receive_by: receiveBy });
  if (!head)
    throw (await store.headRow(tx, tenantId, orderId)) ? orderRefusals.ORDER_STATE() : orderRefusals.ORDER_NOT_FOUND();
  await store.note(tx, tenantId, orderId, { at, kind: 'shipped', text, actor: actorLabel(actor) });
  await emit(tx, tenantId, orderShipped, { orderId });
  await schedule(tx, tenantId, autoReceive, { orderId }, { runAt: receiveBy, key: `receive/${orderId}` });
}

/** The goods have arrived: said by the shopper, or by the timer. False when the order is not on its way. */
export async function markReceived(tx: Tx, actor: Actor, orderId: string): Promise<boolean> {
  const { tenantId } = actor;
  const at = now();
  const head = await store.move(tx, tenantId, orderId, 'received', { received_at: at });
  if (!head) return false;
  const text = actor.kind === 'system' ? '超时自动确认收货' : '确认收货';
  await store.note(tx, tenantId, orderId, { at, kind: 'received', text, actor: actorLabel(actor) });
  await emit(tx, tenantId, orderReceived, { orderId });
  return true;
}

/** The timer's receipt: only when its time has really come, because the job may run early after a clock change. */
export async function receiveWhenDue(tx: Tx, actor: Actor, orderId: string): Promise<void> {
  const head = await store.headRow(tx, actor.tenantId, orderId);
  if (head?.receive_by && head.receive_by.getTime() <= nowMs()) await markReceived(tx, actor, orderId);
}

export interface RefundPiece {
  lineId: string;
  quantity: number;
  amountFen: number;
}

/** Marks pieces as being asked back, so that nobody refunds them twice. */
export async function holdRefund(tx: Tx, tenantId: number, orderId: string, pieces: RefundPiece[]): Promise<void> {
  for (const p of pieces) await store.addLineRefund(tx, tenantId, orderId, p.lineId, p.quantity, 0);
}

/** Frees pieces whose refund was declined or taken back. */
export async function dropRefund(tx: Tx, tenantId: number, orderId: string, pieces: RefundPiece[]): Promise<void> {
  for (const p of pieces) await store.addLineRefund(tx, tenantId, orderId, p.lineId, -p.quantity, 0);
}

/** Notes on the lines what an agreed refund gives back for their pieces. */
export async function grantRefund(tx: Tx, tenantId: number, orderId: string, pieces: RefundPiece[]): Promise<void> {
  for (const p of pieces) await store.addLineRefund(tx, tenantId, orderId, p.lineId, 0, p.amountFen);
}

/** A granted refund before dispatch: its pieces go back on the shelf. */
export async function returnPieces(
  tx: Tx,
  tenantId: number,
  orderId: string,
  caseId: string,
  pieces: RefundPiece[],
): Promise<void> {
  const rows = await store.lineRows(tx, tenantId, [orderId]);
  const legs = pieces.flatMap((p) => {
    const row = rows.find((r) => r.id === p.lineId);
    return row ? [moveLeg('piece', soldAccount(row.sku_id), stockAccount(row.sku_id), p.quantity)] : [];
  });
  await post(tx, tenantId, { id: `refund/${caseId}/pieces`, legs, reason: 'refund before dispatch' });
}

/** The money is back with the shopper, as `text` says; an order whose every fen is refunded ends as refunded. */
export async function completeRefund(
  tx: Tx,
  tenantId: number,
  orderId: string,
  amountFen: number,
  text: string,
): Promise<void> {
  await store.addHeadRefund(tx, tenantId, orderId, amountFen);
  const head = await store.headRow(tx, tenantId, orderId);
  if (head && head.refunded_fen >= head.total_fen) await store.move(tx, tenantId, orderId, 'refunded');
  await store.note(tx, tenantId, orderId, { at: now(), kind: 'refunded', text, actor: 'system' });
}
