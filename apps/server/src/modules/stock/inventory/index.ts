export { inventoryRefusals } from './inventory.api.ts';
export { inventory, lowSkus } from './inventory.routes.ts';
export { OUTSIDE, soldAccount, stockAccount } from './inventory.rules.ts';
export { availableOf, receiveStock } from './inventory.service.ts';
