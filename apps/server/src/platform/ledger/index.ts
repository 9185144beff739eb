export { type Batcher, type BatcherOptions, createBatcher } from './batcher.ts';
export { type Balance, balances, type Entry, entries, verifyLedger } from './ledger.reads.ts';
export {
  type Chain,
  type Lack,
  type Leg,
  ledgerRefusals,
  move,
  releaseAll,
  reserve,
  settleAll,
  type Unit,
} from './ledger.rules.ts';
export { openAccounts, post } from './ledger.ts';
