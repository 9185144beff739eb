import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Context } from '../context.ts';
import { showsKey } from '../control-key.ts';
import { checkJsapiParams, tradeOfPrepay } from '../pay/payment.ts';
import { PayRefusal } from '../pay/refusal.ts';
import { issueCode, personCalled, personOfOpenid } from '../people.ts';
import { indexPage } from './index.page.ts';
import { messagePage, problemPage } from './layout.ts';
import { loginPage } from './login.page.ts';
import { type PaySheet, payPage } from './pay.page.ts';
import { returnAddress } from './return-address.ts';

type Query = Record<string, string | undefined>;
const CAST_SHOWN = 6;
const NEWEST_SHOWN = 2;

/** The pages a person looks at: login, payment sheet, scanned code, overview. */
export function pageRoutes(app: FastifyInstance, context: Context): void {
  app.register(formbody);
  const { store, keys, settings } = context;
  app.get('/', (request, reply) => {
    if (showsKey(request, context.controlKey)) return show(reply, indexPage(store, keys.merchant, context.controlKey));
    const message = '请使用启动时终端里给出的完整网址打开，密钥也保存在沙箱文件夹的 control-key 文件里';
    return show(reply, problemPage('需要密钥才能查看', message, null), 401);
  });

  app.get<{ Querystring: Query }>('/sandbox/login', ({ query }, reply) => {
    const redirect = query.redirect ?? query.redirect_uri;
    if (!redirect || !returnAddress(redirect))
      return show(reply, problemPage('无法登录', 'redirect 不是可以返回的网址', null), 400);
    const everybody = store.people.all();
    const newest = everybody.slice(CAST_SHOWN).slice(-NEWEST_SHOWN);
    const people = [...everybody.slice(0, CAST_SHOWN), ...newest];
    return show(reply, loginPage({ merchantName: settings.merchantName, people, redirect, state: query.state ?? '' }));
  });

  app.post<{ Body: Query | null }>('/sandbox/login', ({ body }, reply) => {
    const person = personCalled(store, keys.merchant.appid, body?.person);
    const code = issueCode(store, 'login', person.id, context.now());
    const back = returnAddress(body?.redirect, { code, state: body?.state ?? '' });
    if (!back) return show(reply, problemPage('无法登录', 'redirect 不是可以返回的网址', null), 400);
    return reply.redirect(back, 303);
  });

  app.get<{ Querystring: Query }>('/sandbox/pay', ({ query }, reply) => {
    const back = returnAddress(query.redirect ?? query.redirect_url);
    try {
      return show(reply, payPage(sheetOf(context, query, back)));
    } catch (error) {
      if (!(error instanceof PayRefusal)) throw error;
      return show(reply, problemPage(error.message, '请返回商家重新发起支付', back), error.status);
    }
  });

  app.get<{ Querystring: Query }>('/sandbox/scan', ({ query }, reply) =>
    show(
      reply,
      messagePage({
        heading: '微信扫一扫',
        sign: '码',
        colour: 'var(--green)',
        title: '小程序码',
        message: `打开 ${query.page ?? ''}，场景 ${query.scene ?? ''}`,
        back: null,
      }),
    ),
  );
}

/** With call-up parameters in the address (JSAPI) their signature must be right; h5_url and code_url carry a prepay_id only. */
function sheetOf(context: Context, query: Query, back: string | null): PaySheet {
  const prepayId = query.paySign === undefined ? (query.prepay_id ?? '') : checkedPrepayId(context, query);
  const trade = tradeOfPrepay(context, prepayId);
  if (trade.state === 'CLOSED') throw new PayRefusal(400, 'ORDER_CLOSED', '订单已关闭');
  const { store, keys, settings } = context;
  const payer = trade.payerOpenid
    ? personOfOpenid(store, trade.payerOpenid)
    : personCalled(store, keys.merchant.appid, undefined);
  return {
    prepayId,
    merchantName: settings.merchantName,
    description: trade.description,
    totalFen: trade.totalFen,
    outTradeNo: trade.outTradeNo,
    payerName: payer?.name ?? '微信用户',
    payerId: payer?.id ?? 'stranger',
    paid: trade.paidAtMs !== null,
    back,
  };
}

function checkedPrepayId(context: Context, query: Query): string {
  return checkJsapiParams(context, {
    appId: query.appId,
    timeStamp: query.timeStamp ?? '',
    nonceStr: query.nonceStr ?? '',
    package: query.package ?? `prepay_id=${query.prepay_id ?? ''}`,
    signType: query.signType ?? '',
    paySign: query.paySign ?? '',
  });
}

function show(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .headers({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
    .send(page);
}
