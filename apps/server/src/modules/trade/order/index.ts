export { buyersAmong, ordersOfCustomers } from './buyers.store.ts';
export { salesByDay } from './days.store.ts';
export { figuresOfPromotion } from './figures.store.ts';
export {
  AdminOrderDetail,
  type AdminShipment,
  listAdminOrders,
  orderRefusals,
} from './order.api.ts';
export { adminOrder, order } from './order.routes.ts';
export {
  completeRefund,
  dropRefund,
  grantRefund,
  holdRefund,
  markReceived,
  markShipped,
  orderPaid,
  orderReceived,
  orderRefunded,
  piecesBack,
  type RefundPiece,
} from './order.service.ts';
export {
  type OrderFollower,
  type OrderPart,
  type OrderReturned,
  openRefunds,
  openRefundsOf,
  orderRefunds,
  orderReturned,
  orderShipments,
  orderTurned,
  unwantedMoney,
} from './order.slots.ts';
export {
  countByState,
  countLate,
  type HeadRow,
  headRow,
  headsByIds,
  hourlyGmvFen,
  type LineRow,
  lineRows,
  lockHead,
  note,
  notePresaleTold,
  orderFigures,
  untoldPresales,
} from './order.store.ts';
export { addressOf } from './order.views.ts';
export { goodsWords, ORDER_FACTS, orderPage } from './order-notice.ts';
export { ownOrder } from './own-order.service.ts';
export { ORDER, paymentsOfOrder } from './pay-order.service.ts';
export { priceParts } from './price-parts.store.ts';
export { pursesBetween } from './purse-book.store.ts';
export { receivedLines } from './received.store.ts';
export { AdminRefundSummary, RefundSummary } from './refund-summary.api.ts';
export { addSent } from './sent-lines.store.ts';
export { hasPaidOrder, orderedAmong } from './sold.store.ts';
