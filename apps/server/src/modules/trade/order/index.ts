export { AdminOrderDetail, type OrderState, RefundSummary } from './order.api.ts';
