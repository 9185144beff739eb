export { payment } from './payment.routes.ts';
export { paymentFlow, refundFlow } from './payment.rules.ts';
export { type RefundEvent, refundFailed, refundPayment, refundSucceeded, retryRefund } from './payment.service.ts';
export { book, paymentsOf, refundedBetween } from './payment.store.ts';
