export {
  AdminOrderDetail,
  AdminRefundSummary,
  type AdminShipment,
  type OrderState,
  orderRefusals,
  RefundSummary,
} from './order.api.ts';
export { adminOrder, order, ownOrder } from './order.routes.ts';
export { orderFlow, PAYER, paidAccount } from './order.rules.ts';
export {
  closeOrder,
  completeRefund,
  dropRefund,
  grantRefund,
  holdRefund,
  markPaid,
  markReceived,
  markShipped,
  orderClosed,
  orderPaid,
  orderReceived,
  orderShipped,
  type RefundPiece,
  returnPieces,
} from './order.service.ts';
export {
  openRefunds,
  openRefundsOf,
  orderOfTransaction,
  orderRefunds,
  orderShipments,
  orderTransactionId,
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
  note,
  orderFigures,
  overdueUnpaid,
} from './order.store.ts';
export { addressOf } from './order.views.ts';
export { closeUnpaid } from './place-order.service.ts';
