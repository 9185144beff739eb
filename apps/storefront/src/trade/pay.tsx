export { PayPage as default } from '../modules/trade/payment/PayPage';
