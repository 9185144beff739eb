export { phoneOf } from './phone.rules.ts';
export { region } from './region.routes.ts';
export { nearestCode, PROVINCES, placeName, settle } from './region.rules.ts';
