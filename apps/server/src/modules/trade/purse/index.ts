export { purse } from './purse.routes.ts';
