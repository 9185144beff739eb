export { CartPage as default } from '../modules/trade/cart/CartPage';
