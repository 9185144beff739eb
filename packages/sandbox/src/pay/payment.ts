import { verify } from '@jishi/wechat';
import type { Context } from '../context.ts';
import { watchShipping } from '../mini-program/settlement.ts';
import { openidOf, personCalled } from '../people.ts';
import { moveTrade, type Transaction } from '../state.ts';
import { combinedCallback, combinedOf, paidTogether } from './combine/view.ts';
import { newTransactionId } from './numbers.ts';
import { expired, orderClosed, orderNotExist, orderPaid, PayRefusal } from './refusal.ts';
import { paidCallback } from './transactions.ts';

/** What the shopper does on the payment sheet. delayed: pays, but the call-back comes later. */
export const OUTCOMES = ['pay', 'cancel', 'insufficient', 'delayed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What `wx.requestPayment` and `getBrandWCPayRequest` take. Mini programs leave appId out. */
export interface JsapiParams {
  appId?: string;
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: string;
  paySign: string;
}

/** What the client is told; the truth is the query's. */
export interface PaymentAnswer {
  result: 'ok' | 'cancel' | 'fail';
  /** As mini programs get it. */
  errMsg: string;
  tradeState: string;
}

/** The order behind a prepay_id that can still be paid with. */
export function tradeOfPrepay({ store, now }: Context, prepayId: string): Transaction {
  const issued = store.prepays.get(prepayId);
  const trade = issued && store.transactions.get(issued.outTradeNo);
  if (!issued || !trade) throw orderNotExist();
  if (trade.state === 'NOTPAY' && issued.expiresAtMs <= now()) throw expired('支付请求已失效，请重新发起支付');
  return trade;
}

/** Checks the parameters that call up the sheet, in the app that placed the order; a wrong paySign gets 支付验证签名失败 as in WeChat. */
export function checkJsapiParams({ keys, store }: Context, params: JsapiParams): string {
  const appId = params.appId ?? keys.merchant.appid;
  const message = `${appId}\n${params.timeStamp}\n${params.nonceStr}\n${params.package}\n`;
  const prepayId = /^prepay_id=(\S+)$/.exec(params.package)?.[1];
  const trade = store.transactions.get(store.prepays.get(prepayId ?? '')?.outTradeNo ?? '');
  const right =
    appId === (trade?.appid ?? keys.merchant.appid) &&
    params.signType === 'RSA' &&
    /^\d{10}$/.test(params.timeStamp) &&
    verify(message, params.paySign, keys.merchantPublicKey);
  if (!prepayId || !right) throw new PayRefusal(400, 'SIGN_ERROR', '支付验证签名失败');
  return prepayId;
}

/** What the SDK of a mobile app takes. */
export interface AppParams {
  appid: string;
  partnerid: string;
  prepayid: string;
  package: string;
  noncestr: string;
  timestamp: string;
  sign: string;
}
/** Checks a mobile app's call. */
export function checkAppParams({ keys, store }: Context, params: AppParams): string {
  const { appid, partnerid, prepayid, noncestr, timestamp } = params;
  const trade = store.transactions.get(store.prepays.get(prepayid)?.outTradeNo ?? '');
  const message = `${appid}\n${timestamp}\n${noncestr}\n${prepayid}\n`;
  const right =
    trade?.tradeType === 'APP' &&
    appid === trade.appid &&
    partnerid === keys.merchant.mchid &&
    params.package === 'Sign=WXPay' &&
    verify(message, params.sign, keys.merchantPublicKey);
  if (!right) throw new PayRefusal(400, 'SIGN_ERROR', '支付验证签名失败');
  return prepayid;
}

/** Carries out what the shopper chose. Throws when there is nothing to pay. */
export function settle(
  context: Context,
  trade: Transaction,
  choice: { outcome: Outcome; delayMs?: number; person?: string },
): PaymentAnswer {
  if (trade.state === 'SUCCESS' || trade.state === 'REFUND') throw orderPaid();
  if (trade.state === 'CLOSED') throw orderClosed();
  if (trade.expiresAtMs <= context.now()) throw expired('订单已超过支付期限');
  if (choice.outcome === 'cancel')
    return { result: 'cancel', errMsg: 'requestPayment:fail cancel', tradeState: trade.state };
  if (choice.outcome === 'insufficient') {
    return { result: 'fail', errMsg: 'requestPayment:fail 余额不足', tradeState: trade.state };
  }
  const { store, settings } = context;
  const now = context.now();
  const openid = trade.payerOpenid ?? openidOf(trade.appid, personCalled(context, choice.person).id);
  const paid = paidTogether(store, trade).map((one) =>
    moveTrade(store, one, 'SUCCESS', { paidAtMs: now, transactionId: newTransactionId(now), payerOpenid: openid }),
  );
  for (const one of paid) watchShipping(context, one);
  const delayMs = choice.outcome === 'delayed' ? (choice.delayMs ?? settings.delayedCallbackMs) : 0;
  const whole = combinedOf(store, trade);
  const told = whole ? [combinedCallback(store, whole)] : paid.map(paidCallback);
  for (const callback of told) context.callbacks.enqueue(callback, delayMs);
  return { result: 'ok', errMsg: 'requestPayment:ok', tradeState: 'SUCCESS' };
}
