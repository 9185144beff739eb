import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, FenAmount, Id, Nullable, named, PageOf, PageQuery, Text, Time } from '../../../kernel/schema.ts';
import { Presale } from '../../goods/catalog/index.ts';
import { CouponWish, LinesInput, PricePart, PursesWish, Quote } from '../pricing/index.ts';
import { AdminRefundSummary, RefundSummary } from './refund-summary.api.ts';

export const orderRefusals = refusals({
  ORDER_NOT_FOUND: { status: 404, message: '订单不存在' },
  ORDER_STATE: { status: 409, message: '订单状态已变化，请刷新后重试' },
  PRESALE_CHANGED: { status: 409, message: '预售商品的发货时间有变动，请核对后重新提交' },
  ADDRESS_MISSING: { status: 400, message: '请先选择收货地址' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, message: '同一个 Idempotency-Key 不能用于不同的订单' },
});

/** unpaid 待付款 · paid 待发货 · shipped 待收货 · received 已完成 · closed 已关闭 · refunded 已退款 */
export const ORDER_STATES = ['unpaid', 'paid', 'shipped', 'received', 'closed', 'refunded'] as const;
export const OrderState = Choice(ORDER_STATES);
export type OrderState = (typeof ORDER_STATES)[number];

const OrderLine = Type.Object({
  id: Id,
  skuId: Id,
  goodsId: Id,
  title: Type.String(),
  specs: Type.Array(Type.String()),
  picture: Type.String(),
  unitPriceFen: FenAmount,
  quantity: Type.Integer(),
  payableFen: FenAmount,
  parts: Type.Array(PricePart, { description: 'Goods, and what was taken off: together what the line costs' }),
  refundedQuantity: Type.Integer({ description: 'Pieces refunded, being refunded or asked back' }),
  shippedQuantity: Type.Integer({ minimum: 0, description: 'Pieces on their way; of a paid order some: 部分发货' }),
  refundedFen: Type.Integer({
    minimum: 0,
    description: 'Fen of agreed refunds; what is only asked for does not count',
  }),
});
export const OrderCard = Type.Object({
  id: Id,
  number: Type.String({ description: 'Also the out_trade_no at WeChat Pay' }),
  state: OrderState,
  totalFen: FenAmount,
  dueFen: Type.Integer({ minimum: 0, description: 'Fen of the total that are WeChat’s; purses pay the rest' }),
  refundedFen: FenAmount,
  pieces: Type.Integer(),
  lines: Type.Array(OrderLine),
  createdAt: Time,
  presale: Nullable(
    Type.Object(Presale.properties, {
      description: 'What was promised when it was placed; with both, the later of the two',
    }),
  ),
  shipBy: Nullable(Type.String({ format: 'date-time', description: 'When a paid order must be on its way' })),
  closesAt: Nullable(Time),
});
const TimelineEntry = Type.Object({
  at: Time,
  kind: Type.String({
    description:
      'placed, paid, shipped, received, closed, refund-requested, refund-approved, refund-rejected, refund-withdrawn, refunded, late-payment',
  }),
  text: Type.String(),
  actor: Type.String({ description: 'shopper, staff, app-key or system' }),
});
const Shipment = Type.Object({
  id: Id,
  carrier: Type.String(),
  carrierName: Type.String(),
  trackingNumber: Type.String(),
  shippedAt: Time,
  lines: Type.Array(Type.Object({ lineId: Id, quantity: Type.Integer() }), { description: 'What is in it' }),
  wechatUpload: Choice(
    ['pending', 'done', 'failed', 'none'],
    'Whether WeChat has the shipping information; none: it wants none, the order was not paid in the mini program',
  ),
});
const AdminShipment = Type.Object({
  ...Shipment.properties,
  uploadFailure: Nullable(Type.String({ description: 'Why WeChat does not have it yet' })),
  nextUploadAt: Nullable(Type.String({ format: 'date-time', description: 'When it is tried again by itself' })),
  correctable: Type.Boolean({ description: 'Whether carrier and tracking number may still be corrected' }),
});
export type AdminShipment = Static<typeof AdminShipment>;
const AddressView = Type.Object({
  name: Type.String(),
  phone: Type.String(),
  province: Type.String(),
  city: Type.String(),
  district: Type.String(),
  detail: Type.String(),
  regionCode: Type.String({ description: 'GB/T 2260; empty when the region is unknown or has none' }),
});
export const OrderDetail = Type.Object({
  ...OrderCard.properties,
  goodsFen: FenAmount,
  freightFen: FenAmount,
  discountFen: FenAmount,
  parts: Type.Array(PricePart, { description: 'Goods, what was taken off, freight: together the total' }),
  purses: Type.Array(
    Type.Object({
      source: Type.String({ description: 'points, gift-card, wallet-bonus, wallet' }),
      label: Type.String(),
      fen: FenAmount,
      units: Type.Integer({ minimum: 0, description: 'What was taken from it: points, else fen' }),
      returnedFen: Type.Integer({ minimum: 0, description: 'Fen of it that went back' }),
      returnedUnits: Type.Integer({ minimum: 0 }),
    }),
    { description: 'What purses paid of the total' },
  ),
  note: Type.String(),
  address: AddressView,
  paidAt: Nullable(Time),
  transactionId: Nullable(Type.String()),
  shipments: Type.Array(Shipment),
  refunds: Type.Array(RefundSummary),
  timeline: Type.Array(TimelineEntry),
  receiveBy: Nullable(Time),
  closeReason: Nullable(Type.String()),
});
export type OrderDetail = Static<typeof OrderDetail>;

export const quoteOrder = operation({
  method: 'POST',
  url: '/shop/quote',
  operationId: 'quoteOrder',
  tag: 'order',
  summary: 'What these lines would cost now, explained line by line; changes nothing',
  audience: 'anyone',
  limit: { per: 'caller', burst: 1200, perMinute: 6000 },
  repeatable: true,
  body: Type.Object(
    {
      lines: LinesInput,
      coupons: Type.Optional(CouponWish),
      purses: Type.Optional(PursesWish),
      addressId: Type.Optional({ ...Id, description: 'Of the shopper’s: where it is to go, which decides freight' }),
      province: Type.Optional(
        Type.String({ pattern: '^\\d{2}$', description: 'Instead of an address: the first two digits of GB/T 2260' }),
      ),
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: Quote },
});
export const placeOrder = operation({
  method: 'POST',
  url: '/shop/orders',
  operationId: 'placeOrder',
  tag: 'order',
  summary:
    'Places an order; stock is held until it is paid or closes. Refuses with PRICE_CHANGED when the total, and with PURSE_SHORT when what is left for WeChat differs from what the shopper saw',
  audience: 'shopper',
  limit: { per: 'caller', burst: 600, perMinute: 1800 },
  body: Type.Object(
    {
      lines: LinesInput,
      addressId: Id,
      expectedTotalFen: FenAmount,
      coupons: Type.Optional(CouponWish),
      purses: Type.Optional(PursesWish),
      expectedDueFen: Type.Optional(FenAmount),
      expectedPresale: Type.Optional(
        Nullable(Type.Object(Presale.properties, { additionalProperties: false, description: 'As the quote said' })),
      ),
      note: Text(200, 0),
      fromCart: Type.Boolean({ description: 'Takes the lines out of the cart' }),
    },
    { additionalProperties: false },
  ),
  reply: {
    status: 201,
    schema: Type.Object({
      id: Id,
      number: Type.String(),
      state: OrderState,
      totalFen: FenAmount,
      dueFen: FenAmount,
      closesAt: Time,
    }),
  },
});
const ById = Type.Object({ id: Id });
export const listOrders = operation({
  method: 'GET',
  url: '/shop/orders',
  operationId: 'listOrders',
  tag: 'order',
  summary: 'Own orders, newest first',
  audience: 'shopper',
  query: Type.Object({ state: Type.Optional(OrderState), ...PageQuery }, { additionalProperties: false }),
  reply: { status: 200, schema: PageOf(OrderCard) },
});
export const countOrders = operation({
  method: 'GET',
  url: '/shop/orders/counts',
  operationId: 'countOrders',
  tag: 'order',
  summary: 'How many own orders wait in each state',
  audience: 'shopper',
  reply: {
    status: 200,
    schema: Type.Object({
      unpaid: Type.Integer(),
      paid: Type.Integer(),
      shipped: Type.Integer(),
      refunding: Type.Integer(),
    }),
  },
});
export const getOrder = operation({
  method: 'GET',
  url: '/shop/orders/:id',
  operationId: 'getOrder',
  tag: 'order',
  summary: 'One own order with timeline, shipments and refunds',
  audience: 'shopper',
  params: ById,
  reply: { status: 200, schema: OrderDetail },
});
export const cancelOrder = operation({
  method: 'POST',
  url: '/shop/orders/:id/cancellation',
  operationId: 'cancelOrder',
  tag: 'order',
  summary: 'Closes an unpaid order and frees what it held',
  audience: 'shopper',
  params: ById,
  body: Type.Object({ reason: Text(60, 0) }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: OrderDetail },
});
export const confirmReceipt = operation({
  method: 'POST',
  url: '/shop/orders/:id/receipt',
  operationId: 'confirmReceipt',
  tag: 'order',
  summary: 'The shopper has the goods',
  audience: 'shopper',
  params: ById,
  repeatable: true,
  reply: { status: 200, schema: OrderDetail },
});

const AdminOrderRow = Type.Object({
  ...OrderCard.properties,
  customerName: Type.String(),
  receiver: Type.String({ description: 'Masked name and phone' }),
  openRefunds: Type.Integer(),
});
const ORDER_SORTS = ['created-up', 'created-down', 'total-up', 'total-down'] as const;
export type OrderSort = (typeof ORDER_SORTS)[number];
export const listAdminOrders = operation({
  method: 'GET',
  url: '/admin/orders',
  operationId: 'listAdminOrders',
  tag: 'order',
  summary: 'Orders of the shop, newest first or as `sort` says',
  audience: 'order:read',
  query: Type.Object(
    {
      sort: Type.Optional(Choice(ORDER_SORTS)),
      state: Type.Optional(OrderState),
      number: Type.Optional(
        Type.String({
          pattern: '^[0-9A-Za-z_-]{1,40}$',
          description: 'Order number, merchant number (out_trade_no) or WeChat transaction number',
        }),
      ),
      phone: Type.Optional(
        Type.String({
          ...Text(40),
          description: 'Whole phone number of the receiver, with its area code if it has one',
        }),
      ),
      late: Type.Optional(Type.Boolean({ description: 'Paid, and not on its way in the time that was promised' })),
      customerId: Type.Optional(Id),
      from: Type.Optional(Time),
      to: Type.Optional(Time),
      minFen: Type.Optional(FenAmount),
      maxFen: Type.Optional(FenAmount),
      ...PageQuery,
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(AdminOrderRow) },
});
export const countAdminOrders = operation({
  method: 'GET',
  url: '/admin/orders/counts',
  operationId: 'countAdminOrders',
  tag: 'order',
  summary: 'How many orders are in each state',
  audience: 'order:read',
  reply: {
    status: 200,
    schema: Type.Object({
      unpaid: Type.Integer(),
      paid: Type.Integer(),
      shipped: Type.Integer(),
      received: Type.Integer(),
      closed: Type.Integer(),
      refunded: Type.Integer(),
    }),
  },
});
export const AdminOrderDetail = Type.Object({
  ...OrderDetail.properties,
  refunds: Type.Array(AdminRefundSummary),
  shipments: Type.Array(AdminShipment),
  customer: Type.Object({ id: Id, nickname: Type.String(), phone: Nullable(Type.String()) }),
  staffNote: Type.String(),
});
export const getAdminOrder = operation({
  method: 'GET',
  url: '/admin/orders/:id',
  operationId: 'getAdminOrder',
  tag: 'order',
  summary: 'One order as staff see it; the receiver masked',
  audience: 'order:read',
  params: ById,
  reply: { status: 200, schema: AdminOrderDetail },
});
export const revealReceiver = operation({
  method: 'POST',
  url: '/admin/orders/:id/receiver',
  operationId: 'revealReceiver',
  tag: 'order',
  summary: 'Whole name, phone number and address of the receiver; noted in the audit each time',
  audience: 'customer:read',
  limit: { per: 'caller', burst: 200, perMinute: 60 },
  params: ById,
  repeatable: true,
  reply: { status: 200, schema: AddressView },
});
export const putStaffNote = operation({
  method: 'PUT',
  url: '/admin/orders/:id/note',
  operationId: 'putStaffNote',
  tag: 'order',
  summary: 'A note that only staff see',
  audience: 'order:ship',
  params: ById,
  body: Type.Object({ note: Text(500, 0) }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 204, schema: null },
});

/** Events of the order; every listener is idempotent by (event, listener). */
export interface OrderEvent {
  orderId: string;
}

named({
  OrderState,
  OrderLine,
  OrderCard,
  TimelineEntry,
  Shipment,
  AdminShipment,
  RefundSummary,
  AdminRefundSummary,
  AddressView,
  OrderDetail,
  AdminOrderRow,
  AdminOrderDetail,
});
