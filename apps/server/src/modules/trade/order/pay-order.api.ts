import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, FenAmount, Id, Nullable, Time } from '../../../kernel/schema.ts';
import { PAYMENT_STATES } from '../payment/index.ts';

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
