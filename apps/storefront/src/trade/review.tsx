export { WriteReviewPage as default } from '../modules/content/review/WriteReviewPage';
