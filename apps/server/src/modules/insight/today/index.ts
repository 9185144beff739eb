export { today } from './today.routes.ts';
