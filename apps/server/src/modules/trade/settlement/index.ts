export { recentDifferences, settlement } from './settlement.routes.ts';
