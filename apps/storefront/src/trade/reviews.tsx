export { ReviewsPage as default } from '../modules/content/review/ReviewsPage';
