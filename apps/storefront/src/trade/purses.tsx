export { PursesPage as default } from '../modules/trade/purse/PursesPage';
