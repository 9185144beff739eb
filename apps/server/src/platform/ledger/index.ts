export { Ledger, type LedgerOptions } from './batches.ts';
export { type Balance, balances, type Entry, entries, verifyLedger } from './ledger.reads.ts';
export {
  type Chain,
  type Ending,
  isSame,
  type Lack,
  type Leg,
  ledgerRefusals,
  move,
  releaseAll,
  reserve,
  settleAll,
  type Unit,
} from './ledger.rules.ts';
export { post } from './ledger.ts';
export type { Work } from './work.ts';
