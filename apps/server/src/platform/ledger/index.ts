export { Ledger } from './batches.ts';
export { type Balance, balances, entries, verifyLedger } from './ledger.reads.ts';
export {
  type Chain,
  type Ending,
  type Leg,
  move,
  type Opening,
  releaseAll,
  reserve,
  settleAll,
} from './ledger.rules.ts';
export { post } from './ledger.ts';
export type { Work } from './work.ts';
