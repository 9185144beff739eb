import type { Item, ReplyOf } from '@jishi/api-client';
import type { StatusLook } from '../../../parts/StatusTag.tsx';

export type Order = ReplyOf<'getAdminOrder'>;
export type OrderRow = Item<'listAdminOrders'>;
export type OrderState = Order['state'];
export type RefundState = Order['refunds'][number]['state'];

export const ORDER_STATES: Record<OrderState, StatusLook> = {
  unpaid: { text: '待付款', color: 'warning' },
  paid: { text: '待发货', color: 'processing' },
  shipped: { text: '待收货', color: 'processing' },
  received: { text: '已完成', color: 'success' },
  closed: { text: '已关闭', color: 'default' },
  refunded: { text: '已退款', color: 'default' },
};

export const REFUND_STATES: Record<RefundState, StatusLook> = {
  requested: { text: '待处理', color: 'warning' },
  rejected: { text: '已拒绝', color: 'default' },
  withdrawn: { text: '买家已撤销', color: 'default' },
  sending: { text: '退款中', color: 'processing' },
  succeeded: { text: '已退款', color: 'success' },
  failed: { text: '退款失败', color: 'error' },
};

export const UPLOAD_STATES: Record<Order['shipments'][number]['wechatUpload'], StatusLook> = {
  pending: { text: '待上传微信', color: 'default' },
  done: { text: '已上传微信', color: 'success' },
  failed: { text: '上传微信失败', color: 'error' },
  none: { text: '无需上传微信', color: 'default' },
};

/** What a refund gives back, in a line: pieces, or money that the order did not want. */
export const refundedWhat = ({
  lines,
  freightFen,
  reason,
}: Pick<Order['refunds'][number], 'lines' | 'freightFen' | 'reason'>): string =>
  lines.length === 0
    ? reason
    : `${lines.map((line) => `${line.title} ×${line.quantity}`).join('，')}${freightFen > 0 ? '，含运费' : ''}`;

/** Pieces of a line that are not on their way and that nobody has refunded or is refunding. */
export const refundable = (line: Order['lines'][number]): number =>
  line.quantity - line.refundedQuantity - line.shippedQuantity;

/** Some parcels of the order have left, and others are still to come. */
export const isPartSent = ({ state, lines }: Pick<OrderRow, 'state' | 'lines'>): boolean =>
  state === 'paid' && lines.some((line) => line.shippedQuantity > 0);
export const PART_SENT: StatusLook = { text: '部分发货', color: 'processing' };

/** Pieces by line id, as the refund dialog holds them. */
export type Pieces = Record<string, number>;

/** The lines of a refund: those with a piece. */
export const chosenLines = (pieces: Pieces): { lineId: string; quantity: number }[] =>
  Object.entries(pieces)
    .filter(([, quantity]) => quantity > 0)
    .map(([lineId, quantity]) => ({ lineId, quantity }));

/** Everything that can still be refunded. */
export const allPieces = (order: Order): Pieces =>
  Object.fromEntries(order.lines.filter((line) => refundable(line) > 0).map((line) => [line.id, refundable(line)]));

/** Staff may give money back once it has come in, while a piece is left and none of the goods is on its way. */
export const canRefund = (order: Order): boolean =>
  order.state === 'paid' && order.lines.some((line) => refundable(line) > 0);

/** Who did a step of the timeline, in words. */
export const actorText = (actor: string): string =>
  ({ shopper: '买家', staff: '店员', 'app-key': '接口', system: '系统' })[actor] ?? actor;

/** A calendar day of the filter as the instant it begins in China; '' for none. */
export const dayStart = (day: string): string => (day ? new Date(`${day}T00:00:00+08:00`).toISOString() : '');
/** The instant the day after begins, so that the chosen last day is inside. */
export const dayEnd = (day: string): string =>
  day ? new Date(new Date(`${day}T00:00:00+08:00`).getTime() + 86_400_000).toISOString() : '';
