export { ConfirmPage as default } from '../modules/trade/order/ConfirmPage';
