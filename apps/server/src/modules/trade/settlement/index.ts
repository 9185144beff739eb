export { recentDifferences, registerSettlement } from './settlement.routes.ts';
