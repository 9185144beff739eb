export { system } from './system.routes.ts';
