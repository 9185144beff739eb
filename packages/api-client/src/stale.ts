export { ADMIN_STALE } from './stale-admin.ts';
export { SHOP_STALE } from './stale-shop.ts';
