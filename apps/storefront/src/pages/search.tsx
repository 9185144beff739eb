export { SearchPage as default } from '../modules/goods/search/SearchPage';
