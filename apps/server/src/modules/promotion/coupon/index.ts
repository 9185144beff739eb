export { coupon } from './coupon.routes.ts';
