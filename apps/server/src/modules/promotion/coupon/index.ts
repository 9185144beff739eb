export { coupon } from './coupon.routes.ts';
export { beginIssuing, createCoupon, turnCoupon } from './coupon.service.ts';
