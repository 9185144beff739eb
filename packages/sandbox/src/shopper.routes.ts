import type { FastifyInstance } from 'fastify';
import type { Context } from './context.ts';
import { acceptSubscription } from './mini-program/messages.ts';
import { ApiRefusal } from './mini-program/refusal.ts';
import { confirmReceipt } from './mini-program/shipping.ts';
import {
  type AppParams,
  checkAppParams,
  checkJsapiParams,
  type JsapiParams,
  OUTCOMES,
  type Outcome,
  settle,
  tradeOfPrepay,
} from './pay/payment.ts';
import { orderNotExist, PayRefusal, paramError } from './pay/refusal.ts';
import { confirmTransfer, type TransferCall, transferOfCall } from './pay/transfer/transfer.ts';
import { issueCode, openidOf, personCalled, personOfOpenid } from './people.ts';
import type { Transaction } from './state.ts';

/** What the person does in WeChat, for a fake `wx` and for tests: `wx.login`, `getPhoneNumber`, `requestPayment`, … */
interface PayCall extends Partial<JsapiParams>, Partial<AppParams> {
  prepay_id?: string;
  out_trade_no?: string;
  outcome?: Outcome;
  delayMs?: number;
  person?: string;
}

/** Somebody by their openid, or by name or id, as who uses the mini program. */
interface Somebody {
  openid?: string;
  person?: string;
}
const openidFor = (context: Context, who: Somebody | null): string | undefined =>
  who?.person ? openidOf(context.keys.merchant.appid, personCalled(context, who.person).id) : who?.openid;

/** POST /sandbox/api/{login, phone-code, pay, transfer, subscribe, follow, confirm-receipt}; any origin may call, as the shopper's own client would. */
export function shopperRoutes(app: FastifyInstance, context: Context): void {
  const { store } = context;
  const { appid } = context.keys.merchant;
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'content-type' });
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof PayRefusal) return reply.code(error.status).send({ code: error.code, message: error.message });
    if (error instanceof ApiRefusal) return reply.code(409).send({ code: error.errcode, message: error.message });
    throw error;
  });
  app.options('/sandbox/api/*', (_request, reply) =>
    reply.header('Access-Control-Allow-Methods', 'POST').code(204).send(),
  );

  app.post<{ Body: { person?: string } | null }>('/sandbox/api/login', async ({ body }) => {
    const { id: personId } = personCalled(context, body?.person);
    return { code: issueCode(store, { kind: 'login', appid, personId }, context.now()), person: personId };
  });

  app.post<{ Body: Somebody | null }>('/sandbox/api/phone-code', async ({ body }) => {
    const { id: personId } = knownPerson(context, openidFor(context, body), appid);
    return { code: issueCode(store, { kind: 'phone', appid, personId }, context.now()) };
  });

  app.post<{ Body: PayCall | null }>('/sandbox/api/pay', async ({ body }) => pay(context, body ?? {}));

  app.post<{ Body: (TransferCall & { outcome?: string }) | null }>('/sandbox/api/transfer', async ({ body }) =>
    takeTransfer(context, body ?? {}),
  );

  app.post<{ Body: (Somebody & { templateIds?: string[] }) | null }>('/sandbox/api/subscribe', async ({ body }) => {
    const openid = openidFor(context, body) ?? '';
    knownPerson(context, openid);
    const templateIds = Array.isArray(body?.templateIds) ? body.templateIds.map(String) : [];
    acceptSubscription(context, openid, templateIds);
    return Object.fromEntries(templateIds.map((id) => [id, 'accept']));
  });

  app.post<{ Body: { openid?: string } | null }>('/sandbox/api/follow', async ({ body }) => {
    const openid = body?.openid ?? '';
    knownPerson(context, openid, context.keys.merchant.officialAppid);
    store.followers.put(openid, true);
    return { result: 'ok' };
  });

  app.post<{ Body: { out_trade_no?: string } | null }>('/sandbox/api/confirm-receipt', async ({ body }) => {
    confirmReceipt(context, tradeNumbered(context, body?.out_trade_no));
    return { result: 'ok' };
  });
}

/** `wx.requestMerchantTransfer`: the receiver takes the money, or leaves the page. */
export function takeTransfer(context: Context, call: TransferCall & { outcome?: string }) {
  const { outcome = 'confirm' } = call;
  if (outcome !== 'confirm' && outcome !== 'cancel') throw paramError('outcome 只能是 confirm、cancel');
  const bill = transferOfCall(context, call);
  if (outcome === 'cancel')
    return { result: 'cancel', errMsg: 'requestMerchantTransfer:fail cancel', state: bill.state };
  const { state } = confirmTransfer(context, bill);
  return { result: 'ok', errMsg: 'requestMerchantTransfer:ok', state };
}

/** Pays by prepay_id, by the call-up parameters (whose signature is checked) or by out_trade_no. */
export function pay(context: Context, call: PayCall): ReturnType<typeof settle> {
  const outcome = call.outcome ?? 'pay';
  if (!OUTCOMES.includes(outcome)) throw paramError(`outcome 只能是 ${OUTCOMES.join('、')}`);
  const { delayMs } = call;
  if (delayMs !== undefined && !(Number.isFinite(delayMs) && delayMs >= 0))
    throw paramError('delayMs 应为不小于 0 的毫秒数');
  return settle(context, payable(context, call), { outcome, delayMs, person: call.person });
}

function payable(context: Context, call: PayCall): Transaction {
  if (call.paySign !== undefined) {
    const text = (value: string | undefined) => String(value ?? '');
    const params = {
      ...call,
      timeStamp: text(call.timeStamp),
      nonceStr: text(call.nonceStr),
      package: text(call.package),
    };
    return tradeOfPrepay(
      context,
      checkJsapiParams(context, { ...params, signType: text(call.signType), paySign: text(call.paySign) }),
    );
  }
  if (call.sign !== undefined) return tradeOfPrepay(context, checkAppParams(context, appParams(call)));
  if (call.prepay_id !== undefined) return tradeOfPrepay(context, call.prepay_id);
  return tradeNumbered(context, call.out_trade_no);
}

function appParams(call: Partial<AppParams>): AppParams {
  const text = (value: string | undefined) => String(value ?? '');
  const { appid, partnerid, prepayid, noncestr, timestamp, sign } = call;
  return {
    appid: text(appid),
    partnerid: text(partnerid),
    prepayid: text(prepayid),
    package: text(call.package),
    noncestr: text(noncestr),
    timestamp: text(timestamp),
    sign: text(sign),
  };
}

function tradeNumbered({ store }: Context, outTradeNo: string | undefined): Transaction {
  const trade = store.transactions.get(outTradeNo ?? '');
  if (!trade) throw orderNotExist();
  return trade;
}

/** In any app, or in the one named. */
function knownPerson({ store }: Context, openid: string | undefined, appid?: string) {
  const person = personOfOpenid(store, openid ?? '', appid);
  if (!person) throw paramError('没有这个 openid 的用户');
  return person;
}
