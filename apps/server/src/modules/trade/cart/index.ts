export { cart } from './cart.routes.ts';
export { removeOrdered } from './cart.store.ts';
