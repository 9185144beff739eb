export { refreshBought } from './bought.service.ts';
export { customer, customerNames } from './customer.routes.ts';
export {
  type Delivery,
  defaultDelivery,
  movedDelivery,
  openDelivery,
  type SealedDelivery,
  sealedDelivery,
} from './customer.service.ts';
export { belongings, newcomer, unfinished } from './customer.slots.ts';
export { addressesByIds, levelsOf, setLevel } from './customer.store.ts';
export { type CustomerOrders, customerOrders } from './desk.slots.ts';
export { openidOf } from './identity.store.ts';
