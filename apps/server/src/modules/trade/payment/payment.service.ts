import type { RefundNotice, Transaction } from '@jishi/wechat';
import { now } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { move as moveLeg, post, reserve } from '../../../platform/ledger/index.ts';
import { emit, eventKind, jobKind, schedule } from '../../../platform/outbox/index.ts';
import { markPaid, note, PAYER, paidAccount } from '../order/index.ts';
import { paymentRefusals } from './payment.api.ts';
import { refundStateOf } from './payment.rules.ts';
import * as store from './payment.store.ts';

export interface RefundEvent {
  refundId: string;
  orderId: string;
  caseId: string | null;
  amountFen: number;
}
export const refundSucceeded = eventKind<RefundEvent>('payment.refund-succeeded');
export const refundFailed = eventKind<RefundEvent>('payment.refund-failed');
export const sendRefund = jobKind<{ refundId: string }>('payment.send-refund');
export const checkRefund = jobKind<{ refundId: string }>('payment.check-refund');

export interface Merchant {
  mchid: string;
  appid: string;
}

/**
 * WeChat says that a number is paid: by call-back or by query, first, again or late — always this one command. Refuses with
 * PAYMENT_MISMATCH when merchant, app or amount are not those of our payment; then nothing is changed.
 */
export async function confirmPayment(tx: Tx, tenantId: number, merchant: Merchant, t: Transaction): Promise<void> {
  const payment = await store.lockPayment(tx, tenantId, t.out_trade_no);
  if (!payment || t.trade_state !== 'SUCCESS') throw paymentRefusals.PAYMENT_MISMATCH({ number: t.out_trade_no });
  const agrees = t.mchid === merchant.mchid && t.appid === merchant.appid && t.amount?.total === payment.amount_fen;
  if (!agrees) throw paymentRefusals.PAYMENT_MISMATCH({ number: t.out_trade_no });
  if (payment.status === 'succeeded' || payment.status === 'late') return;
  const at = t.success_time ? new Date(t.success_time) : now();
  const outcome = await markPaid(tx, tenantId, payment.order_id, at);
  await post(tx, tenantId, {
    id: `payment/${payment.number}`,
    legs: [moveLeg('fen', PAYER, paidAccount(payment.order_id), payment.amount_fen)],
    reason: 'WeChat Pay',
  });
  const columns = { transaction_id: t.transaction_id, payer_openid: t.payer?.openid ?? null, succeeded_at: at };
  if (outcome === 'paid') {
    await store.movePayment(tx, tenantId, payment.id, 'succeeded', columns);
    return;
  }
  await store.movePayment(tx, tenantId, payment.id, 'late', columns);
  const text = outcome === 'late' ? '订单关闭后收到付款，已自动原路退回' : '订单重复付款，多付的部分已自动原路退回';
  await note(tx, tenantId, payment.order_id, { at: now(), kind: 'late-payment', text, actor: 'system' });
  await openRefund(tx, tenantId, payment, {
    amountFen: payment.amount_fen,
    reason: text,
    purpose: 'late',
    caseId: null,
  });
}

interface RefundAsk {
  amountFen: number;
  reason: string;
  purpose: 'aftersales' | 'late';
  caseId: string | null;
}

/** Records the intent to give money back; a job tells WeChat. Refuses with REFUND_EXCEEDS_PAID: the ledger holds what was paid. */
async function openRefund(tx: Tx, tenantId: number, payment: store.PaymentRow, ask: RefundAsk): Promise<void> {
  const id = newId();
  const number = `R${id.replaceAll('-', '')}`;
  await post(tx, tenantId, {
    id: `refund/${number}`,
    legs: [
      reserve('fen', paidAccount(payment.order_id), PAYER, ask.amountFen, {
        lackCode: 'REFUND_EXCEEDS_PAID',
        message: '退款金额超过可退金额',
      }),
    ],
    reason: ask.reason,
  });
  await store.insertRefund(tx, tenantId, { id, paymentId: payment.id, orderId: payment.order_id, number, ...ask });
  await schedule(tx, tenantId, sendRefund, { refundId: id });
}

/** Gives part or all of what was paid for an order back. Refuses with PAYMENT_MISMATCH when it was not paid here. */
export async function refundPayment(
  tx: Tx,
  tenantId: number,
  orderId: string,
  ask: Omit<RefundAsk, 'purpose'>,
): Promise<void> {
  const paid = (await store.paymentsOf(tx, tenantId, orderId)).find((p) => p.status === 'succeeded');
  if (!paid) throw paymentRefusals.PAYMENT_MISMATCH({ orderId });
  await openRefund(tx, tenantId, paid, { ...ask, purpose: 'aftersales' });
}

/** Sends a failed refund again under the same number; false when there is none. */
export async function retryRefund(tx: Tx, tenantId: number, orderId: string, caseId: string): Promise<boolean> {
  const failed = await store.failedRefund(tx, tenantId, orderId, caseId);
  if (!failed || !(await store.moveRefund(tx, tenantId, failed.id, 'sending', { failure: null }))) return false;
  await schedule(tx, tenantId, sendRefund, { refundId: failed.id });
  return true;
}

type RefundNews = Pick<RefundNotice, 'out_refund_no' | 'refund_id' | 'success_time' | 'amount'> & { status: string };
const CHECK_AFTER_MS = 60_000;

/**
 * What WeChat says of a refund: from its answer, its call-back or a query, in any order and more than once. Refuses with
 * PAYMENT_MISMATCH when the number or the amount is not ours; then nothing is changed.
 */
export async function applyRefundNews(tx: Tx, tenantId: number, news: RefundNews): Promise<void> {
  const row = await store.refundByNumber(tx, tenantId, news.out_refund_no);
  if (!row || news.amount.refund !== row.amount_fen)
    throw paymentRefusals.PAYMENT_MISMATCH({ number: news.out_refund_no });
  const to = refundStateOf(news.status);
  const at = news.success_time ? new Date(news.success_time) : now();
  const moved = await store.moveRefund(tx, tenantId, row.id, to, {
    refund_id: news.refund_id,
    ...(to === 'succeeded' ? { succeeded_at: at, failure: null } : {}),
    ...(to === 'failed' ? { failure: `微信退款状态 ${news.status}` } : {}),
  });
  if (!moved) return;
  const event: RefundEvent = {
    refundId: row.id,
    orderId: row.order_id,
    caseId: row.case_id,
    amountFen: row.amount_fen,
  };
  if (to === 'succeeded') {
    await post(tx, tenantId, {
      id: `refund/${row.number}/settle`,
      legs: [{ kind: 'settle', of: { chain: `refund/${row.number}`, leg: 0 } }],
      reason: 'refunded',
    });
    await emit(tx, tenantId, refundSucceeded, event);
  } else if (to === 'failed') await emit(tx, tenantId, refundFailed, event);
  else
    await schedule(
      tx,
      tenantId,
      checkRefund,
      { refundId: row.id },
      { runAt: new Date(now().getTime() + CHECK_AFTER_MS), key: `check-refund/${row.id}` },
    );
}

/** WeChat will not do this refund as it stands, e.g. for lack of funds; staff may send it again. */
export async function failRefund(tx: Tx, tenantId: number, refundId: string, failure: string): Promise<void> {
  const row = await store.moveRefund(tx, tenantId, refundId, 'failed', { failure });
  if (row)
    await emit(tx, tenantId, refundFailed, {
      refundId,
      orderId: row.order_id,
      caseId: row.case_id,
      amountFen: row.amount_fen,
    });
}
