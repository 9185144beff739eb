export { OrderPage as default } from '../modules/trade/order/OrderPage';
