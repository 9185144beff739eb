export { OrdersPage as default } from '../modules/trade/order/OrdersPage';
