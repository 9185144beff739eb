export { listAdminRefunds } from './aftersales.api.ts';
export { aftersales } from './aftersales.routes.ts';
export { countCases } from './aftersales.store.ts';
export { type Returning, type ReturningLine, type ReturnTerm, returnTerms } from './return-terms.ts';
