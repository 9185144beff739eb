export { scope } from './scope.routes.ts';
