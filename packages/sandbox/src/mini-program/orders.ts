import type { Context } from '../context.ts';
import type { Transaction } from '../state.ts';
import type { ApiBody } from './body.ts';
import { ApiRefusal, OK } from './refusal.ts';
import { orderView, tradeNamed } from './shipping.ts';
import { EXPRESS, isManaged, stateOf } from './shipping-state.ts';

const DAY_S = 86_400;
const MAX_PAGE = 100;

/** `/wxa/sec/order/get_order_list`: the newest payment first. Refuses with 10060011, 10060014. */
export function getOrderList(context: Context, body: ApiBody): Record<string, unknown> {
  const { store } = context;
  const range = body.object('pay_time_range');
  const [from, to] = [range?.integer('begin_time') ?? 0, range?.integer('end_time') ?? 2 ** 32];
  const [state, openid] = [body.integer('order_state'), body.text('openid')];
  const size = body.integer('page_size') ?? MAX_PAGE;
  if (size < 1 || size > MAX_PAGE) throw new ApiRefusal(10060014, '请求参数非法：page_size');
  const found = store.transactions
    .filter((trade) => isManaged(context, trade))
    .filter((trade) => {
      const paidS = Math.floor((trade.paidAtMs ?? 0) / 1000);
      return paidS >= from && paidS <= to && (openid === undefined || trade.payerOpenid === openid);
    })
    .filter((trade) => state === undefined || stateOf(context, trade) === state)
    .reverse();
  const begin = positionAfter(found, body.text('last_index'));
  const page = found.slice(begin, begin + size);
  const last = page.at(-1);
  return {
    ...OK,
    order_list: page.map((trade) => orderView(context, trade)),
    last_index: last ? indexOf(last) : '',
    has_more: begin + page.length < found.length,
  };
}

const indexOf = ({ transactionId }: Transaction) => Buffer.from(transactionId ?? '').toString('hex');
function positionAfter(found: Transaction[], lastIndex: string | undefined): number {
  if (!lastIndex) return 0;
  const at = found.findIndex((trade) => indexOf(trade) === lastIndex);
  if (at < 0) throw new ApiRefusal(10060011, 'last_index不合法');
  return at + 1;
}

/** `/wxa/sec/order/notify_confirm_receive`: once, for express parcels. Refuses with 10060001, 14, 28, 29, 30, 32. */
export function remindReceipt(context: Context, body: ApiBody): Record<string, unknown> {
  const trade = tradeNamed(context, body);
  const shipment = context.store.shipments.get(trade.transactionId ?? '');
  if (!shipment?.isAllDelivered || stateOf(context, trade) !== 2)
    throw new ApiRefusal(10060028, '支付单不是已发货状态');
  if (shipment.logisticsType !== EXPRESS) throw new ApiRefusal(10060032, '只有物流快递发货时允许提醒用户确认收货');
  const receivedS = body.integer('received_time');
  if (receivedS === undefined) throw new ApiRefusal(10060014, '请求参数非法：received_time');
  const shippedMs = Math.max(...shipment.parcels.map(({ uploadTime }) => Date.parse(uploadTime)));
  if (receivedS * 1000 < shippedMs) throw new ApiRefusal(10060029, '签收时间非法');
  if (shipment.reminded) throw new ApiRefusal(10060030, '支付单已使用提醒收货机会');
  context.store.shipments.put(shipment.transactionId, { ...shipment, reminded: true });
  return { ...OK };
}

/** `/wxa/sec/order/set_msg_jump_path`: where the messages of WeChat lead; an empty path is WeChat's own page. */
export function setJumpPath({ store }: Context, body: ApiBody): Record<string, unknown> {
  const path = body.text('path');
  if (path === undefined) throw new ApiRefusal(47001, 'data format error: path');
  store.jumpPaths.put('path', path);
  return { ...OK };
}

/** `is_trade_managed` and `is_trade_management_confirmation_completed`. Refuses with 40097, 40013. */
export function tradeManaged({ keys, settings }: Context, body: ApiBody, name: string): Record<string, unknown> {
  const appid = body.text('appid');
  if (!appid) throw new ApiRefusal(40097, 'invalid args');
  if (appid !== keys.merchant.appid) throw new ApiRefusal(40013, 'invalid appid');
  return { ...OK, [name]: settings.tradeManaged };
}

/** `/wxa/sec/order/opspecialorder`: 1 presale, 2 test. Refuses with 268546000–02. */
export function reportSpecialOrder(context: Context, body: ApiBody): Record<string, unknown> {
  const type = body.integer('type');
  if (type !== 1 && type !== 2) throw new ApiRefusal(268546000, 'type非法');
  const id = body.text('order_id') ?? '';
  const trade = context.store.transactions.find((one) => one.outTradeNo === id || one.transactionId === id);
  if (!trade?.transactionId || !isManaged(context, trade) || stateOf(context, trade) !== 1)
    throw new ApiRefusal(268546002, '账户不存在这个待发货单号');
  if (type === 1) {
    const days = ((body.integer('delay_to') ?? 0) - Math.floor((trade.paidAtMs ?? 0) / 1000)) / DAY_S;
    if (!(days >= 15 && days <= 330)) throw new ApiRefusal(268546001, 'delay_to非法');
    trade.delayedTo = body.integer('delay_to') ?? 0;
  }
  return { ...OK };
}
