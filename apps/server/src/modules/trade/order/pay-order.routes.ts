import type { FastifyReply } from 'fastify';
import { SECOND } from '../../../kernel/clock.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type Method, type PaymentState, payees, paymentByNumber, paymentDesk } from '../payment/index.ts';
import { orderRefusals } from './order.api.ts';
import { dueFenOf } from './order.rules.ts';
import { orderClosed } from './order.service.ts';
import type { HeadRow } from './order.store.ts';
import { ownOrder } from './own-order.service.ts';
import * as api from './pay-order.api.ts';
import { ORDER, orderPayee, paymentsOfOrder, wholeOf } from './pay-order.service.ts';
import { closeOverdue, closeUnpaidOrders } from './pay-order.wechat.ts';
import { closeUnpaid } from './place-order.service.ts';

/** Paying an order, and what ends when its time to pay is over. */
export function registerPaying(platform: Platform): void {
  const { jobs } = platform;
  platform.slots.fill(payees, orderPayee(platform));
  payRoutes(platform);
  jobs.on(closeUnpaid, ({ tenantId, data }) => closeUnpaidOrders(platform, tenantId, data.orderIds), {
    lane: 'timer',
  });
  jobs.listen(orderClosed, 'end-payments', ({ tenantId, data }) =>
    paymentDesk(platform).endPayments(tenantId, ORDER, data.orderId),
  );
  jobs.sweep('unpaid', { everyMinutes: 5 }, (tenantId) => closeOverdue(platform, tenantId));
}

function payRoutes(platform: Platform): void {
  const { http, log } = platform;
  http.steps(api.startPayment, async ({ actor, params, body, req, db }) => {
    const head = await ownOrder(db, actor, params.id);
    const window = { method: body.method as Method, clientIp: req.ip, returnTo: body.returnTo };
    const { payment, prepaid } = await paymentDesk(platform).start(actor.tenantId, ORDER, wholeOf(head.id), window);
    return {
      state: payment.status as PaymentState,
      amountFen: payment.amount_fen,
      ...prepaid,
      expiresAt: payment.expires_at.toISOString(),
    };
  });
  const stopping = new AbortController();
  http.server.addHook('preClose', async () => stopping.abort());
  http.steps(api.getPayment, async ({ actor, params, query: { wait = 0 }, db, reply }) => {
    const before = await ownOrder(db, actor, params.id);
    const desk = paymentDesk(platform);
    if (before.status === 'unpaid' && wait > 0)
      await desk.wait(actor.tenantId, ORDER, wholeOf(before.id), wait * SECOND, leftOr(stopping.signal, reply));
    else if (before.status === 'unpaid')
      await desk
        .askGently(actor.tenantId, ORDER, before.id)
        .catch((error) => log.warn({ err: error, orderId: before.id }, 'could not ask WeChat about a payment'));
    return paymentView(db, await ownOrder(db, actor, params.id));
  });
  http.read(api.getOrderOfPayment, async ({ actor, params, db }) => {
    const payment = await paymentByNumber(db, actor.tenantId, params.number);
    if (payment?.subject_kind !== ORDER) throw orderRefusals.ORDER_NOT_FOUND();
    return { orderId: (await ownOrder(db, actor, payment.subject_id)).id };
  });
}

async function paymentView(db: Db, head: HeadRow) {
  const payments = await paymentsOfOrder(db, head.tenant_id, head.id);
  const payment = payments.find((p) => p.status === 'succeeded') ?? payments.at(-1);
  return {
    state: (payment?.status ?? 'pending') as PaymentState,
    orderState: head.status,
    amountFen: dueFenOf(head),
    paidAt: payment?.succeeded_at?.toISOString() ?? null,
    transactionId: payment?.transaction_id ?? null,
  };
}

/** Fires when who asked has left, or the process stops. */
function leftOr(stopping: AbortSignal, { raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.once('close', () => left.abort());
  return AbortSignal.any([stopping, left.signal]);
}
