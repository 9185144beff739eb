import { type Actor, actorLabel, type Shopper } from '../../../kernel/actor.ts';
import { DAY, now, nowMs } from '../../../kernel/clock.ts';
import { shareOf, sumFen } from '../../../kernel/money.ts';
import { type Db, type Tx, together } from '../../../platform/db/index.ts';
import { type Chain, type Ending, move, releaseAll, settleAll, type Work } from '../../../platform/ledger/index.ts';
import { emit, eventKind, eventRow, jobKind, schedule, send } from '../../../platform/outbox/index.ts';
import { type Platform, perPlatform } from '../../../platform/platform.ts';
import { soldAccount, stockAccount } from '../../stock/inventory/index.ts';
import { type OrderEvent, type OrderState, orderRefusals } from './order.api.ts';
import { orderChain } from './order.rules.ts';
import { type OrderReturned, openRefundsOf, orderReturned, orderTurned } from './order.slots.ts';
import * as store from './order.store.ts';
import { headRows } from './order-list.store.ts';
import { pursesBack } from './purses-back.ts';

export const orderPaid = eventKind<OrderEvent>('order.paid');
/** Money went back. */
export const orderRefunded = eventKind<OrderEvent>('order.refunded');
export const orderClosed = eventKind<OrderEvent>('order.closed');
const orderShipped = eventKind<OrderEvent>('order.shipped');
export const orderReceived = eventKind<OrderEvent>('order.received');
export const autoReceive = jobKind<OrderEvent>('order.auto-receive');

/** Settles the stock that an order reserved; goes into the chain that moves its money. */
export const settleOrder = (orderId: string): Ending => settleAll(orderChain(orderId));

/**
 * Turns unpaid orders paid whose rows are locked; `text` says by what. Sends everything at once, so that a commit can travel with it.
 */
export async function writePaid(
  { slots }: Platform,
  tx: Tx,
  tenantId: number,
  paid: readonly { orderId: string; at: Date }[],
  text: string,
): Promise<void> {
  if (paid.length === 0) return;
  const at = now();
  const ids = paid.map((p) => p.orderId);
  await together<unknown[]>(
    store.payHeads(tx, tenantId, paid),
    ...slots.all(orderTurned).map((follower) => follower.paid?.(tx, tenantId, ids) ?? Promise.resolve()),
    store.notes(
      tx,
      tenantId,
      paid.map(({ orderId }) => ({ orderId, at, kind: 'paid', text, actor: 'system' })),
    ),
    send(
      tx,
      tenantId,
      paid.map(({ orderId }) => eventRow(orderPaid, { orderId })),
    ),
  );
}

/** An unpaid order that is to close: why, and who says so. */
export interface Closing {
  orderId: string;
  reason: string;
  actor: Actor;
}

/** Closes unpaid orders and frees what they held; false for one that is not unpaid any more. */
export const closing = perPlatform(
  ({ slots }): Work<Closing, Closing, boolean> => ({
    name: 'order/close',
    reach: (_tenantId, { orderId }) => ({
      chain: `${orderChain(orderId)}/release`,
      accounts: [],
      ends: [orderChain(orderId)],
    }),
    async prepare(tx, tenantId, asked) {
      const heads = await store.lockHeads(
        tx,
        tenantId,
        asked.map((c) => c.orderId),
      );
      return (one) =>
        heads.get(one.orderId)?.status === 'unpaid'
          ? { legs: [releaseAll(orderChain(one.orderId))], reason: one.reason, plan: one }
          : { answer: false };
    },
    async write(tx, tenantId, accepted) {
      const closed = accepted.map((a) => a.plan);
      const at = now();
      const ids = closed.map((c) => c.orderId);
      await together<unknown[]>(
        store.closeHeads(tx, tenantId, closed),
        ...slots.all(orderTurned).map((follower) => follower.closed?.(tx, tenantId, ids) ?? Promise.resolve()),
        store.notes(
          tx,
          tenantId,
          closed.map(({ orderId, reason, actor }) => ({
            orderId,
            at,
            kind: 'closed',
            text: `订单关闭：${reason}`,
            actor: actorLabel(actor),
          })),
        ),
        send(
          tx,
          tenantId,
          closed.map(({ orderId }) => eventRow(orderClosed, { orderId })),
        ),
      );
      return closed.map(() => true);
    },
    repeated: async (_tx, _tenantId, asked) => asked.map(() => false),
  }),
);

/** Turns a paid order shipped and sets the timer of its receipt. Refuses with ORDER_STATE or ORDER_NOT_FOUND. */
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
  const head = await store.turn(tx, tenantId, orderId, 'shipped', { shipped_at: at, receive_by: receiveBy });
  if (!head)
    throw (await store.headRow(tx, tenantId, orderId)) ? orderRefusals.ORDER_STATE() : orderRefusals.ORDER_NOT_FOUND();
  await store.note(tx, tenantId, orderId, { at, kind: 'shipped', text, actor: actorLabel(actor) });
  await emit(tx, tenantId, orderShipped, { orderId });
  await schedule(tx, tenantId, autoReceive, { orderId }, { runAt: receiveBy, key: `receive/${orderId}` });
}

/** Turns a shipped order received, by the shopper, the timer or WeChat. False when the order is not on its way. */
export async function markReceived(
  tx: Tx,
  actor: Actor,
  orderId: string,
  text = actor.kind === 'system' ? '超时自动确认收货' : '确认收货',
): Promise<boolean> {
  const { tenantId } = actor;
  const at = now();
  const head = await store.turn(tx, tenantId, orderId, 'received', { received_at: at });
  if (!head) return false;
  await store.note(tx, tenantId, orderId, { at, kind: 'received', text, actor: actorLabel(actor) });
  await emit(tx, tenantId, orderReceived, { orderId });
  return true;
}

/** The timer's receipt: only when its time has really come, because the job may run early after a clock change. */
export async function receiveWhenDue(tx: Tx, actor: Actor, orderId: string): Promise<void> {
  const head = await store.headRow(tx, actor.tenantId, orderId);
  if (head?.receive_by && head.receive_by.getTime() <= nowMs()) await markReceived(tx, actor, orderId);
}

export type RefundPiece = store.LineRefund;

/** Marks pieces as being asked back, so that nobody refunds them twice. */
export const holdRefund = (tx: Tx, tenantId: number, orderId: string, pieces: RefundPiece[]) =>
  store.addLineRefunds(
    tx,
    tenantId,
    orderId,
    pieces.map((p) => ({ ...p, amountFen: 0 })),
  );

/** Frees pieces whose refund was declined or taken back. */
export const dropRefund = (tx: Tx, tenantId: number, orderId: string, pieces: RefundPiece[]) =>
  store.addLineRefunds(
    tx,
    tenantId,
    orderId,
    pieces.map((p) => ({ ...p, quantity: -p.quantity, amountFen: 0 })),
  );

/** What an agreed refund gives back of an order. */
export interface Granted {
  caseId: string;
  /** Fen of the pieces, and freight when it goes back. */
  amountFen: number;
  /** Pieces, and how many of the line's are agreed with these. */
  lines: readonly (RefundPiece & { agreedQuantity: number })[];
  /** Whether no piece of the order stays. */
  wholly: boolean;
  /** Fen of the pieces that refunds before this one kept back. */
  keptBeforeFen: number;
}
/**
 * Notes on lines and parts what an agreed refund gives back, and has what the order used come back by its owners' rules. Returns their
 * chains, and those of what goes back to purses, to be posted with the money's; and the fen that are left for WeChat.
 */
export async function grantRefund(
  { slots }: Platform,
  tx: Tx,
  head: store.HeadRow,
  { caseId, amountFen, lines, wholly, keptBeforeFen }: Granted,
): Promise<{ chains: Chain[]; wechatFen: number }> {
  const { tenant_id: tenantId, id: orderId, customer_id: customerId } = head;
  const rows = await store.partRows(tx, tenantId, [orderId]);
  const before = rows.length === 0 ? [] : await store.lineRows(tx, tenantId, [orderId]);
  await store.addLineRefunds(
    tx,
    tenantId,
    orderId,
    lines.map((p) => ({ ...p, quantity: 0 })),
  );
  if (rows.length === 0) return { chains: [], wechatFen: amountFen };
  const agreedFen = sumFen(before.map((l) => l.refunded_fen)) - keptBeforeFen;
  const purses = pursesBack(head, rows, { caseId, amountFen, agreedFen });
  const quantities = new Map(before.map((l) => [l.id, l.quantity]));
  const parts = rows.flatMap((row): (OrderReturned['parts'][number] & { nth: number })[] => {
    if (row.kind !== 'price') return [];
    const line = lines.find((l) => l.lineId === row.line_id);
    if (row.line_id === null ? !wholly : !line) return [];
    const [agreed, all] = line ? [line.agreedQuantity, quantities.get(line.lineId) ?? 0] : [1, 1];
    const { nth, line_id, source, ref, fen, units } = row;
    const [returnedFen, returnedUnits] = [shareOf(fen, agreed, all), shareOf(units, agreed, all)];
    const part = { nth, lineId: line_id, source, ref, fen, units, returnedFen, returnedUnits };
    return [{ ...part, nowFen: returnedFen - row.returned_fen, nowUnits: returnedUnits - row.returned_units }];
  });
  await store.returnParts(tx, tenantId, orderId, [...parts, ...purses.parts]);
  const returned = { orderId, customerId, caseId, wholly, parts };
  const chains: Chain[] = [...purses.chains];
  for (const giveBack of slots.all(orderReturned)) chains.push(...(await giveBack(tx, tenantId, returned)));
  return { chains, wechatFen: purses.wechatFen };
}

/** The chain by which the pieces of a refund granted before dispatch go back on the shelf. */
export async function piecesBack(
  db: Db,
  tenantId: number,
  orderId: string,
  caseId: string,
  pieces: RefundPiece[],
): Promise<Chain> {
  const rows = await store.lineRows(db, tenantId, [orderId]);
  const legs = pieces.flatMap((p) => {
    const row = rows.find((r) => r.id === p.lineId);
    return row ? [move('piece', soldAccount(row.sku_id), stockAccount(row.sku_id), p.quantity)] : [];
  });
  return { id: `refund/${caseId}/pieces`, legs, reason: 'refund before dispatch' };
}

/** The money is back with the shopper, as `text` says; `isLast`: of the last pieces, and then the order ends as refunded. */
export async function completeRefund(
  tx: Tx,
  tenantId: number,
  orderId: string,
  { amountFen, text, isLast }: { amountFen: number; text: string; isLast: boolean },
): Promise<void> {
  await store.addHeadRefund(tx, tenantId, orderId, amountFen);
  if (isLast) await store.turn(tx, tenantId, orderId, 'refunded');
  await store.note(tx, tenantId, orderId, { at: now(), kind: 'refunded', text, actor: 'system' });
  await emit(tx, tenantId, orderRefunded, { orderId });
}

/** A shopper with more paid orders than this is told the open refunds of the newest. */
const REFUNDS_LOOKED_FOR = 100;

/** A shopper's orders that are not over, by state, and how many paid ones have a refund that is not over. */
export async function countsOfShopper(platform: Platform, db: Db, { tenantId, customerId }: Shopper) {
  const [counts, paid] = await Promise.all([
    store.countOfShopper(db, tenantId, customerId),
    headRows(db, tenantId, { customerId, state: 'paid', limit: REFUNDS_LOOKED_FOR }),
  ]);
  const refunds = await openRefundsOf(
    platform,
    db,
    tenantId,
    paid.map((head) => head.id),
  );
  const count = (state: OrderState) => counts.get(state) ?? 0;
  return { unpaid: count('unpaid'), paid: count('paid'), shipped: count('shipped'), refunding: refunds.size };
}
