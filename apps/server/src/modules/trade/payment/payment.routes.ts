import { WechatSignatureError } from '@jishi/wechat';
import { Refusal } from '../../../kernel/refusal.ts';
import { keepFor } from '../../../platform/jobs/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { sealedColumns } from '../../../platform/secrets/reseal.ts';
import * as api from './payment.api.ts';
import { settlePayment } from './payment.service.ts';
import { paymentDesk } from './payment.wechat.ts';
import { checkRefund, redirectPlace, sendRefund } from './refund.service.ts';
import { refundsAtWechat } from './refund.wechat.ts';

export const payment: Module = { name: 'trade/payment', register };

function register(platform: Platform): void {
  platform.slots.fill(sealedColumns, {
    table: 'payment_refund',
    column: 'redirect',
    key: ['id'],
    place: (tenantId, { id = '' }) => redirectPlace(tenantId, id),
  });
  notifyRoutes(platform);
  // As long as the database wants: see the table's policy.
  keepFor(platform, 'payment_notice', 'received_at', 180 * 24);
  const { jobs } = platform;
  const [desk, refunds] = [paymentDesk(platform), refundsAtWechat(platform)];
  jobs.on(settlePayment, ({ tenantId, data }) => desk.settle(tenantId, data.paymentId), { lane: 'wechat' });
  jobs.sweep('payments', { everyMinutes: 5 }, (tenantId) => desk.pushOverdue(tenantId));
  jobs.on(sendRefund, ({ tenantId, data }) => refunds.send(tenantId, data.refundId), { lane: 'money' });
  jobs.on(checkRefund, ({ tenantId, data }) => refunds.check(tenantId, data.refundId), { lane: 'money' });
  jobs.sweep('refunds', { everyMinutes: 5, lane: 'money' }, (tenantId) => refunds.pushOverdue(tenantId));
}

function notifyRoutes(platform: Platform): void {
  const { http, log, metrics } = platform;
  const take = (op: typeof api.notifyPayment | typeof api.notifyRefund, kind: 'payment' | 'refund') =>
    http.steps(op, async ({ actor, req }) => {
      try {
        await paymentDesk(platform).notified(actor.tenantId, req.headers, String(req.body ?? ''), kind);
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
