import type { Context } from '../context.ts';
import type { KeyMode, Refund, Store, Transaction } from '../state.ts';
import { checkBody } from './fields.ts';
import { newRefundId } from './numbers.ts';
import { fingerprintOf } from './prepay.ts';
import { canRefund, refundFees, refundsOf } from './purse.ts';
import { markRefunded } from './refund-timer.ts';
import { invalidRequest, notEnough, notExists, PayRefusal, paramError } from './refusal.ts';
import { type RefundBody, refundFields } from './shapes.ts';
import { rfc3339 } from './time.ts';
import { byTransactionId } from './transactions.ts';

const REFUNDABLE_MS = 365 * 86_400_000;
const MAX_REFUNDS = 50;
const APART_MS = 60_000;
const DESTINY = { abnormal: 'ABNORMAL', closed: 'CLOSED' } as const;

/** Accepts a refund. The same out_refund_no with the same parameters answers with the refund there is. */
export function refund(context: Context, rawBody: unknown, keyMode: KeyMode): Record<string, unknown> {
  const body = checkBody<RefundBody>(rawBody, refundFields);
  const trade = tradeOf(context, body);
  const earlier = context.store.refunds.get(body.out_refund_no);
  if (earlier) {
    if (earlier.fingerprint !== fingerprintOf(moneyOf(body, trade))) {
      throw invalidRequest('订单金额或退款金额与之前请求不一致，请核实后再试');
    }
    return refundView(context.store, earlier);
  }
  checkMoney(context, trade, body);
  const fault = context.faults.takeForRefund(trade.outTradeNo);
  if (fault?.action === 'not-enough' || !canRefund(context, trade, body.amount.refund))
    throw notEnough('基本账户余额不足，请充值后重新发起');
  const destined = fault?.action ? DESTINY[fault.action] : 'SUCCESS';
  const accepted = context.store.refunds.put(body.out_refund_no, newRefund(context, trade, body, keyMode, destined));
  markRefunded(context.store, trade.outTradeNo);
  context.refunds.wait(accepted);
  return refundView(context.store, accepted);
}

export function queryRefund(context: Context, outRefundNo: string): Record<string, unknown> {
  const found = context.store.refunds.get(outRefundNo);
  if (!found) throw notExists('退款单不存在');
  return refundView(context.store, found);
}

function tradeOf({ store }: Context, body: RefundBody): Transaction {
  const { transaction_id: id, out_trade_no: number } = body;
  if (!id && !number)
    throw paramError('transaction_id和out_trade_no必须二选一', { location: 'body', field: '/out_trade_no' });
  const trade = id ? byTransactionId(store, id) : store.transactions.get(number ?? '');
  if (!trade || trade.paidAtMs === null) throw notExists('订单不存在或未支付，请检查订单号');
  if (number && trade.outTradeNo !== number) throw invalidRequest('您的请求参数与订单信息不一致');
  return trade;
}

/** total as paid, Σ refunds ≤ paid, ≤ 50 parts, ≤ 365 days, and a minute apart where that rule is on. */
function checkMoney(context: Context, trade: Transaction, { amount }: RefundBody): void {
  const { settings } = context;
  const now = context.now();
  if (amount.total !== trade.totalFen) throw invalidRequest('订单金额或退款金额与之前请求不一致，请核实后再试');
  if (amount.from && amount.from.reduce((sum, part) => sum + part.amount, 0) !== amount.refund) {
    throw invalidRequest('出资账户金额之和与退款金额不一致');
  }
  const earlier = refundsOf(context.store, trade.outTradeNo);
  const refundedFen = earlier.reduce((sum, one) => sum + one.refundFen, 0);
  if (refundedFen >= trade.totalFen) throw invalidRequest('订单已全额退款');
  if (refundedFen + amount.refund > trade.totalFen) throw invalidRequest('申请退款金额大于订单剩余可退金额');
  if (earlier.length >= MAX_REFUNDS) throw invalidRequest('单笔订单部分退款次数已达到50次上限');
  if (trade.paidAtMs !== null && now - trade.paidAtMs > REFUNDABLE_MS)
    throw invalidRequest('订单已超过可退款的最大期限');
  const lastMs = earlier.at(-1)?.createdAtMs;
  if (settings.refundMinuteApart && lastMs !== undefined && now - lastMs < APART_MS) {
    throw new PayRefusal(429, 'FREQUENCY_LIMITED', '同一笔订单多次退款需间隔1分钟，请稍后重试');
  }
}

function newRefund(
  context: Context,
  trade: Transaction,
  body: RefundBody,
  keyMode: KeyMode,
  destined: Refund['destined'],
): Refund {
  const now = context.now();
  return {
    outRefundNo: body.out_refund_no,
    refundId: newRefundId(now),
    outTradeNo: trade.outTradeNo,
    transactionId: trade.transactionId ?? '',
    status: 'PROCESSING',
    destined,
    refundFen: body.amount.refund,
    totalFen: trade.totalFen,
    reason: body.reason ?? null,
    notifyUrl: body.notify_url ?? null,
    otherAccount: null,
    fingerprint: fingerprintOf(moneyOf(body, trade)),
    keyMode,
    createdAtMs: now,
    dueAtMs: now + context.settings.refundDelayMs,
    settledAtMs: null,
  };
}

/** What may not change between two tries of one refund. */
function moneyOf({ amount }: RefundBody, trade: Transaction): Record<string, unknown> {
  return { order: trade.outTradeNo, refund: amount.refund, total: amount.total };
}

export function refundView(store: Store, one: Refund): Record<string, unknown> {
  const feeBack = refundFees(refundsOf(store, one.outTradeNo)).get(one.outRefundNo) ?? 0;
  return {
    refund_id: one.refundId,
    out_refund_no: one.outRefundNo,
    transaction_id: one.transactionId,
    out_trade_no: one.outTradeNo,
    channel: one.otherAccount?.channel ?? 'ORIGINAL',
    user_received_account: one.otherAccount?.text ?? '支付用户零钱',
    ...(one.status === 'SUCCESS' && one.settledAtMs !== null ? { success_time: rfc3339(one.settledAtMs) } : {}),
    create_time: rfc3339(one.createdAtMs),
    status: one.status,
    funds_account: 'AVAILABLE',
    amount: {
      total: one.totalFen,
      refund: one.refundFen,
      from: [],
      payer_total: one.totalFen,
      payer_refund: one.refundFen,
      settlement_refund: one.refundFen,
      settlement_total: one.totalFen,
      discount_refund: 0,
      currency: 'CNY',
      refund_fee: feeBack,
    },
    promotion_detail: [],
  };
}
