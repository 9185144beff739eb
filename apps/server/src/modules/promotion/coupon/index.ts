export { listCodes } from './code.api.ts';
export { addCodes } from './code.service.ts';
export { coupon } from './coupon.routes.ts';
export { beginIssuing, createCoupon, turnCoupon } from './coupon.service.ts';
