import type { Context } from '../context.ts';
import { parseRfc3339 } from '../pay/time.ts';
import { byTransactionId } from '../pay/transactions.ts';
import type { Shipment, Transaction } from '../state.ts';
import { ApiBody } from './body.ts';
import { ApiRefusal, OK } from './refusal.ts';

const EXPRESS = 1;
const UNIFIED = 1;
const SPLIT = 2;
const MAX_PARCELS = 15;
type Parcel = Shipment['parcels'][number];

/** `/wxa/sec/order/upload_shipping_info`. A finished shipment may be sent again once. Refuses with 100600xx and 2684852xx. */
export function uploadShipping(context: Context, raw: unknown): Record<string, unknown> {
  const body = new ApiBody(raw, (name) => new ApiRefusal(10060014, `参数错误：${name}`));
  const trade = tradeOf(context, body.object('order_key'));
  const openid = body.object('payer')?.text('openid');
  if (openid !== trade.payerOpenid) throw new ApiRefusal(10060031, '该笔支付单不属于 openid 所指定的用户');
  const uploadTime = body.text('upload_time') ?? '';
  if (parseRfc3339(uploadTime) === null) throw new ApiRefusal(268485216, '上传时间非法，请按照 RFC 3339 格式填写');
  const shipment = checkedShipment(body, trade, uploadTime);
  const id = shipment.transactionId;
  context.store.shipments.put(id, merged(context.store.shipments.get(id), shipment));
  return { ...OK };
}

/** `/wxa/sec/order/get_order` */
export function getOrder(context: Context, body: ApiBody): Record<string, unknown> {
  const { store } = context;
  const id = body.text('transaction_id');
  const trade = id ? byTransactionId(store, id) : store.transactions.get(body.text('merchant_trade_no') ?? '');
  if (!trade?.transactionId || trade.paidAtMs === null) throw new ApiRefusal(10060001, '支付单不存在');
  const shipment = store.shipments.get(trade.transactionId);
  return {
    ...OK,
    order: {
      transaction_id: trade.transactionId,
      merchant_id: trade.mchid,
      merchant_trade_no: trade.outTradeNo,
      description: trade.description,
      paid_amount: trade.totalFen,
      openid: trade.payerOpenid,
      trade_create_time: Math.floor(trade.createdAtMs / 1000),
      pay_time: Math.floor(trade.paidAtMs / 1000),
      order_state: orderState(context, trade, shipment),
      in_complaint: false,
      ...(shipment ? { shipping: shippingView(shipment) } : {}),
    },
  };
}

/** The shopper confirms in WeChat that the goods came. Refuses with 10060004 when nothing was shipped. */
export function confirmReceipt({ store, now }: Context, trade: Transaction): void {
  const shipment = trade.transactionId ? store.shipments.get(trade.transactionId) : undefined;
  if (!shipment?.isAllDelivered) throw new ApiRefusal(10060004, '支付单处于不可确认收货的状态');
  store.shipments.put(shipment.transactionId, { ...shipment, receivedAtMs: shipment.receivedAtMs ?? now() });
}

function tradeOf({ store, keys }: Context, key: ApiBody | undefined): Transaction {
  const type = key?.integer('order_number_type');
  if (!key || (type !== 1 && type !== 2)) throw new ApiRefusal(268485194, '订单单号类型非法');
  const trade =
    type === 2 ? byTransactionId(store, transactionIdOf(key)) : tradeOfMerchant(store, keys.merchant.mchid, key);
  if (!trade) throw new ApiRefusal(10060001, '支付单不存在');
  if (trade.state !== 'SUCCESS' && trade.state !== 'REFUND') throw new ApiRefusal(10060004, '支付单处于不可发货的状态');
  return trade;
}

function transactionIdOf(key: ApiBody): string {
  const id = key.text('transaction_id');
  if (!id) throw new ApiRefusal(268485195, '微信支付单号形式下 transaction_id 字段不能为空');
  return id;
}

function tradeOfMerchant(store: Context['store'], ours: string, key: ApiBody): Transaction | undefined {
  const mchid = key.text('mchid');
  const number = key.text('out_trade_no');
  if (!mchid) throw new ApiRefusal(268485196, '商户侧单号形式下 mchid 字段不能为空');
  if (!number) throw new ApiRefusal(268485197, '商户侧单号形式下 out_trade_no 字段不能为空');
  return mchid === ours ? store.transactions.get(number) : undefined;
}

function checkedShipment(body: ApiBody, trade: Transaction, uploadTime: string): Shipment {
  const logisticsType = body.integer('logistics_type') ?? 0;
  if (![1, 2, 3, 4].includes(logisticsType)) throw new ApiRefusal(10060005, '物流类型有误');
  const deliveryMode = body.integer('delivery_mode') ?? 0;
  if (deliveryMode !== UNIFIED && deliveryMode !== SPLIT) throw new ApiRefusal(268485224, '发货模式非法');
  const isAllDelivered = body.flag('is_all_delivered');
  if (deliveryMode === SPLIT) {
    if (logisticsType !== EXPRESS) throw new ApiRefusal(10060006, '非快递发货时不允许分拆发货');
    if (isAllDelivered === undefined) throw new ApiRefusal(10060007, '分拆发货模式下必须填写 is_all_delivered 字段');
  }
  const list = body.list('shipping_list') ?? [];
  if (list.length > MAX_PARCELS) throw new ApiRefusal(10060024, '物流信息列表太长');
  if (list.length === 0) throw new ApiRefusal(10060014, '参数错误：shipping_list');
  if (deliveryMode === UNIFIED && list.length !== 1)
    throw new ApiRefusal(268485228, '统一发货模式下，物流信息列表长度必须为 1');
  return {
    transactionId: trade.transactionId ?? '',
    deliveryMode,
    logisticsType,
    isAllDelivered: deliveryMode === UNIFIED ? true : (isAllDelivered ?? false),
    parcels: list.map((parcel) => checkedParcel(parcel, logisticsType, uploadTime)),
    reshipped: false,
    receivedAtMs: null,
  };
}

function checkedParcel(parcel: ApiBody, logisticsType: number, uploadTime: string): Parcel {
  const trackingNo = parcel.text('tracking_no') ?? '';
  const expressCompany = parcel.text('express_company') ?? '';
  const itemDesc = parcel.text('item_desc') ?? '';
  if (logisticsType === EXPRESS && trackingNo === '') throw new ApiRefusal(268485226, '物流单号不能为空');
  if (logisticsType === EXPRESS && expressCompany === '') throw new ApiRefusal(268485227, '物流公司编码不能为空');
  if (trackingNo.length > 128) throw new ApiRefusal(10060026, '物流单号太长');
  if (expressCompany.length > 128) throw new ApiRefusal(10060025, '物流公司编码太长');
  if (itemDesc === '') throw new ApiRefusal(10060008, '商品描述 item_desc 字段不能为空');
  if ([...itemDesc].length > 120) throw new ApiRefusal(10060009, '商品描述 item_desc 字段太长');
  // Couriers find an S.F. parcel only together with a number of one of its ends.
  const contact = parcel.object('contact');
  if (expressCompany === 'SF' && !contact?.text('consignor_contact') && !contact?.text('receiver_contact')) {
    throw new ApiRefusal(10060014, '参数错误：顺丰需填写 contact');
  }
  return { trackingNo, expressCompany, itemDesc, uploadTime };
}

/** Parts of a split shipment add up until all is delivered; after that one correction is allowed, and nothing after receipt. */
function merged(earlier: Shipment | undefined, next: Shipment): Shipment {
  if (!earlier) return next;
  if (earlier.receivedAtMs !== null) throw new ApiRefusal(10060004, '支付单处于不可发货的状态');
  if (JSON.stringify(content(earlier)) === JSON.stringify(content(next)))
    throw new ApiRefusal(10060023, '发货信息未更新');
  if (earlier.isAllDelivered) {
    if (earlier.reshipped) throw new ApiRefusal(10060003, '支付单已使用重新发货机会');
    return { ...next, reshipped: true };
  }
  const parcels = [...earlier.parcels, ...next.parcels];
  if (parcels.length > MAX_PARCELS) throw new ApiRefusal(10060024, '物流信息列表太长');
  return { ...next, parcels };
}

function content({ parcels, deliveryMode, logisticsType, isAllDelivered }: Shipment): unknown {
  return [deliveryMode, logisticsType, isAllDelivered, parcels.map(({ uploadTime: _, ...parcel }) => parcel)];
}

/** 1 to ship · 2 shipped · 3 received · 5 refunded. */
function orderState({ store }: Context, trade: Transaction, shipment: Shipment | undefined): number {
  const refundedFen = store.refunds
    .filter((refund) => refund.outTradeNo === trade.outTradeNo && refund.status === 'SUCCESS')
    .reduce((sum, refund) => sum + refund.refundFen, 0);
  if (refundedFen >= trade.totalFen) return 5;
  if (!shipment?.isAllDelivered) return 1;
  return shipment.receivedAtMs === null ? 2 : 3;
}

function shippingView(shipment: Shipment): Record<string, unknown> {
  return {
    delivery_mode: shipment.deliveryMode,
    logistics_type: shipment.logisticsType,
    finish_shipping: shipment.isAllDelivered,
    goods_desc: shipment.parcels.map((parcel) => parcel.itemDesc).join('；'),
    finish_shipping_count: shipment.isAllDelivered ? (shipment.reshipped ? 2 : 1) : 0,
    shipping_list: shipment.parcels.map((parcel) => ({
      tracking_no: parcel.trackingNo,
      express_company: parcel.expressCompany,
      goods_desc: parcel.itemDesc,
      upload_time: Math.floor((parseRfc3339(parcel.uploadTime) ?? 0) / 1000),
    })),
  };
}
