import type { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../db/index.ts';
import type { Chain, Posting } from './ledger.rules.ts';

/** What an item's chain may need, as far as the item alone tells: so that everything is locked and read in one trip. */
export interface ItemReach {
  /** Id of its chain. */
  chain: string;
  /** Accounts that it may touch. */
  accounts: readonly string[];
  /** Chains whose reservations it may end; their accounts need not be named. */
  ends?: readonly string[];
}

/** What is to be done for an item: its chain's legs (none: nothing to post) and what `write` needs to know. */
export interface Planned<P> extends Pick<Chain, 'legs' | 'opens' | 'reason'> {
  plan: P;
}
/** Nothing is to be done for an item: this is its answer. */
export interface Answered<R> {
  answer: R;
}
/**
 * Decides on an item, under the locks, in order of arrival: pure. `available` is what can be taken from an account at this moment.
 * Throws the item's Refusal; the others of the batch go on.
 */
export type Decide<T, P, R> = (item: T, available: (account: string) => number) => Planned<P> | Answered<R>;

/**
 * A kind of work that ends in the ledger: placing, closing, being paid. Many items, of several kinds, go through one transaction
 * of a tenant: read together, decided one after the other in order of arrival, written together.
 */
export interface Work<T, P, R> {
  /** Kinds of one batch read and lock in the order of their names. */
  name: string;
  reach(tenantId: number, item: T): ItemReach;
  /** Reads what the items need, in bulk. Rows are locked by its first statements, in order of ids: rows come before accounts. */
  prepare(tx: Tx, tenantId: number, items: readonly T[]): Promise<Decide<T, P, R>>;
  /**
   * Writes the rows of the items whose chains were posted, in bulk, and answers each in their order. The commit travels with its
   * statements, so it asks for all of them before it waits for any.
   */
  write(tx: Tx, tenantId: number, accepted: readonly { item: T; plan: P }[]): Promise<readonly R[]>;
  /** What follows the writes in the same transaction for the few items that call for it; the commit then waits for it. */
  afterwards?: {
    isNeeded(plan: P): boolean;
    write(tx: Tx, tenantId: number, accepted: readonly { item: T; plan: P }[]): Promise<void>;
  };
  /** Answers items whose chains were posted before, by what they did then. */
  repeated(
    tx: Tx,
    tenantId: number,
    items: readonly { item: T; postings: readonly Posting[] }[],
  ): Promise<readonly (R | Refusal)[]>;
}
