export { coupon } from './coupon.routes.ts';
export { beginIssuing, createCoupon } from './coupon.service.ts';
