export { HomePage as default } from '../modules/goods/catalog/HomePage';
