export { listStock } from './inventory.api.ts';
export { countLowStock, inventory } from './inventory.routes.ts';
export { soldAccount, stockAccount } from './inventory.rules.ts';
export { availableOf, emptyShelf, receiveStock } from './inventory.service.ts';
