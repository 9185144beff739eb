export { registerAftersales } from './aftersales.routes.ts';
export { caseFlow } from './aftersales.rules.ts';
export { caseRows, countCases, openCases } from './aftersales.store.ts';
export { summaries } from './aftersales.views.ts';
