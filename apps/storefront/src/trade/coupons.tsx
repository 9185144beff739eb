export { CouponsPage as default } from '../modules/promotion/coupon/CouponsPage';
