export { aftersales } from './aftersales.routes.ts';
export { caseFlow } from './aftersales.rules.ts';
export { countCases } from './aftersales.store.ts';
