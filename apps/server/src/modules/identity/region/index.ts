export { phoneOf } from './phone.rules.ts';
export { region } from './region.routes.ts';
export { PROVINCES, settle } from './region.rules.ts';
