import type { Store, Transaction } from '../../state.ts';
import type { NewCallback } from '../callbacks.ts';
import type { Combined } from '../records.ts';
import { rfc3339 } from '../time.ts';

/** The orders that are paid together with this one: itself, unless it is part of a combined payment. */
export function paidTogether(store: Store, trade: Transaction): Transaction[] {
  const whole = combinedOf(store, trade);
  return whole ? partsOf(store, whole) : [trade];
}

export const combinedOf = (store: Store, { combineOutTradeNo }: Transaction): Combined | undefined =>
  combineOutTradeNo ? store.combined.get(combineOutTradeNo) : undefined;

export const partsOf = (store: Store, whole: Combined): Transaction[] =>
  whole.outTradeNos.flatMap((number) => store.transactions.get(number) ?? []);

/** A combined payment as its query answers it. */
export function combinedView(store: Store, whole: Combined): Record<string, unknown> {
  const parts = partsOf(store, whole);
  const paid = parts.find((part) => part.paidAtMs !== null);
  return {
    combine_appid: whole.appid,
    combine_mchid: whole.mchid,
    combine_out_trade_no: whole.combineOutTradeNo,
    ...(paid ? { combine_transaction_id: whole.combineTransactionId } : {}),
    ...(whole.deviceId === null ? {} : { scene_info: { device_id: whole.deviceId } }),
    sub_orders: parts.map(partView),
    ...(paid?.payerOpenid ? { combine_payer_info: { openid: paid.payerOpenid } } : {}),
  };
}

function partView(part: Transaction): Record<string, unknown> {
  const paidAtMs = part.paidAtMs;
  const money = { total_amount: part.totalFen, currency: 'CNY' };
  const base = { mchid: part.mchid, out_trade_no: part.outTradeNo, trade_state: part.state, attach: part.attach };
  if (paidAtMs === null) return { ...base, amount: money };
  return {
    ...base,
    trade_type: part.tradeType,
    bank_type: 'OTHERS',
    transaction_id: part.transactionId,
    success_time: rfc3339(paidAtMs),
    amount: { ...money, payer_amount: part.totalFen, payer_currency: 'CNY' },
    promotion_detail: [],
  };
}

/** One TRANSACTION.SUCCESS for all parts. */
export function combinedCallback(store: Store, whole: Combined): NewCallback {
  return {
    eventType: 'TRANSACTION.SUCCESS',
    originalType: 'transaction',
    summary: '支付成功',
    number: whole.combineOutTradeNo,
    url: whole.notifyUrl,
    keyMode: whole.keyMode,
    resource: combinedView(store, whole),
  };
}
