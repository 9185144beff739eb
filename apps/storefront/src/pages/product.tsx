export { ProductPage as default } from '../modules/goods/catalog/ProductPage';
