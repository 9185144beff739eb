import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';

export const paymentRefusals = refusals({
  PAYMENT_NOT_DUE: { status: 409, message: '订单不在待付款状态，无需支付' },
  PAYMENT_MISMATCH: { status: 409, message: '支付信息与订单不一致' },
  PAYMENT_REFUSED: { status: 502, message: '微信没有受理这次支付，请稍后重试或联系商家' },
  WECHAT_SILENT: { status: 503, message: '微信暂时没有响应，请稍后重试，订单为您保留' },
  NOTIFY_FORGED: { status: 401, message: '签名验证失败' },
});
export const PAYMENT_STATES = ['pending', 'succeeded', 'closed', 'late'] as const;

const Ack = Type.Object({ code: Type.String(), message: Type.String() });
export const notifyPayment = operation({
  method: 'POST',
  url: '/wechat/pay/:tenantCode',
  operationId: 'notifyPayment',
  tag: 'payment',
  summary: 'Call-back of WeChat Pay: payments',
  audience: 'platform',
  params: Type.Object({ tenantCode: Type.String({ pattern: '^[a-z0-9-]{2,40}$' }) }),
  repeatable: true,
  reply: { status: 200, schema: Ack },
});
export const notifyRefund = operation({
  method: 'POST',
  url: '/wechat/refund/:tenantCode',
  operationId: 'notifyRefund',
  tag: 'payment',
  summary: 'Call-back of WeChat Pay: refunds',
  audience: 'platform',
  params: Type.Object({ tenantCode: Type.String({ pattern: '^[a-z0-9-]{2,40}$' }) }),
  repeatable: true,
  reply: { status: 200, schema: Ack },
});
