export { PAYMENT_STATES } from './payment.api.ts';
export { payment } from './payment.routes.ts';
export { ALL, type Method, type PaymentState } from './payment.rules.ts';
export { type Payee, payees } from './payment.slots.ts';
export {
  book,
  bookOf,
  firstPaidAt,
  type PaymentRow,
  paidWith,
  paymentByNumber,
  paymentsOf,
} from './payment.store.ts';
export { paymentDesk } from './payment.wechat.ts';
export { CARD_BANKS, type Redirect } from './redirect.rules.ts';
export {
  payByHand,
  redirectRefund,
  refundPayment,
  refundStandings,
  refundTurned,
  retryRefund,
} from './refund.service.ts';
export { refundedBetween } from './refund.store.ts';
