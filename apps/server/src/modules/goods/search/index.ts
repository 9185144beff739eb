export { search } from './search.routes.ts';
