export { addressBookOf, customer, customerNames } from './customer.routes.ts';
export { type Delivery, openDelivery, type SealedDelivery } from './customer.service.ts';
export { openidOf } from './customer.store.ts';
