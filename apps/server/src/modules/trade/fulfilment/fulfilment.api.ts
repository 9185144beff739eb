import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Code, Id, named, Quantity } from '../../../kernel/schema.ts';
import { AdminOrderDetail } from '../order/index.ts';

export const fulfilmentRefusals = refusals({
  CARRIER_UNKNOWN: { status: 400, message: '不支持这家快递公司' },
  NOTHING_TO_SHIP: { status: 409, message: '订单的商品都已退款，无需发货' },
  PIECES_GONE: { status: 409, message: '这些商品有的已发货或已退款，请刷新后核对要发的件数' },
  PARCELS_FULL: { status: 409, message: '一笔订单最多分 15 个包裹，请把剩下的一起发出' },
  SHIPMENT_REPEATED: { status: 409, message: '这个运单号已经用在这笔订单的另一个包裹上' },
  SHIPMENT_NOT_FOUND: { status: 404, message: '没有找到这个包裹' },
  SHIPMENT_FIXED: { status: 409, message: '微信只接受更正一次物流信息，这笔订单不能再更正' },
  SHIPMENT_UNMANAGED: { status: 409, message: '订单不是在小程序里付款的，不需要向微信上传物流信息' },
  SHIPMENT_UPLOADED: { status: 409, message: '微信已经有这份物流信息，无需重新上传' },
  REFUND_OPEN: { status: 409, message: '订单有待处理的退款申请，请先处理再发货' },
});
const ById = Type.Object({ id: Id });
const label = { carrier: Code(20), trackingNumber: Type.String({ pattern: '^[A-Za-z0-9-]{6,30}$' }) };
const Parcel = Type.Object(label, { additionalProperties: false });
const PiecesInput = Type.Object({ lineId: Id, quantity: Quantity }, { additionalProperties: false });
export const listCarriers = operation({
  method: 'GET',
  url: '/admin/carriers',
  operationId: 'listCarriers',
  tag: 'fulfilment',
  summary: 'Express companies with the codes WeChat uses',
  audience: 'order:read',
  reply: {
    status: 200,
    schema: Type.Object({ items: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })) }),
  },
});
export const shipOrder = operation({
  method: 'POST',
  url: '/admin/orders/:id/shipment',
  operationId: 'shipOrder',
  tag: 'fulfilment',
  summary:
    'Sends what is left of a paid order, or some pieces of it, as a parcel; WeChat gets the shipping information from a job',
  audience: 'order:ship',
  params: ById,
  body: Type.Object(
    {
      ...label,
      lines: Type.Optional(
        Type.Array(PiecesInput, { minItems: 1, maxItems: 50, description: 'Absent: all that is left' }),
      ),
    },
    { additionalProperties: false },
  ),
  reply: { status: 201, schema: AdminOrderDetail },
});
export const correctShipment = operation({
  method: 'PUT',
  url: '/admin/shipments/:id',
  operationId: 'correctShipment',
  tag: 'fulfilment',
  summary: 'Corrects carrier and tracking number of a parcel; once WeChat has them, it takes one correction an order',
  audience: 'order:ship',
  params: ById,
  body: Parcel,
  repeatable: true,
  reply: { status: 200, schema: AdminOrderDetail },
});
export const uploadShipment = operation({
  method: 'POST',
  url: '/admin/orders/:id/shipment/upload',
  operationId: 'uploadShipment',
  tag: 'fulfilment',
  summary: 'Sends the shipping information to WeChat again, at once',
  audience: 'order:ship',
  params: ById,
  repeatable: true,
  reply: { status: 200, schema: AdminOrderDetail },
});

named({ Parcel, PiecesInput });
