export { countDifferences, settlement } from './settlement.routes.ts';
