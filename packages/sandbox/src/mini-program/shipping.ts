import type { Context } from '../context.ts';
import type { Combined } from '../pay/records.ts';
import { parseRfc3339 } from '../pay/time.ts';
import { byTransactionId } from '../pay/transactions.ts';

import type { Shipment, Transaction } from '../state.ts';
import { ApiBody } from './body.ts';
import { ApiRefusal, OK } from './refusal.ts';
import { tellShipped, watchReceipt } from './settlement.ts';
import { EXPRESS, isManaged, stateOf } from './shipping-state.ts';

const UNIFIED = 1;
const SPLIT = 2;
const MAX_PARCELS = 15;
type Parcel = Shipment['parcels'][number];

/** `/wxa/sec/order/upload_shipping_info`. A finished shipment may be sent again once. Refuses with 100600xx and 2684852xx. */
export function uploadShipping(context: Context, raw: unknown): Record<string, unknown> {
  const body = strict(raw);
  const trade = tradeOf(context, body.object('order_key'));
  if (trade.combineOutTradeNo) throw new ApiRefusal(10060001, '支付单不存在，合单支付请使用合单发货接口');
  checkPayer(body, trade);
  keepAll(context, [checkedUpload(context, body, trade, uploadTimeOf(body))]);
  return { ...OK };
}

/**
 * `/wxa/sec/order/upload_combined_shipping_info`: parcels of some or all parts of a combined payment; all are kept, or none. Refuses as
 * `uploadShipping`.
 */
export function uploadCombinedShipping(context: Context, raw: unknown): Record<string, unknown> {
  const body = strict(raw);
  const whole = combinedNamed(context, body.object('order_key'));
  const parts = body.list('sub_orders') ?? [];
  if (parts.length === 0) throw new ApiRefusal(10060014, '参数错误：sub_orders');
  const uploadTime = uploadTimeOf(body);
  const uploads = parts.map((part) => {
    const trade = tradeOf(context, part.object('order_key'));
    if (trade.combineOutTradeNo !== whole.combineOutTradeNo) throw new ApiRefusal(10060001, '支付单不存在');
    checkPayer(body, trade);
    return checkedUpload(context, part, trade, uploadTime);
  });
  if (new Set(uploads.map(({ trade }) => trade.outTradeNo)).size < uploads.length)
    throw new ApiRefusal(10060014, '参数错误：sub_orders 中有重复的子单');
  keepAll(context, uploads);
  return { ...OK };
}

const strict = (raw: unknown) => new ApiBody(raw, (name) => new ApiRefusal(10060014, `参数错误：${name}`));

function checkPayer(body: ApiBody, trade: Transaction): void {
  const openid = body.object('payer')?.text('openid');
  if (!openid) throw new ApiRefusal(10060014, '参数错误：payer.openid');
  if (openid !== trade.payerOpenid) throw new ApiRefusal(10060031, '该笔支付单不属于 openid 所指定的用户');
}

function uploadTimeOf(body: ApiBody): string {
  const uploadTime = body.text('upload_time') ?? '';
  if (parseRfc3339(uploadTime) === null) throw new ApiRefusal(268485216, '上传时间非法，请按照 RFC 3339 格式填写');
  return uploadTime;
}

interface Upload {
  trade: Transaction;
  shipment: Shipment;
}
function checkedUpload(context: Context, body: ApiBody, trade: Transaction, uploadTime: string): Upload {
  const shipment = { ...checkedShipment(body, trade, uploadTime), shippedAtMs: context.now() };
  return { trade, shipment: merged(context.store.shipments.get(shipment.transactionId), shipment) };
}

function keepAll(context: Context, uploads: Upload[]): void {
  for (const { trade, shipment } of uploads) {
    context.store.shipments.put(shipment.transactionId, shipment);
    if (shipment.isAllDelivered) tellShipped(context, trade, shipment);
  }
}

/** A combined payment by its own number, or by WeChat's number of one of its parts. */
function combinedNamed({ store, keys }: Context, key: ApiBody | undefined): Combined {
  const type = key?.integer('order_number_type');
  if (!key || (type !== 1 && type !== 2)) throw new ApiRefusal(268485194, '订单单号类型非法');
  const number =
    type === 2
      ? byTransactionId(store, transactionIdOf(key))?.combineOutTradeNo
      : numberOfMerchant(keys.merchant.mchid, key);
  const whole = number ? store.combined.get(number) : undefined;
  if (!whole) throw new ApiRefusal(10060001, '支付单不存在');
  return whole;
}

/** `/wxa/sec/order/get_order`. Refuses with 10060001, 10060014. */
export function getOrder(context: Context, body: ApiBody): Record<string, unknown> {
  return { ...OK, order: orderView(context, tradeNamed(context, body)) };
}

/** The payment that a request names by transaction_id, or by merchant and number. */
export function tradeNamed(context: Context, body: ApiBody): Transaction {
  const id = body.text('transaction_id');
  const [merchant, number] = [body.text('merchant_id'), body.text('merchant_trade_no')];
  if (!id && (!merchant || !number)) throw new ApiRefusal(10060014, '请求参数非法');
  const found = id ? byTransactionId(context.store, id) : context.store.transactions.get(number ?? '');
  const isOurs = id !== undefined || merchant === context.keys.merchant.mchid;
  if (!found || !isOurs || !isManaged(context, found)) throw new ApiRefusal(10060001, '支付单不存在');
  return found;
}

export function orderView(context: Context, trade: Transaction): Record<string, unknown> {
  const shipment = context.store.shipments.get(trade.transactionId ?? '');
  return {
    transaction_id: trade.transactionId,
    merchant_id: trade.mchid,
    sub_merchant_id: '',
    merchant_trade_no: trade.outTradeNo,
    description: shipment ? shortened(goodsOf(shipment)) : '',
    paid_amount: trade.totalFen,
    openid: trade.payerOpenid,
    trade_create_time: Math.floor(trade.createdAtMs / 1000),
    pay_time: Math.floor((trade.paidAtMs ?? 0) / 1000),
    order_state: stateOf(context, trade),
    in_complaint: false,
    shipping: shipment ? shippingView(shipment) : {},
  };
}

const goodsOf = ({ parcels }: Shipment): string => parcels.map(({ itemDesc }) => itemDesc).join(';');
const shortened = (text: string): string => ([...text].length > 120 ? `${[...text].slice(0, 117).join('')}...` : text);

/** The shopper confirms in WeChat that the goods came. Refuses with 10060004 when nothing was shipped. */
export function confirmReceipt(context: Context, trade: Transaction): void {
  const { store, now } = context;
  const shipment = trade.transactionId ? store.shipments.get(trade.transactionId) : undefined;
  if (!shipment?.isAllDelivered) throw new ApiRefusal(10060004, '支付单处于不可确认收货的状态');
  store.shipments.put(shipment.transactionId, { ...shipment, receivedAtMs: shipment.receivedAtMs ?? now() });
  watchReceipt(context, trade);
}

function tradeOf(context: Context, key: ApiBody | undefined): Transaction {
  const { store, keys } = context;
  const type = key?.integer('order_number_type');
  if (!key || (type !== 1 && type !== 2)) throw new ApiRefusal(268485194, '订单单号类型非法');
  const trade =
    type === 2
      ? byTransactionId(store, transactionIdOf(key))
      : store.transactions.get(numberOfMerchant(keys.merchant.mchid, key) ?? '');
  if (!trade || (trade.paidAtMs !== null && !isManaged(context, trade))) throw new ApiRefusal(10060001, '支付单不存在');
  if (trade.state !== 'SUCCESS' && trade.state !== 'REFUND') throw new ApiRefusal(10060004, '支付单处于不可发货的状态');
  return trade;
}

function transactionIdOf(key: ApiBody): string {
  const id = key.text('transaction_id');
  if (!id) throw new ApiRefusal(268485195, '微信支付单号形式下 transaction_id 字段不能为空');
  return id;
}

/** The merchant's own number; undefined when it is another merchant's. */
function numberOfMerchant(ours: string, key: ApiBody): string | undefined {
  const mchid = key.text('mchid');
  const number = key.text('out_trade_no');
  if (!mchid) throw new ApiRefusal(268485196, '商户侧单号形式下 mchid 字段不能为空');
  if (!number) throw new ApiRefusal(268485197, '商户侧单号形式下 out_trade_no 字段不能为空');
  return mchid === ours ? number : undefined;
}

function checkedShipment(body: ApiBody, trade: Transaction, uploadTime: string): Omit<Shipment, 'shippedAtMs'> {
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
    reminded: false,
    receivedAtMs: null,
    told: false,
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
  const contacts = {
    consignor: contact?.text('consignor_contact') ?? null,
    receiver: contact?.text('receiver_contact') ?? null,
  };
  return { trackingNo, expressCompany, itemDesc, uploadTime, contact: contacts };
}

/**
 * Parts of a split shipment add up until all is delivered. Sending a finished one again, or changing its mode or logistics, is the one
 * correction; a finished one cannot be gone on with, and nothing changes after receipt.
 */
function merged(earlier: Shipment | undefined, next: Shipment): Shipment {
  if (!earlier) return next;
  if (earlier.receivedAtMs !== null) throw new ApiRefusal(10060004, '支付单处于不可发货的状态');
  if (JSON.stringify(content(earlier)) === JSON.stringify(content(next)))
    throw new ApiRefusal(10060023, '发货信息未更新');
  if (uploadedMs(next) <= uploadedMs(earlier)) throw new ApiRefusal(268485216, '上传时间非法，须比之前的请求更新');
  if (earlier.isAllDelivered && !next.isAllDelivered) throw new ApiRefusal(10060002, '支付单已完成发货，无法继续发货');
  const isOther = earlier.deliveryMode !== next.deliveryMode || earlier.logisticsType !== next.logisticsType;
  if (earlier.isAllDelivered || isOther) {
    if (earlier.reshipped) throw new ApiRefusal(10060003, '支付单已使用重新发货机会');
    return { ...next, reshipped: true };
  }
  const parcels = [...earlier.parcels, ...next.parcels];
  if (parcels.length > MAX_PARCELS) throw new ApiRefusal(10060024, '物流信息列表太长');
  return { ...next, parcels, reshipped: earlier.reshipped };
}

const uploadedMs = ({ parcels }: Shipment): number =>
  Math.max(...parcels.map(({ uploadTime }) => parseRfc3339(uploadTime) ?? 0));

function content({ parcels, deliveryMode, logisticsType, isAllDelivered }: Shipment): unknown {
  return [deliveryMode, logisticsType, isAllDelivered, parcels.map(({ uploadTime: _, ...parcel }) => parcel)];
}

function shippingView(shipment: Shipment): Record<string, unknown> {
  return {
    delivery_mode: shipment.deliveryMode,
    logistics_type: shipment.logisticsType,
    finish_shipping: shipment.isAllDelivered,
    goods_desc: goodsOf(shipment),
    finish_shipping_count: shipment.isAllDelivered ? (shipment.reshipped ? 2 : 1) : 0,
    shipping_list: shipment.parcels.map((parcel) => ({
      tracking_no: parcel.trackingNo,
      express_company: parcel.expressCompany,
      goods_desc: parcel.itemDesc,
      upload_time: Math.floor((parseRfc3339(parcel.uploadTime) ?? 0) / 1000),
      contact: {
        ...(parcel.contact?.consignor ? { consignor_contact: parcel.contact.consignor } : {}),
        ...(parcel.contact?.receiver ? { receiver_contact: parcel.contact.receiver } : {}),
      },
    })),
  };
}
