export { AdminOrderDetail, type OrderState, orderRefusals, RefundSummary } from './order.api.ts';
export { adminOrder, ownOrder, registerOrder } from './order.routes.ts';
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
  countByState,
  figures,
  type HeadRow,
  headRow,
  headsByIds,
  hourly,
  type LineRow,
  lineRows,
  lockHead,
  note,
} from './order.store.ts';
export { addressOf, type OrderParts } from './order.views.ts';
export { closeUnpaid, type PlaceOrderSources } from './place-order.service.ts';
