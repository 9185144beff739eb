import { WechatSignatureError } from '@jishi/wechat';
import type { FastifyReply } from 'fastify';
import { SECOND } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { keepFor } from '../../../platform/jobs/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { sealedColumns } from '../../../platform/secrets/reseal.ts';
import {
  closeUnpaid,
  orderClosed,
  orderOfTransaction,
  orderRefusals,
  orderTransactionId,
  ownOrder,
} from '../order/index.ts';
import * as api from './payment.api.ts';
import { type Method, type PaymentState, tradeNumber } from './payment.rules.ts';
import { settlePayment } from './payment.service.ts';
import * as store from './payment.store.ts';
import { PaymentDesk, type Prepaid } from './payment.wechat.ts';
import { checkRefund, redirectPlace, sendRefund } from './refund.service.ts';
import { RefundsAtWechat } from './refund.wechat.ts';

const NOTHING: Prepaid = { jsapi: null, url: null, codeUrl: null };

export const payment: Module = { name: 'trade/payment', register };

function register(platform: Platform): void {
  platform.slots.fill(
    orderTransactionId,
    async (db, tenantId, orderId) =>
      (await store.paymentsOf(db, tenantId, orderId)).find((p) => p.status === 'succeeded')?.transaction_id ?? null,
  );
  platform.slots.fill(orderOfTransaction, store.orderOfTransaction);
  platform.slots.fill(sealedColumns, {
    table: 'payment_refund',
    column: 'redirect',
    key: ['id'],
    place: (tenantId, { id = '' }) => redirectPlace(tenantId, id),
  });
  const refunds = new RefundsAtWechat(platform);
  const desk = new PaymentDesk(platform, refunds);
  shopperRoutes(platform, desk);
  notifyRoutes(platform, desk);
  // As long as the database wants: see the table's policy.
  keepFor(platform, 'payment_notice', 'received_at', 180 * 24);
  const { jobs } = platform;
  jobs.on(closeUnpaid, ({ tenantId, data }) => desk.closeUnpaid(tenantId, data.orderIds), { lane: 'timer' });
  jobs.listen(orderClosed, 'end-payments', ({ tenantId, data }) => desk.endPayments(tenantId, data.orderId));
  jobs.on(settlePayment, ({ tenantId, data }) => desk.settle(tenantId, data.paymentId), { lane: 'wechat' });
  jobs.sweep('payments', { everyMinutes: 5 }, (tenantId) => desk.pushOverdue(tenantId));
  jobs.on(sendRefund, ({ tenantId, data }) => refunds.send(tenantId, data.refundId), { lane: 'money' });
  jobs.on(checkRefund, ({ tenantId, data }) => refunds.check(tenantId, data.refundId), { lane: 'money' });
  jobs.sweep('refunds', { everyMinutes: 5, lane: 'money' }, (tenantId) => refunds.pushOverdue(tenantId));
}

function shopperRoutes({ http, database, log }: Platform, desk: PaymentDesk): void {
  http.steps(api.startPayment, async ({ actor, params, body, req, db }) => {
    const method = body.method as Method;
    const { tenantId } = actor;
    const offer = await desk.offer(await ownOrder(db, actor, params.id), method);
    const opened = await database.inTx(tenantId, async (tx) => {
      const head = await ownOrder(tx, actor, params.id);
      if (head.status !== 'unpaid') throw api.paymentRefusals.PAYMENT_NOT_DUE({ state: head.status });
      return store.openPayment(tx, tenantId, {
        id: newId(),
        orderId: head.id,
        number: tradeNumber(head.number, method),
        method,
        amountFen: head.total_fen,
        expiresAt: head.closes_at ?? head.created_at,
        ...offer,
      });
    });
    const answer = opened.status === 'pending' ? await desk.prepay(tenantId, opened, req.ip) : null;
    const prepaid = answer ?? NOTHING;
    const payment = answer ? opened : ((await store.paymentRow(db, tenantId, opened.id)) ?? opened);
    return {
      state: payment.status as PaymentState,
      amountFen: payment.amount_fen,
      ...prepaid,
      url:
        prepaid.url && body.returnTo ? `${prepaid.url}&redirect_url=${encodeURIComponent(body.returnTo)}` : prepaid.url,
      expiresAt: payment.expires_at.toISOString(),
    };
  });
  const stopping = new AbortController();
  http.server.addHook('preClose', async () => stopping.abort());
  http.steps(api.getPayment, async ({ actor, params, query: { wait = 0 }, db, reply }) => {
    const before = await ownOrder(db, actor, params.id);
    if (before.status === 'unpaid' && wait > 0)
      await desk.wait(actor.tenantId, before.id, wait * SECOND, leftOr(stopping.signal, reply));
    else if (before.status === 'unpaid')
      await desk
        .askGently(actor.tenantId, before.id)
        .catch((error) => log.warn({ err: error, orderId: before.id }, 'could not ask WeChat about a payment'));
    const [head, payments] = [
      await ownOrder(db, actor, params.id),
      await store.paymentsOf(db, actor.tenantId, before.id),
    ];
    const payment = payments.find((p) => p.status === 'succeeded') ?? payments.at(-1);
    return {
      state: (payment?.status ?? 'pending') as PaymentState,
      orderState: head.status,
      amountFen: head.total_fen,
      paidAt: payment?.succeeded_at?.toISOString() ?? null,
      transactionId: payment?.transaction_id ?? null,
    };
  });
  http.read(api.getOrderOfPayment, async ({ actor, params, db }) => {
    const payment = await store.paymentByNumber(db, actor.tenantId, params.number);
    if (!payment) throw orderRefusals.ORDER_NOT_FOUND();
    return { orderId: (await ownOrder(db, actor, payment.order_id)).id };
  });
}

/** Fires when who asked has left, or the process stops. */
function leftOr(stopping: AbortSignal, { raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.once('close', () => left.abort());
  return AbortSignal.any([stopping, left.signal]);
}

function notifyRoutes({ http, log, metrics }: Platform, desk: PaymentDesk): void {
  const take = (op: typeof api.notifyPayment | typeof api.notifyRefund, kind: 'payment' | 'refund') =>
    http.steps(op, async ({ actor, req }) => {
      try {
        await desk.notified(actor.tenantId, req.headers, String(req.body ?? ''), kind);
        return { code: 'SUCCESS', message: '成功' };
      } catch (error) {
        metrics.count('wechat_notice_refused');
        if (error instanceof WechatSignatureError) throw api.paymentRefusals.NOTIFY_FORGED();
        if (error instanceof Refusal) log.error({ code: error.code, facts: error.facts }, 'call-back refused');
        throw error;
      }
    });
  take(api.notifyPayment, 'payment');
  take(api.notifyRefund, 'refund');
}
