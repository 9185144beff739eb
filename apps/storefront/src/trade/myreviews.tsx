export { MyReviewsPage as default } from '../modules/content/review/MyReviewsPage';
