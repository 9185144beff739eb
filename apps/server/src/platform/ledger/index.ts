export { Ledger } from './batches.ts';
export { type Balance, balances, entries, verifyLedger } from './ledger.reads.ts';
export {
  accountsOf,
  type Chain,
  type Ending,
  ledgerRefusals,
  move,
  type Opening,
  releaseAll,
  reserve,
  settleAll,
  type Transfer,
  type Unit,
} from './ledger.rules.ts';
export { post } from './ledger.ts';
export type { Work } from './work.ts';
