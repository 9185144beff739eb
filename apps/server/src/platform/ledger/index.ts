export { type Batcher, createBatcher } from './batcher.ts';
export { type Chain, type Leg, move, reserve, type Unit } from './ledger.rules.ts';
export { accountsBelow, type Balance, balances, type Entry, entries, verifyLedger } from './ledger.store.ts';
export { ledgerRefusals, post } from './ledger.ts';
