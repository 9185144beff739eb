import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import {
  Choice,
  FenAmount,
  Id,
  Nullable,
  named,
  PageOf,
  PageQuery,
  Quantity,
  SignedFen,
  Text,
} from '../../../kernel/schema.ts';
import { AdminRefundSummary, RefundSummary } from '../order/index.ts';
import { CARD_BANKS } from '../payment/index.ts';

export const aftersalesRefusals = refusals({
  REFUND_NOT_FOUND: { status: 404, message: '退款单不存在' },
  REFUND_ORDER_NOT_FOUND: { status: 404, message: '订单不存在' },
  REFUND_STATE: { status: 409, message: '退款单状态已变化，请刷新后重试' },
  REFUND_TOO_MUCH: { status: 409, message: '可退数量不足，可能已有退款在处理' },
  REFUND_BEING_SENT: { status: 409, message: '正在重新提交给微信，请等结果出来再登记线下退款' },
  REFUND_NOT_ABNORMAL: { status: 409, message: '只有退款异常的退款单才能改退到其他账户，请刷新后重试' },
  REFUND_NOT_NOW: { status: 409, message: '订单当前状态不能申请退款' },
});
const RefundLines = Type.Array(Type.Object({ lineId: Id, quantity: Quantity }, { additionalProperties: false }), {
  minItems: 1,
  maxItems: 50,
});
const RefundInput = Type.Object({ lines: RefundLines, reason: Text(100) }, { additionalProperties: false });
const waived = Type.Optional(
  Type.Boolean({
    description: 'The merchant’s fault: promotions ask for nothing, gifts stay and nothing is kept back',
  }),
);
const StaffRefundInput = Type.Object({ ...RefundInput.properties, waived }, { additionalProperties: false });
const RefundPreview = Type.Object({
  amountFen: FenAmount,
  freightFen: FenAmount,
  keptFen: SignedFen,
  terms: Type.Array(Type.String(), { description: 'What promotions ask for because they are no longer reached' }),
  also: Type.Array(Type.Object({ lineId: Id, quantity: Type.Integer() }), { description: 'Pieces that go back too' }),
});
const ById = Type.Object({ id: Id });
const OfOrder = { orderId: Id, orderNumber: Type.String() };
export const OwnRefund = Type.Object({ ...RefundSummary.properties, ...OfOrder });
export const AdminRefund = Type.Object({
  ...AdminRefundSummary.properties,
  ...OfOrder,
  customerName: Type.String(),
});

export const previewRefund = operation({
  method: 'POST',
  url: '/shop/orders/:id/refund-preview',
  operationId: 'previewRefund',
  tag: 'aftersales',
  summary: 'What refunding these pieces would give back; changes nothing',
  audience: 'shopper',
  params: ById,
  repeatable: true,
  body: Type.Object({ lines: RefundLines }, { additionalProperties: false }),
  reply: { status: 200, schema: RefundPreview },
});
export const requestRefund = operation({
  method: 'POST',
  url: '/shop/orders/:id/refunds',
  operationId: 'requestRefund',
  tag: 'aftersales',
  summary: 'The shopper asks for money back before dispatch, by item and quantity',
  audience: 'shopper',
  params: ById,
  body: RefundInput,
  reply: { status: 201, schema: RefundSummary },
});
export const withdrawRefund = operation({
  method: 'POST',
  url: '/shop/refunds/:id/withdrawal',
  operationId: 'withdrawRefund',
  tag: 'aftersales',
  summary: 'The shopper takes a request back',
  audience: 'shopper',
  params: ById,
  repeatable: true,
  reply: { status: 200, schema: RefundSummary },
});
export const listRefunds = operation({
  method: 'GET',
  url: '/shop/refunds',
  operationId: 'listRefunds',
  tag: 'aftersales',
  summary: 'Own refunds, newest first',
  audience: 'shopper',
  query: Type.Object(PageQuery, { additionalProperties: false }),
  reply: { status: 200, schema: PageOf(OwnRefund) },
});
export const listAdminRefunds = operation({
  method: 'GET',
  url: '/admin/refunds',
  operationId: 'listAdminRefunds',
  tag: 'aftersales',
  summary: 'Refunds of the shop, newest first',
  audience: 'order:read',
  query: Type.Object(
    { state: Type.Optional(RefundSummary.properties.state), ...PageQuery },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(AdminRefund) },
});
export const previewAdminRefund = operation({
  method: 'POST',
  url: '/admin/orders/:id/refund-preview',
  operationId: 'previewAdminRefund',
  tag: 'aftersales',
  summary: 'What refunding these pieces would give back; changes nothing',
  audience: 'order:refund',
  params: ById,
  repeatable: true,
  body: Type.Object({ lines: RefundLines, waived }, { additionalProperties: false }),
  reply: { status: 200, schema: RefundPreview },
});
export const refundOrder = operation({
  method: 'POST',
  url: '/admin/orders/:id/refunds',
  operationId: 'refundOrder',
  tag: 'aftersales',
  summary: 'Staff refund pieces of a paid, undispatched order at once',
  audience: 'order:refund',
  params: ById,
  body: StaffRefundInput,
  reply: { status: 201, schema: AdminRefund },
});
export const approveRefund = operation({
  method: 'POST',
  url: '/admin/refunds/:id/approval',
  operationId: 'approveRefund',
  tag: 'aftersales',
  summary: 'Grants a request: the money goes back through WeChat Pay',
  audience: 'order:refund',
  params: ById,
  repeatable: true,
  reply: { status: 200, schema: AdminRefund },
});
export const rejectRefund = operation({
  method: 'POST',
  url: '/admin/refunds/:id/rejection',
  operationId: 'rejectRefund',
  tag: 'aftersales',
  summary: 'Declines a request with a reason the shopper reads',
  audience: 'order:refund',
  params: ById,
  body: Type.Object({ reason: Text(100) }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: AdminRefund },
});
export const retryRefund = operation({
  method: 'POST',
  url: '/admin/refunds/:id/retry',
  operationId: 'retryRefund',
  tag: 'aftersales',
  summary:
    'Tries a failed refund again: under the same number, under a new one when WeChat closed it, or by asking how an abnormal one stands',
  audience: 'order:refund',
  params: ById,
  repeatable: true,
  reply: { status: 200, schema: AdminRefund },
});
const Proof = Type.Object(
  {
    note: Text(200),
    picture: Nullable(
      Type.String({
        maxLength: 200,
        pattern: '^/files/[A-Za-z0-9._/-]+$',
        description: 'Uploaded picture of the proof',
      }),
    ),
  },
  { additionalProperties: false },
);
export const sendRefundToCard = operation({
  method: 'POST',
  url: '/admin/refunds/:id/card',
  operationId: 'sendRefundToCard',
  tag: 'aftersales',
  summary:
    'Has WeChat pay an abnormal refund to a debit card of the shopper’s; the card is kept sealed until WeChat has it',
  audience: 'order:refund',
  params: ById,
  body: Type.Object(
    {
      bank: Choice(CARD_BANKS),
      cardNumber: Type.String({ pattern: '^\\d{12,19}$' }),
      name: Text(40),
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: AdminRefund },
});
export const takeRefundBack = operation({
  method: 'POST',
  url: '/admin/refunds/:id/merchant-account',
  operationId: 'takeRefundBack',
  tag: 'aftersales',
  summary:
    'Has WeChat pay an abnormal refund to the merchant’s bank account; the note says how the merchant gave the money to the shopper',
  audience: 'order:refund',
  params: ById,
  body: Proof,
  reply: { status: 200, schema: AdminRefund },
});
export const payRefundByHand = operation({
  method: 'POST',
  url: '/admin/refunds/:id/by-hand',
  operationId: 'payRefundByHand',
  tag: 'aftersales',
  summary: 'Ends a failed refund that the merchant paid back in another way; the shopper reads the note',
  audience: 'order:refund',
  params: ById,
  body: Proof,
  reply: { status: 200, schema: AdminRefund },
});

named({ RefundInput, StaffRefundInput, RefundPreview, OwnRefund, AdminRefund, Proof });
