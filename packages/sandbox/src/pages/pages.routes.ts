import formbody from '@fastify/formbody';
import { yuanToFen } from '@jishi/wechat';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { showsKey } from '../control-key.ts';
import { paidTogether } from '../pay/combine/view.ts';
import { checkJsapiParams, tradeOfPrepay } from '../pay/payment.ts';
import { balance, deposit } from '../pay/purse.ts';
import { PayRefusal } from '../pay/refusal.ts';
import { transferOfCall } from '../pay/transfer/transfer.ts';
import { personCalled, personOfOpenid } from '../people.ts';
import type { Transaction } from '../state.ts';
import { authorizeRoutes } from './authorize.routes.ts';
import { bridgeScript } from './bridge.ts';
import { inboxPage } from './inbox.page.ts';
import { indexPage } from './index.page.ts';
import { messagePage, problemPage, show } from './layout.ts';
import { type PaySheet, payPage } from './pay.page.ts';
import { returnAddress } from './return-address.ts';
import { type TransferSheet, transferPage } from './transfer.page.ts';
import { inWechat } from './user-agent.ts';

type Query = Record<string, string | undefined>;

/** The pages a person looks at: login, payment sheet, scanned code, overview. */
export function pageRoutes(app: FastifyInstance, context: Context): void {
  app.register(formbody);
  const { store, keys } = context;
  authorizeRoutes(app, context);
  deviceRoutes(app, context);
  app.get('/', (request, reply) => {
    if (showsKey(request, context.controlKey))
      return show(reply, indexPage(store, { ...keys.merchant, ...balance(context) }, context.controlKey));
    const message = '请使用启动时终端里给出的完整网址打开，密钥也保存在沙箱文件夹的 control-key 文件里';
    return show(reply, problemPage('需要密钥才能查看', message, null), 401);
  });

  app.post<{ Body: Query | null }>('/sandbox/deposit', (request, reply) => {
    if (!showsKey(request, context.controlKey))
      return show(reply, problemPage('需要密钥才能充值', '请从概览页充值', null), 401);
    const amount = request.body?.yuan?.trim() ?? '';
    const fen = /^\d{1,9}(\.\d{1,2})?$/.test(amount) ? yuanToFen(amount) : 0;
    if (fen === 0) return show(reply, problemPage('充值金额有误', '请填写大于 0 的金额，最多两位小数', null), 400);
    deposit(context, fen);
    return reply.redirect(`/?key=${context.controlKey}`, 303);
  });

  app.get<{ Querystring: Query }>('/sandbox/pay', ({ query, headers }, reply) => {
    const back = returnAddress(query.redirect ?? query.redirect_url);
    try {
      const sheet = sheetOf(context, query, back);
      if (sheet.tradeType === 'MWEB' && inWechat(headers))
        return show(reply, problemPage('请在微信外打开订单，进行支付', '微信里请改用 JSAPI 支付', back), 403);
      if (sheet.tradeType === 'MWEB' && !isOwnDomain(headers.referer, context.settings.h5Domains))
        return show(
          reply,
          problemPage('商家存在未配置的参数，请联系商家解决', '支付域名须是 H5 支付里登记的域名', null),
          403,
        );
      return show(reply, payPage(sheet));
    } catch (error) {
      if (!(error instanceof PayRefusal)) throw error;
      return show(reply, problemPage(error.message, '请返回商家重新发起支付', back), error.status);
    }
  });

  app.get<{ Querystring: Query }>('/sandbox/transfer', ({ query }, reply) => {
    const back = returnAddress(query.redirect);
    try {
      return show(reply, transferPage(transferSheetOf(context, query, back)));
    } catch (error) {
      if (!(error instanceof PayRefusal)) throw error;
      return show(reply, problemPage(error.message, '请返回商家重新打开收款页', back), error.status);
    }
  });
}

/** What belongs to a shopper's device: the texts it got, and the bridge of WeChat's browser. */
function deviceRoutes(app: FastifyInstance, context: Context): void {
  const { store } = context;
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
  app.get('/sandbox/wechat.js', (_request, reply) => reply.type('text/javascript').send(bridgeScript(context)));
  app.get<{ Querystring: Query }>('/sandbox/inbox', ({ query }, reply) => {
    const phone = (query.phone ?? '').slice(0, 20);
    const texts = store.texts.all().filter((text) => text.phone === phone);
    const notices = store.messages.all().filter(({ openid }) => personOfOpenid(store, openid)?.phone === phone);
    return show(reply, inboxPage(phone, texts.reverse().slice(0, 20), notices.reverse().slice(0, 20)));
  });
}

/** With call-up parameters in the address (JSAPI) their signature must be right; h5_url and code_url carry a prepay_id only. */
function sheetOf(context: Context, query: Query, back: string | null): PaySheet & Pick<Transaction, 'tradeType'> {
  const prepayId = query.paySign === undefined ? (query.prepay_id ?? '') : checkedPrepayId(context, query);
  const trade = tradeOfPrepay(context, prepayId);
  if (trade.state === 'CLOSED') throw new PayRefusal(400, 'ORDER_CLOSED', '订单已关闭');
  const { store, settings } = context;
  const together = paidTogether(store, trade);
  const payer = trade.payerOpenid ? personOfOpenid(store, trade.payerOpenid) : personCalled(context, undefined);
  return {
    prepayId,
    tradeType: trade.tradeType,
    merchantName: settings.merchantName,
    description: together.map((one) => one.description).join('、'),
    totalFen: together.reduce((sum, one) => sum + one.totalFen, 0),
    outTradeNo: trade.combineOutTradeNo ?? trade.outTradeNo,
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

/** With the parameters of wx.requestMerchantTransfer in the address. */
function transferSheetOf(context: Context, query: Query, back: string | null): TransferSheet {
  const { store, settings } = context;
  const bill = transferOfCall(context, query);
  const isOpen = bill.state === 'WAIT_USER_CONFIRM';
  const isTaken = bill.state === 'TRANSFERING' || bill.state === 'SUCCESS';
  return {
    packageInfo: bill.packageInfo,
    merchantName: settings.merchantName,
    perception: bill.perception,
    remark: bill.remark,
    amountFen: bill.amountFen,
    receiverName: personOfOpenid(store, bill.openid)?.name ?? '微信用户',
    state: isOpen ? 'open' : isTaken ? 'taken' : 'over',
    back,
  };
}

/** H5 支付域名: the page that leads here tells its own by the Referer; null lets every page. */
const isOwnDomain = (referer: string | undefined, domains: string[] | null): boolean =>
  domains === null || (referer !== undefined && URL.canParse(referer) && domains.includes(new URL(referer).hostname));
