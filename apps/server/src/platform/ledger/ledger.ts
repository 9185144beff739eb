import { RunAgain, type Tx, together } from '../db/index.ts';
import { Book } from './book.rules.ts';
import { accountsOf, type Chain, endingsOf, isSame, ledgerRefusals, type Posting } from './ledger.rules.ts';
import * as store from './ledger.store.ts';

/** What is looked for before anything is decided. */
export interface Reach {
  /** Ids of the chains to decide on. */
  chains: readonly string[];
  accounts: ReadonlySet<string>;
  /** Chains whose reservations may end; their accounts are reached too. */
  ends: readonly string[];
}
export interface Opened {
  book: Book;
  /** What those of the chains did that were posted before. */
  posted: ReadonlyMap<string, Posting[]>;
}

/**
 * Locks all accounts within reach in one fixed order, so that concurrent callers wait for each other and never in a circle, and
 * then reads what competitors committed while we waited. Its statements travel together.
 */
export async function openBook(tx: Tx, tenantId: number, { chains, accounts, ends }: Reach): Promise<Opened> {
  const last = locksOf.get(tx)?.last;
  const [locked, posted, reserved] = await together(
    store.lockAccounts(tx, tenantId, [...accounts], ends, last),
    store.postingsOf(tx, tenantId, chains),
    store.reservationsOf(tx, tenantId, ends),
  );
  keepOrder(tx, locked);
  const reached = new Set(accounts);
  for (const r of reserved) reached.add(r.debit).add(r.credit);
  await mustBeAbsent(tx, tenantId, reached, new Set([...accounts, ...locked.map((a) => a.id)]));
  return { book: new Book(locked, reserved, reached), posted };
}

/**
 * The reservations are read after the locks, so one that was committed in between names accounts that nobody locked. Runs the
 * transaction again when such an account is there: only what is not there may be opened.
 */
async function mustBeAbsent(tx: Tx, tenantId: number, reached: Iterable<string>, lookedFor: ReadonlySet<string>) {
  const doubtful = [...reached].filter((id) => !lookedFor.has(id));
  if (doubtful.length === 0) return;
  const existing = await store.areThere(tx, tenantId, doubtful);
  if (existing.length > 0) throw new RunAgain(`${existing.join(', ')}: reserved from while other accounts were locked`);
}

/** Accounts that a transaction holds, and the last of them in the order of locking. */
const locksOf = new WeakMap<Tx, { ids: Set<string>; last: string | null }>();

/** Throws when a transaction that posts twice goes back in the order: two that do so in opposite order would wait in a circle. */
function keepOrder(tx: Tx, locked: readonly { id: string; ascending: boolean }[]): void {
  const locks = locksOf.get(tx) ?? { ids: new Set<string>(), last: null };
  const back = locked.find((a) => !a.ascending && !locks.ids.has(a.id));
  if (back) throw new Error(`a transaction locks ${back.id} after ${locks.last}: post its chains at once`);
  for (const { id, ascending } of locked) {
    locks.ids.add(id);
    if (ascending) locks.last = id;
  }
  locksOf.set(tx, locks);
}

/** Writes what was decided in one statement. */
export function writeBook(tx: Tx, tenantId: number, book: Book, postings: readonly Posting[]): Promise<void> {
  const opened = book.opened();
  for (const { id } of opened) locksOf.get(tx)?.ids.add(id);
  return store.write(tx, tenantId, { postings, changed: book.changed(), opened });
}

/**
 * Posts a chain (or several, all or none) in the caller's transaction. Does nothing for a chain that was posted before. Throws the
 * Refusal of the leg that lacked cover, LEDGER_RESERVATION_ENDED, or LEDGER_CHAIN_REUSED when the id was used for something else.
 * What many may do at once belongs into the ledger's batch instead (`Ledger.submit`).
 */
export async function post(tx: Tx, tenantId: number, given: Chain | Chain[]): Promise<'posted' | 'repeated'> {
  const chains = Array.isArray(given) ? given : [given];
  const { book, posted } = await openBook(tx, tenantId, {
    chains: chains.map((c) => c.id),
    accounts: accountsOf(chains),
    ends: [...new Set(endingsOf(chains).map((e) => e.of.chain))],
  });
  const journal = new Map(posted);
  const postings: Posting[] = [];
  for (const chain of chains) {
    const before = journal.get(chain.id);
    if (before && !isSame(chain, before)) throw ledgerRefusals.LEDGER_CHAIN_REUSED({ chain: chain.id });
    if (before) continue;
    const chainPostings = book.apply(chain);
    journal.set(chain.id, chainPostings);
    postings.push(...chainPostings);
  }
  if (postings.length === 0) return 'repeated';
  await writeBook(tx, tenantId, book, postings);
  return 'posted';
}
