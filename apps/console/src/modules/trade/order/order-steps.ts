import { isPartSent, type Order, refundable } from './order-words.ts';

type Stepped = Pick<Order, 'state' | 'refunds' | 'lines' | 'closeReason'>;

/** Requests of the shopper that wait for a decision; nothing can be sent before. */
export const waitingRefunds = ({ refunds }: Pick<Order, 'refunds'>): Order['refunds'] =>
  refunds.filter(({ state }) => state === 'requested');

/** Pieces that are still to be sent: all but those that left, were refunded or are being refunded. */
export const piecesToSend = ({ lines }: Pick<Order, 'lines'>): number =>
  lines.reduce((sum, line) => sum + refundable(line), 0);

export interface NextStep {
  /** What is to be done, or what is waited for. */
  text: string;
  /** What can be pressed: to the dispatch dialog, or to the refunds below. */
  go: 'ship' | 'refunds' | null;
  tone: 'success' | 'info' | 'warning' | 'error';
}

/** What comes next for an order, for those who look after it. */
export function nextStep(order: Stepped): NextStep {
  const waiting = waitingRefunds(order).length;
  if (waiting > 0)
    return { text: `买家申请了退款，请在 24 小时内处理；处理之前不能发货`, go: 'refunds', tone: 'warning' };
  if (order.refunds.some(({ state }) => state === 'failed'))
    return { text: '有一笔退款没有退成，请重新退款或登记线下退款', go: 'refunds', tone: 'error' };
  if (order.state === 'unpaid') return { text: '等待买家付款，超时会自动关闭，库存随之释放', go: null, tone: 'info' };
  if (order.state === 'paid')
    return {
      text: `${isPartSent(order) ? '部分商品已发出，请尽快发出其余' : '已付款，请尽快发出'} ${piecesToSend(order)} 件商品`,
      go: 'ship',
      tone: 'info',
    };
  if (order.state === 'shipped') return { text: '已发货，等待买家确认收货，到期会自动收货', go: null, tone: 'info' };
  if (order.state === 'received') return { text: '交易完成', go: null, tone: 'success' };
  if (order.state === 'refunded') return { text: '全部退款，交易结束', go: null, tone: 'info' };
  return { text: order.closeReason ? `已关闭：${order.closeReason}` : '已关闭', go: null, tone: 'info' };
}

const STEP_OF: Record<Order['state'], number> = { unpaid: 1, paid: 2, shipped: 3, received: 4, closed: 1, refunded: 2 };
/** How many of 下单、付款、发货、收货 are behind the order. */
export const stepsDone = ({ state, shipments }: Pick<Order, 'state' | 'shipments'>): number =>
  state === 'refunded' && shipments.length > 0 ? 3 : STEP_OF[state];
