import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, FenAmount, Id, Nullable, Time } from '../../../kernel/schema.ts';

export const paymentRefusals = refusals({
  PAYMENT_NOT_DUE: { status: 409, message: '订单不在待付款状态，无需支付' },
  PAYMENT_MISMATCH: { status: 409, message: '支付信息与订单不一致' },
  PAYMENT_REFUSED: { status: 502, message: '微信没有受理这次支付，请稍后重试或联系商家' },
  WECHAT_SILENT: { status: 503, message: '微信暂时没有响应，请稍后重试，订单为您保留' },
  NOTIFY_FORGED: { status: 401, message: '签名验证失败' },
});
export const PAYMENT_STATES = ['pending', 'succeeded', 'closed', 'late'] as const;

const ById = Type.Object({ id: Id });
export const startPayment = operation({
  method: 'POST',
  url: '/shop/orders/:id/payment',
  operationId: 'startPayment',
  tag: 'payment',
  summary:
    'Asks WeChat Pay for a prepay; jsapi gets what wx.requestPayment takes, official what getBrandWCPayRequest takes, h5 an address to open, native a code to scan',
  audience: 'shopper',
  limit: { per: 'caller', burst: 30, perMinute: 30 },
  params: ById,
  body: Type.Object(
    {
      method: Choice(
        ['jsapi', 'official', 'h5', 'native'],
        'In the mini program, in WeChat’s browser, in another browser, by a code to scan',
      ),
      returnTo: Type.Optional(Type.String({ maxLength: 500, pattern: '^https?://[!-~]+$' })),
    },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: {
    status: 200,
    schema: Type.Object({
      state: Choice(PAYMENT_STATES),
      amountFen: FenAmount,
      jsapi: Nullable(
        Type.Object({
          appId: Type.String(),
          timeStamp: Type.String(),
          nonceStr: Type.String(),
          package: Type.String(),
          signType: Type.Literal('RSA'),
          paySign: Type.String(),
        }),
      ),
      url: Nullable(Type.String({ description: 'Where an H5 shopper pays; returns to returnTo' })),
      codeUrl: Nullable(Type.String()),
      expiresAt: Time,
    }),
  },
});
export const getPayment = operation({
  method: 'GET',
  url: '/shop/orders/:id/payment',
  operationId: 'getPayment',
  tag: 'payment',
  summary: 'Whether the order is paid; asks WeChat when the call-back has not come yet',
  audience: 'shopper',
  limit: { per: 'caller', burst: 120, perMinute: 120 },
  params: ById,
  query: Type.Object(
    {
      wait: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 10,
          description: 'So many seconds the answer waits for something to happen',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  reply: {
    status: 200,
    schema: Type.Object({
      state: Choice(PAYMENT_STATES),
      orderState: Type.String(),
      amountFen: FenAmount,
      paidAt: Nullable(Time),
      transactionId: Nullable(Type.String()),
    }),
  },
});
export const getOrderOfPayment = operation({
  method: 'GET',
  url: '/shop/payments/:number/order',
  operationId: 'getOrderOfPayment',
  tag: 'payment',
  summary:
    'The order that a payment was for: messages of WeChat name the payment alone, by out_trade_no (merchant_trade_no)',
  audience: 'shopper',
  params: Type.Object({ number: Type.String({ pattern: '^[0-9A-Za-z_*-]{6,32}$' }) }),
  reply: { status: 200, schema: Type.Object({ orderId: Id }) },
});
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
