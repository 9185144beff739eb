import type { ReplyOf } from '@jishi/api-client';

export type Order = ReplyOf<'getOrder'>;
export type OrderState = Order['state'];
export type Refund = Order['refunds'][number];

/** What a shopper reads about an order in each state. */
export const ORDER_TEXT: Record<OrderState, { short: string; title: string; hint: string }> = {
  unpaid: { short: '待付款', title: '等待付款', hint: '请在关闭前完成支付，库存已为您保留' },
  paid: { short: '待发货', title: '付款成功，等待发货', hint: '商家正在准备您的商品' },
  shipped: { short: '待收货', title: '商品已发出', hint: '收到后请确认收货' },
  received: { short: '已完成', title: '交易完成', hint: '感谢您的光临' },
  closed: { short: '已关闭', title: '订单已关闭', hint: '没有扣款；若已付款会自动原路退回' },
  refunded: { short: '已退款', title: '已全额退款', hint: '款项已按原支付方式退回' },
};

const REFUND_TEXT: Record<Refund['state'], { text: string; hint: string }> = {
  requested: { text: '等待商家处理', hint: '商家会在 24 小时内处理' },
  rejected: { text: '商家未同意', hint: '可以修改后重新申请' },
  withdrawn: { text: '已撤销', hint: '需要时可以重新申请' },
  sending: { text: '正在退款', hint: '款项正在原路退回，一般很快到账' },
  succeeded: { text: '退款成功', hint: '款项已按原支付方式退回' },
  failed: { text: '退款遇到问题', hint: '商家会重新处理，您的钱不会少' },
};

/** What a shopper reads about a refund: of pieces, of money that was paid too late or twice, or paid back outside WeChat. */
export function refundText({ state, rejectReason, paidByHand }: Refund): { text: string; hint: string } {
  if (paidByHand) return { text: '商家已线下退款', hint: paidByHand.note };
  const { text, hint } = REFUND_TEXT[state];
  return { text, hint: rejectReason ?? hint };
}

/** What a shopper reads of an order: some of it may have left already. */
export function orderText({ state, lines }: { state: OrderState; lines: { shippedQuantity: number }[] }) {
  const isPart = state === 'paid' && lines.some((l) => l.shippedQuantity > 0);
  return isPart ? { short: '部分发货', title: '部分商品已发出', hint: '其余商品正在准备' } : ORDER_TEXT[state];
}

/** Pieces of a line that are not on their way and can still be asked back. */
export const refundable = (line: Order['lines'][number]): number =>
  line.quantity - line.refundedQuantity - line.shippedQuantity;

/** A refund is asked for between payment and dispatch, while a piece is left. */
export const canAskRefund = (order: Order): boolean =>
  order.state === 'paid' && order.lines.some((l) => refundable(l) > 0);

/** "29:05" until an instant (RFC 3339); undefined when it has passed. */
export function countDown(until: string, now: number): string | undefined {
  const left = Math.ceil((Date.parse(until) - now) / 1000);
  if (left <= 0) return undefined;
  const hours = Math.floor(left / 3600);
  const two = (n: number) => String(n).padStart(2, '0');
  const rest = `${two(Math.floor((left % 3600) / 60))}:${two(left % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** An RFC 3339 instant as `2026-11-23 09:05` in China, wherever the phone is: the shop's closing times go by it. */
export const chinaTime = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
