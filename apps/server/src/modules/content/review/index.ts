export { review } from './review.routes.ts';
