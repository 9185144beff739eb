export { inventoryRefusals } from './inventory.api.ts';
export { countLowStock, inventory } from './inventory.routes.ts';
export { OUTSIDE, soldAccount, stockAccount } from './inventory.rules.ts';
export { availableOf, receiveStock } from './inventory.service.ts';
