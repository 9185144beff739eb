export { RefundPage as default } from '../modules/trade/aftersales/RefundPage';
