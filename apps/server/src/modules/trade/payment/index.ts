export { payment } from './payment.routes.ts';
export { unwantedMoney } from './payment.slots.ts';
export { book, bookOf, firstPaidAt, type PaymentRow, paymentByNumber, paymentsOf } from './payment.store.ts';
export { CARD_BANKS, type Redirect } from './redirect.rules.ts';
export {
  payByHand,
  redirectRefund,
  refundPayment,
  refundStandings,
  refundTurned,
  refundWhole,
  retryRefund,
} from './refund.service.ts';
export { refundedBetween } from './refund.store.ts';
