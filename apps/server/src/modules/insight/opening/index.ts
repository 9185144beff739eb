export { opening } from './opening.routes.ts';
export { noteDemo } from './opening.store.ts';
