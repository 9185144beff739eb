export { CategoryPage as default } from '../modules/goods/catalog/CategoryPage';
