export { listAdminRefunds } from './aftersales.api.ts';
export { aftersales } from './aftersales.routes.ts';
export { countCases } from './aftersales.store.ts';
