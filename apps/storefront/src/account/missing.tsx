export { MissingPage as default } from '../modules/goods/catalog/MissingPage';
