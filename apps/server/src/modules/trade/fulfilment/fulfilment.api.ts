import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Code, Id } from '../../../kernel/schema.ts';
import { AdminOrderDetail } from '../order/index.ts';

export const fulfilmentRefusals = refusals({
  CARRIER_UNKNOWN: { status: 400, message: '不支持这家快递公司' },
  NOTHING_TO_SHIP: { status: 409, message: '订单的商品都已退款，无需发货' },
  REFUND_OPEN: { status: 409, message: '订单有待处理的退款申请，请先处理再发货' },
});
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
  summary: 'Ships a paid order with a tracking number; WeChat gets the shipping information from a job',
  audience: 'order:ship',
  params: Type.Object({ id: Id }),
  body: Type.Object(
    { carrier: Code(20), trackingNumber: Type.String({ pattern: '^[A-Za-z0-9-]{6,30}$' }) },
    { additionalProperties: false },
  ),
  reply: { status: 201, schema: AdminOrderDetail },
});
