import type { Context } from '../../context.ts';
import { moveTrade, type Transaction } from '../../state.ts';
import type { Call, On } from '../call.ts';
import { checkBody } from '../fields.ts';
import { newTransactionId } from '../numbers.ts';
import { checkApp, checkPayerAddress, expiryOf, fingerprintOf, issuePrepay, TRADE_TYPE } from '../prepay.ts';
import type { Combined } from '../records.ts';
import {
  expired,
  invalidRequest,
  orderClosed,
  orderNotExist,
  orderPaid,
  otherParameters,
  PayRefusal,
} from '../refusal.ts';
import type { PrepayKind } from '../shapes.ts';
import { type CombineBody, type CombineCloseBody, combineCloseFields, combineFields } from './shapes.ts';
import { combinedView, partsOf } from './view.ts';

const ROOT = '/v3/combine-transactions';

/** Combined payments (合单支付): all of their orders are paid, and closed, together. */
export function combineRoutes(on: On, context: Context): void {
  for (const kind of ['jsapi', 'app', 'h5', 'native'] as const)
    on('POST', `${ROOT}/${kind}`, (call) => place(context, kind, call));
  on('GET', `${ROOT}/out-trade-no/:number`, ({ params }) =>
    combinedView(context.store, known(context, params.number ?? '')),
  );
  on('POST', `${ROOT}/out-trade-no/:number/close`, (call) => close(context, call));
}

/** Places or repeats one, as with single orders. */
function place(context: Context, kind: PrepayKind, call: Call): Record<string, string> {
  const body = checkBody<CombineBody>(call.body(), combineFields(kind));
  checkMerchants(context, body);
  checkApp(context, kind, body.combine_appid, body.combine_payer_info?.openid);
  checkPayerAddress(context, kind, body.scene_info?.payer_client_ip);
  const whole = openCombined(context, kind, body, call);
  const [first] = partsOf(context.store, whole);
  if (!first) throw orderNotExist();
  return issuePrepay(context, kind, first);
}

/** The only merchant here places, and gets the money of every part. */
function checkMerchants({ keys }: Context, body: CombineBody): void {
  const { mchid } = keys.merchant;
  if (body.combine_mchid !== mchid) throw invalidRequest('合单商户号与Http头Authorization中的mchid不一致');
  if (body.sub_orders.some((one) => one.mchid !== mchid))
    throw new PayRefusal(400, 'MCH_NOT_EXISTS', '子单商户号不存在');
  const numbers = new Set(body.sub_orders.map((one) => one.out_trade_no));
  if (numbers.size < body.sub_orders.length) throw invalidRequest('子单商户订单号重复');
}

function openCombined(context: Context, kind: PrepayKind, body: CombineBody, call: Call): Combined {
  const { store, now } = context;
  const { scene_info: _, ...rest } = body;
  const fingerprint = fingerprintOf({ kind, ...rest });
  const earlier = store.combined.get(body.combine_out_trade_no);
  if (!earlier) return keep(context, kind, body, { fingerprint, call });
  if (earlier.fingerprint !== fingerprint) throw otherParameters();
  const [first] = partsOf(store, earlier);
  if (first?.state === 'CLOSED') throw orderClosed();
  if (first?.state !== 'NOTPAY') throw orderPaid();
  if (first.expiresAtMs <= now()) throw expired('订单已过期，请更换商户订单号重新下单');
  return earlier;
}

function keep(
  { store, now }: Context,
  kind: PrepayKind,
  body: CombineBody,
  { fingerprint, call }: { fingerprint: string; call: Call },
): Combined {
  const isTaken = (number: string) => store.transactions.get(number) || store.deadNumbers.get(number);
  if (body.sub_orders.some((one) => isTaken(one.out_trade_no)))
    throw new PayRefusal(403, 'OUT_TRADE_NO_USED', '子单商户订单号重复');
  const expiresAtMs = expiryOf(body.time_expire, now());
  const deviceId = body.scene_info?.device_id ?? null;
  for (const one of body.sub_orders)
    store.transactions.put(one.out_trade_no, {
      outTradeNo: one.out_trade_no,
      transactionId: null,
      tradeType: TRADE_TYPE[kind],
      state: 'NOTPAY',
      appid: body.combine_appid,
      mchid: one.mchid,
      description: one.description,
      attach: one.attach,
      notifyUrl: body.notify_url,
      totalFen: one.amount.total_amount,
      payerOpenid: body.combine_payer_info?.openid ?? null,
      deviceId,
      profitSharing: one.settle_info?.profit_sharing ?? false,
      combineOutTradeNo: body.combine_out_trade_no,
      fingerprint,
      keyMode: call.keyMode,
      createdAtMs: now(),
      expiresAtMs,
      paidAtMs: null,
    } satisfies Transaction);
  return store.combined.put(body.combine_out_trade_no, {
    combineOutTradeNo: body.combine_out_trade_no,
    combineTransactionId: newTransactionId(now()),
    appid: body.combine_appid,
    mchid: body.combine_mchid,
    outTradeNos: body.sub_orders.map((one) => one.out_trade_no),
    notifyUrl: body.notify_url,
    deviceId,
    fingerprint,
    keyMode: call.keyMode,
  });
}

/** All parts must be named, as they were placed. Re-entrant; what is paid cannot be closed. */
function close(context: Context, call: Call): null {
  const body = checkBody<CombineCloseBody>(call.body(), combineCloseFields);
  const whole = known(context, call.params.number ?? '');
  const named = body.sub_orders.map((one) => `${one.mchid}/${one.out_trade_no}`).sort();
  const placed = whole.outTradeNos.map((number) => `${whole.mchid}/${number}`).sort();
  if (body.combine_appid !== whole.appid || named.join() !== placed.join())
    throw invalidRequest('请求关单的子单信息与下单时的子单信息不一致');
  const parts = partsOf(context.store, whole);
  if (parts.some((part) => part.paidAtMs !== null)) throw orderPaid();
  for (const part of parts) if (part.state === 'NOTPAY') moveTrade(context.store, part, 'CLOSED');
  return null;
}

function known({ store }: Context, number: string): Combined {
  const found = store.combined.get(number);
  if (!found) throw orderNotExist();
  return found;
}
