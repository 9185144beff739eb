export { exports } from './export.routes.ts';
