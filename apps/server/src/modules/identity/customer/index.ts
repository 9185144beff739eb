export { customer, customerNames } from './customer.routes.ts';
export { type Delivery, openDelivery, type SealedDelivery, sealedDelivery } from './customer.service.ts';
export { addressesByIds, openidOf } from './customer.store.ts';
export { type CustomerOrders, customerOrders } from './desk.slots.ts';
