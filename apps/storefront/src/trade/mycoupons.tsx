export { MyCouponsPage as default } from '../modules/promotion/coupon/MyCouponsPage';
