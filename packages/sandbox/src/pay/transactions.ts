import type { Store, Transaction } from '../state.ts';
import type { NewCallback } from './callbacks.ts';
import { rfc3339 } from './time.ts';

const STATE_TEXT = {
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款，退款详情请查询退款单',
  NOTPAY: '订单未支付',
  CLOSED: '订单已关闭',
} as const;

/** A payment as the query answers it; payer, time and transaction_id only once it is paid. */
export function transactionView(trade: Transaction): Record<string, unknown> {
  const paid = trade.paidAtMs !== null;
  return {
    appid: trade.appid,
    mchid: trade.mchid,
    out_trade_no: trade.outTradeNo,
    ...(paid ? { transaction_id: trade.transactionId, trade_type: trade.tradeType, bank_type: 'OTHERS' } : {}),
    trade_state: trade.state,
    trade_state_desc: STATE_TEXT[trade.state],
    ...(trade.attach === null ? {} : { attach: trade.attach }),
    ...(paid && trade.paidAtMs !== null ? { success_time: rfc3339(trade.paidAtMs) } : {}),
    payer: paid && trade.payerOpenid !== null ? { openid: trade.payerOpenid } : {},
    amount: {
      total: trade.totalFen,
      currency: 'CNY',
      ...(paid ? { payer_total: trade.totalFen, payer_currency: 'CNY' } : {}),
    },
    ...(trade.deviceId === null ? {} : { scene_info: { device_id: trade.deviceId } }),
    promotion_detail: [],
  };
}

/** TRANSACTION.SUCCESS. What it tells is the payment at this moment, whatever happens before it arrives. */
export function paidCallback(trade: Transaction): NewCallback {
  return {
    eventType: 'TRANSACTION.SUCCESS',
    originalType: 'transaction',
    summary: '支付成功',
    number: trade.outTradeNo,
    url: trade.notifyUrl,
    keyMode: trade.keyMode,
    resource: transactionView(trade),
  };
}

export function byTransactionId(store: Store, transactionId: string): Transaction | undefined {
  return store.transactions.find((trade) => trade.transactionId === transactionId);
}
