import { type Actor, actorLabel } from '../../../kernel/actor.ts';
import { chinaTime, now, nowMs } from '../../../kernel/clock.ts';
import { newId, newNumber } from '../../../kernel/ids.ts';
import { yuan } from '../../../kernel/money.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { post } from '../../../platform/ledger/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import {
  completeRefund,
  dropRefund,
  grantRefund,
  type HeadRow,
  headRow,
  holdRefund,
  type LineRow,
  lineRows,
  lockHead,
  note,
  ORDER,
  piecesBack,
  type RefundPiece,
} from '../order/index.ts';
import {
  type PaymentRow,
  payByHand,
  type Redirect,
  redirectRefund,
  refundPayment,
  refundStandings,
  retryRefund,
} from '../payment/index.ts';
import { aftersalesRefusals } from './aftersales.api.ts';
import { type Piece, planRefund, type RefundPlan, totals } from './aftersales.rules.ts';
import * as store from './aftersales.store.ts';
import { tellRefunded } from './aftersales-notice.ts';
import { termsOf } from './return-terms.ts';
import { exceeds, unsentOf } from './unsent.rules.ts';

/** How the merchant paid the shopper without WeChat Pay. */
interface Proof {
  note: string;
  picture: string | null;
}
interface Ask {
  lines: { lineId: string; quantity: number }[];
  reason: string;
  /** The merchant waives what promotions would ask for: it is their fault. */
  waived?: boolean;
}
type WithSlots = Pick<Platform, 'slots'>;

/** Opens a case for pieces of a paid, undispatched order. Refuses with REFUND_NOT_NOW or REFUND_TOO_MUCH. */
export async function openCase(
  platform: WithSlots,
  tx: Tx,
  actor: Actor,
  orderId: string,
  ask: Ask,
  allowed: (head: HeadRow) => boolean,
): Promise<store.CaseRow> {
  const { tenantId } = actor;
  const head = await lockHead(tx, tenantId, orderId);
  if (!head || !allowed(head)) throw aftersalesRefusals.REFUND_ORDER_NOT_FOUND();
  if (head.status !== 'paid') throw aftersalesRefusals.REFUND_NOT_NOW({ state: head.status });
  const plan = await planFor(platform, tx, head, ask.lines, { waived: ask.waived });
  const id = newId();
  const number = newNumber(chinaTime(nowMs()));
  await holdRefund(tx, tenantId, orderId, plan.lines);
  await store.insertCase(tx, tenantId, {
    id,
    number,
    kind: 'refund',
    status: 'requested',
    orderId,
    customerId: head.customer_id,
    reason: ask.reason,
    waived: ask.waived ?? false,
    ...plan,
  });
  await estimateAgain(platform, tx, head);
  await note(tx, tenantId, orderId, {
    at: now(),
    kind: 'refund-requested',
    text: `申请退款 ${yuan(plan.amountFen)}：${ask.reason}`,
    actor: actorLabel(actor),
  });
  return existing(await store.caseRow(tx, tenantId, id));
}

/**
 * Grants a case: amounts and freight are decided now, for good; pieces go back on the shelf, the money on its way. Refuses with
 * REFUND_NOT_FOUND, REFUND_STATE or REFUND_TOO_MUCH.
 */
export async function approveCase(platform: Platform, tx: Tx, actor: Actor, id: string): Promise<store.CaseRow> {
  const { tenantId } = actor;
  const { row, head } = await locked(tx, tenantId, id);
  if (row.status !== 'requested') throw aftersalesRefusals.REFUND_STATE({ state: row.status });
  const own = await pieces(tx, tenantId, id);
  const plan = await planFor(platform, tx, head, own, { caseId: id, waived: row.waived });
  // What was agreed meanwhile may have broken a promotion, so that a gift goes with these pieces now.
  await holdRefund(tx, tenantId, row.order_id, added(plan.lines, own));
  await store.putAmounts(tx, tenantId, id, plan);
  const granted = await store.turnCase(tx, tenantId, id, 'sending');
  if (!granted) throw aftersalesRefusals.REFUND_STATE();
  const { chains, wechatFen } = await grantRefund(platform, tx, head, { caseId: id, ...plan });
  const purseFen = plan.amountFen - wechatFen;
  if (purseFen > 0) await store.putPurseFen(tx, tenantId, id, purseFen);
  const beside = [await piecesBack(tx, tenantId, row.order_id, id, plan.lines), ...chains];
  const ask = { amountFen: wechatFen, reason: row.reason, caseId: id };
  const isBack = wechatFen === 0;
  if (isBack) await post(tx, tenantId, beside);
  else await refundPayment(tx, tenantId, { kind: ORDER, id: row.order_id }, ask, beside);
  await estimateAgain(platform, tx, head);
  await note(tx, tenantId, row.order_id, {
    at: now(),
    kind: 'refund-approved',
    text: agreedText(plan.amountFen, purseFen),
    actor: actorLabel(actor),
  });
  return isBack ? endAtOnce(tx, { ...granted, amount_fen: plan.amountFen }) : granted;
}

function agreedText(amountFen: number, purseFen: number): string {
  if (amountFen === 0) return '商家同意退款，这些商品没有收款';
  const all = `商家同意退款 ${yuan(amountFen)}`;
  if (purseFen === amountFen) return `${all}，已退回余额、积分等原支付方式`;
  return purseFen === 0
    ? `${all}，正在原路退回`
    : `${all}，其中 ${yuan(purseFen)} 已退回余额、积分等，其余正在原路退回`;
}

/** WeChat was paid nothing for these pieces, so there is nothing to wait for. */
async function endAtOnce(tx: Tx, { tenant_id: tenantId, id, amount_fen }: store.CaseRow): Promise<store.CaseRow> {
  const done = existing(await store.turnCase(tx, tenantId, id, 'succeeded', { finished_at: now() }));
  await finish(
    tx,
    done,
    amount_fen === 0 ? '退款完成，这些商品没有收款' : `退款完成，${yuan(amount_fen)} 已退回余额、积分等`,
  );
  return done;
}

/** `caseId`: of the case that is planned, when it is there already. */
interface Planning {
  caseId?: string;
  waived?: boolean | undefined;
}
export type TermedPlan = RefundPlan & { terms: string[] };

/**
 * What these pieces of an order give back when it is agreed now, beside its other cases, and what promotions ask for. Refuses with
 * REFUND_TOO_MUCH.
 */
export async function planFor(
  platform: WithSlots,
  db: Db,
  head: HeadRow,
  asked: readonly Piece[],
  { caseId, waived }: Planning = {},
): Promise<TermedPlan> {
  const { tenant_id: tenantId, id: orderId } = head;
  const living = await store.livingCases(db, tenantId, orderId);
  const rows = await lineRows(db, tenantId, [orderId]);
  const others = living.filter((p) => p.caseId !== caseId);
  if (exceeds(unsentOf(rows, others), asked)) throw aftersalesRefusals.REFUND_TOO_MUCH();
  const plan = await planBeside(platform, db, { head, rows, others, waived: waived ?? false }, asked);
  if (!plan) throw aftersalesRefusals.REFUND_TOO_MUCH();
  return plan;
}

interface Beside {
  head: HeadRow;
  rows: LineRow[];
  others: store.LivingPiece[];
  waived: boolean;
}
async function planBeside(
  { slots }: WithSlots,
  db: Db,
  { head, rows, others, waived }: Beside,
  asked: readonly Piece[],
): Promise<TermedPlan | null> {
  const order = {
    freightFen: head.freight_fen,
    lines: rows.map((r) => ({ id: r.id, quantity: r.quantity, payableFen: r.payable_fen })),
  };
  const keptOf = new Map(others.filter((p) => p.agreed).map((p) => [p.caseId, p.keptFen]));
  const keptFen = [...keptOf.values()].reduce((sum, fen) => sum + fen, 0);
  const beside = { pieces: others, giveFreight: others.some((p) => p.agreed && p.freightFen > 0), keptFen };
  const terms = waived
    ? { pieces: asked, keepFen: keptFen, texts: [] }
    : await termsOf(slots, db, { tenantId: head.tenant_id, orderId: head.id, rows }, asked, others);
  const plan = planRefund(order, terms.pieces, beside, terms.keepFen);
  return plan && { ...plan, terms: terms.texts };
}

/** Pieces of a plan that the case did not have before. */
const added = (planned: readonly RefundPiece[], own: readonly RefundPiece[]): RefundPiece[] => {
  const before = totals(own);
  return planned
    .map((p) => ({ ...p, quantity: p.quantity - (before.get(p.lineId) ?? 0) }))
    .filter((p) => p.quantity > 0);
};

/** What the order's open cases would give back changes when another is asked for, agreed or dropped. */
async function estimateAgain(platform: WithSlots, tx: Tx, head: HeadRow): Promise<void> {
  const { tenant_id: tenantId, id: orderId } = head;
  const living = await store.livingCases(tx, tenantId, orderId);
  const open = new Set(living.filter((p) => !p.agreed).map((p) => p.caseId));
  if (open.size === 0) return;
  const rows = await lineRows(tx, tenantId, [orderId]);
  for (const id of open) {
    const mine = living.filter((p) => p.caseId === id);
    const others = living.filter((p) => p.caseId !== id);
    const plan = await planBeside(platform, tx, { head, rows, others, waived: mine[0]?.waived ?? false }, mine);
    const own = totals(mine);
    if (plan) await store.putAmounts(tx, tenantId, id, { ...plan, lines: plan.lines.filter((l) => own.has(l.lineId)) });
  }
}

/** Ends a case without money: declined by staff, or taken back by the shopper. Refuses with REFUND_NOT_FOUND or REFUND_STATE. */
export async function dropCase(
  platform: WithSlots,
  tx: Tx,
  actor: Actor,
  id: string,
  to: 'rejected' | 'withdrawn',
  reason: string | null,
): Promise<store.CaseRow> {
  const { tenantId } = actor;
  const { row, head } = await locked(tx, tenantId, id);
  if (row.status === to) return row;
  const dropped = await store.turnCase(tx, tenantId, id, to, {
    finished_at: now(),
    ...(reason ? { reject_reason: reason } : {}),
  });
  if (!dropped) throw aftersalesRefusals.REFUND_STATE({ state: row.status });
  await dropRefund(tx, tenantId, row.order_id, await pieces(tx, tenantId, id));
  await estimateAgain(platform, tx, head);
  const text = to === 'rejected' ? `商家拒绝退款：${reason}` : '买家撤销退款申请';
  await note(tx, tenantId, row.order_id, { at: now(), kind: `refund-${to}`, text, actor: actorLabel(actor) });
  return dropped;
}

/** Tries the money of a failed case again. Refuses with REFUND_NOT_FOUND or REFUND_STATE. */
export async function retryCase(tx: Tx, actor: Actor, id: string): Promise<store.CaseRow> {
  const { row } = await locked(tx, actor.tenantId, id);
  const sending = row.status === 'failed' && (await store.turnCase(tx, actor.tenantId, id, 'sending'));
  if (!sending || !(await retryRefund(tx, actor.tenantId, id)))
    throw aftersalesRefusals.REFUND_STATE({ state: row.status });
  return sending;
}

/**
 * Ends a failed case: the merchant paid the shopper in another way, and `proof` says how. Refuses with REFUND_NOT_FOUND, REFUND_STATE, or
 * REFUND_BEING_SENT while WeChat may still pay it.
 */
export async function payCaseByHand(tx: Tx, actor: Actor, id: string, proof: Proof): Promise<store.CaseRow> {
  const { tenantId } = actor;
  const { row } = await locked(tx, tenantId, id);
  if (row.status !== 'failed') throw aftersalesRefusals.REFUND_STATE({ state: row.status });
  if ((await payByHand(tx, tenantId, id)) === null) throw aftersalesRefusals.REFUND_BEING_SENT();
  const done = await store.turnCase(tx, tenantId, id, 'succeeded', {
    finished_at: now(),
    by_hand_note: proof.note,
    by_hand_picture: proof.picture,
  });
  if (!done) throw aftersalesRefusals.REFUND_STATE();
  await finish(tx, done, `商家已线下退还 ${yuan(wechatFenOf(done))}：${proof.note}`);
  return done;
}

/**
 * Has WeChat pay the abnormal refund of a failed case to another account. When that is the merchant's, `proof` says how the merchant
 * gave the money to the shopper. Refuses with REFUND_NOT_FOUND, REFUND_STATE or REFUND_NOT_ABNORMAL.
 */
export async function redirectCase(
  tx: Tx,
  secrets: Secrets,
  actor: Actor,
  id: string,
  redirect: Redirect,
  proof: Proof | null,
): Promise<store.CaseRow> {
  const { tenantId } = actor;
  const { row } = await locked(tx, tenantId, id);
  if (row.status !== 'failed') throw aftersalesRefusals.REFUND_STATE({ state: row.status });
  if (!(await redirectRefund(tx, secrets, tenantId, id, redirect))) throw aftersalesRefusals.REFUND_NOT_ABNORMAL();
  const sending = await store.turnCase(tx, tenantId, id, 'sending', {
    by_hand_note: proof?.note ?? null,
    by_hand_picture: proof?.picture ?? null,
  });
  if (!sending) throw aftersalesRefusals.REFUND_STATE();
  const money = `退款 ${yuan(wechatFenOf(row))}`;
  const text = proof ? `${money} 改退到商户账户，商家已线下退还：${proof.note}` : `${money} 改退到买家的银行卡`;
  await note(tx, tenantId, row.order_id, { at: now(), kind: 'refund-redirected', text, actor: actorLabel(actor) });
  return sending;
}

/** What of a case's amount goes through WeChat. */
const wechatFenOf = (row: store.CaseRow): number => row.amount_fen - row.purse_fen;

const LATE_REASONS = { closed: '订单关闭后收到付款', twice: '订单重复付款' };

/** Opens a case about money that the order no longer wants, which goes back whole. */
export async function openLateCase(
  tx: Tx,
  tenantId: number,
  payment: PaymentRow,
  why: keyof typeof LATE_REASONS,
): Promise<{ id: string; reason: string }> {
  const head = await headRow(tx, tenantId, payment.subject_id);
  if (!head) throw aftersalesRefusals.REFUND_ORDER_NOT_FOUND();
  const id = newId();
  const reason = LATE_REASONS[why];
  await store.insertCase(tx, tenantId, {
    id,
    number: newNumber(chinaTime(nowMs())),
    kind: 'late',
    status: 'sending',
    orderId: head.id,
    customerId: head.customer_id,
    amountFen: payment.amount_fen,
    freightFen: 0,
    keptFen: 0,
    terms: [],
    waived: false,
    reason,
    lines: [],
  });
  const text = `${reason}，${yuan(payment.amount_fen)} 正在原路退回`;
  await note(tx, tenantId, head.id, { at: now(), kind: 'late-payment', text, actor: 'system' });
  return { id, reason };
}

/** Brings a case to where its refund is, whatever was heard of it and in whatever order. */
export async function followRefund(tx: Tx, tenantId: number, id: string): Promise<void> {
  await locked(tx, tenantId, id);
  const refund = (await refundStandings(tx, tenantId, [id])).get(id);
  if (!refund) throw aftersalesRefusals.REFUND_NOT_FOUND();
  if (refund.state === 'succeeded') {
    const done = await store.turnCase(tx, tenantId, id, 'succeeded', { finished_at: now() });
    if (done) {
      await finish(tx, done, endText(done, refund.redirectedTo));
      await tellRefunded(tx, done, refund.redirectedTo);
    }
  } else if (refund.state === 'sending' || refund.state === 'processing')
    await store.turnCase(tx, tenantId, id, 'sending');
  else await store.turnCase(tx, tenantId, id, 'failed', { by_hand_note: null, by_hand_picture: null });
}

function endText(row: store.CaseRow, to: Redirect['to'] | null): string {
  const { kind, reason, by_hand_note } = row;
  const money = yuan(wechatFenOf(row));
  if (to === 'merchant') return `商家已线下退还 ${money}：${by_hand_note ?? ''}`;
  return `${kind === 'late' ? reason : '退款'}，${money} 已${to === 'card' ? '退到买家的银行卡' : '原路退回'}`;
}

/** The money is with the shopper: it counts as refunded on the order, unless the order never counted it. */
async function finish(tx: Tx, row: store.CaseRow, text: string): Promise<void> {
  const { tenant_id: tenantId, order_id: orderId } = row;
  if (row.kind === 'refund') {
    const head = await headRow(tx, tenantId, orderId);
    const isLast = (await store.refundedPieces(tx, tenantId, orderId)) === head?.pieces;
    await completeRefund(tx, tenantId, orderId, { amountFen: row.amount_fen, text, isLast });
  } else await note(tx, tenantId, orderId, { at: now(), kind: 'refunded', text, actor: 'system' });
}

const existing = (row: store.CaseRow | undefined): store.CaseRow => {
  if (!row) throw aftersalesRefusals.REFUND_NOT_FOUND();
  return row;
};

/** The case with its order held for this transaction, so that decisions about one order come one after the other. */
async function locked(tx: Tx, tenantId: number, id: string): Promise<{ row: store.CaseRow; head: HeadRow }> {
  const { order_id } = existing(await store.caseRow(tx, tenantId, id));
  const head = await lockHead(tx, tenantId, order_id);
  if (!head) throw aftersalesRefusals.REFUND_ORDER_NOT_FOUND();
  return { row: existing(await store.caseRow(tx, tenantId, id)), head };
}

const pieces = async (tx: Tx, tenantId: number, id: string): Promise<RefundPiece[]> =>
  (await store.piecesOf(tx, tenantId, [id])).get(id) ?? [];
