export { ResultPage as default } from '../modules/trade/payment/ResultPage';
