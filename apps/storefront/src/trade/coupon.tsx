export { CouponPage as default } from '../modules/promotion/coupon/CouponPage';
