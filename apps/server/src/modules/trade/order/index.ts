export { buyersAmong } from './buyers.store.ts';
export { salesByDay } from './days.store.ts';
export {
  AdminOrderDetail,
  AdminRefundSummary,
  type AdminShipment,
  listAdminOrders,
  orderRefusals,
  RefundSummary,
} from './order.api.ts';
export { adminOrder, order, ownOrder } from './order.routes.ts';
export { orderChain, PAYER, paidAccount } from './order.rules.ts';
export {
  closing,
  completeRefund,
  dropRefund,
  grantRefund,
  holdRefund,
  markReceived,
  markShipped,
  orderClosed,
  piecesBack,
  type RefundPiece,
  settleOrder,
  writePaid,
} from './order.service.ts';
export {
  type OrderFollower,
  type OrderReturned,
  openRefunds,
  openRefundsOf,
  orderOfTransaction,
  orderRefunds,
  orderReturned,
  orderShipments,
  orderTransactionId,
  orderTurned,
} from './order.slots.ts';
export {
  countByState,
  type HeadRow,
  headRow,
  headsByIds,
  hourlyGmvFen,
  type LineRow,
  lineRows,
  lockHead,
  lockHeads,
  note,
  orderFigures,
  overdueUnpaid,
} from './order.store.ts';
export { addressOf } from './order.views.ts';
export { closeUnpaid } from './place-order.service.ts';
