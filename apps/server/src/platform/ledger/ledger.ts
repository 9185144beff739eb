import type { Refusal } from '../../kernel/refusal.ts';
import { type Tx, together } from '../db/index.ts';
import { Book } from './book.rules.ts';
import { KnownAccounts } from './known-accounts.ts';
import { accountsOf, type Chain, endingsOf, fingerprint, ledgerRefusals, type Unit } from './ledger.rules.ts';
import * as store from './ledger.store.ts';

const knownAccounts = new KnownAccounts();

export type Verdict = { outcome: 'posted' } | { outcome: 'repeated' } | { outcome: 'refused'; error: unknown };
export interface Decision {
  /** One for each chain, in their order. */
  verdicts: Verdict[];
  /** What is still to be written for the chains that were posted. */
  decided: store.Decided;
}
/** Says of chains that were never posted before which a rule outside of the ledger turns down, and why. */
export type TurnDown = (fresh: Chain[]) => Promise<ReadonlyMap<Chain, Refusal | undefined>>;

/**
 * Decides chains in order of arrival within the caller's transaction; writes nothing but accounts that were missing. Accounts are
 * locked in one fixed order, so concurrent callers wait for each other and never in a circle. What competitors committed while we
 * waited for the locks is read after them.
 */
export async function decide(tx: Tx, tenantId: number, chains: Chain[], turnDown?: TurnDown): Promise<Decision> {
  const endings = endingsOf(chains);
  const reserved = await store.reservations(tx, tenantId, endings);
  const accounts = accountsOf(chains, reserved);
  const maybeMissing = [...accounts].flatMap(([id, unit]) => (knownAccounts.has(tenantId, id) ? [] : [{ id, unit }]));
  const ids = chains.map((c) => c.id);
  const [opened, locked, seen, now] = await together(
    store.openMissing(tx, tenantId, maybeMissing),
    store.lockAccounts(tx, tenantId, [...accounts.keys()]),
    store.knownChains(tx, tenantId, ids),
    store.reservations(tx, tenantId, endings),
  );
  knownAccounts.found(tenantId, accounts, opened, locked);
  const fresh = chains.filter((c) => !seen.has(c.id));
  const refused = fresh.length > 0 ? await turnDown?.(fresh) : undefined;
  // Which have ended is certain only with the locks. Those of a chain that came meanwhile do not count: their accounts are not locked.
  const known = new Set(reserved.map((r) => r.chain));
  const stillReserved = now.filter((r) => known.has(r.chain));
  return judge(chains, new Book(locked, stillReserved), seen, refused);
}

function judge(
  chains: Chain[],
  book: Book,
  known: ReadonlyMap<string, string>,
  refused: ReadonlyMap<Chain, Refusal | undefined> = new Map(),
): Decision {
  const seen = new Map(known);
  const decided: store.Decided = { chains: [], postings: [], accounts: [] };
  const verdicts = chains.map((chain): Verdict => {
    const print = fingerprint(chain);
    const before = seen.get(chain.id);
    if (before === print) return { outcome: 'repeated' };
    if (before !== undefined)
      return { outcome: 'refused', error: ledgerRefusals.LEDGER_CHAIN_REUSED({ chain: chain.id }) };
    const refusal = refused.get(chain);
    if (refusal) return { outcome: 'refused', error: refusal };
    try {
      const postings = book.apply(chain);
      decided.postings.push(...postings);
      decided.chains.push({ id: chain.id, fingerprint: print, transfers: postings.length });
    } catch (error) {
      return { outcome: 'refused', error };
    }
    seen.set(chain.id, print);
    return { outcome: 'posted' };
  });
  decided.accounts = book.changed();
  return { verdicts, decided };
}

/**
 * Posts a chain (or several, all or none) in the caller's transaction. Does nothing for a chain that was posted before. Throws the
 * Refusal of the leg that lacked cover, LEDGER_RESERVATION_ENDED, or LEDGER_CHAIN_REUSED when the id was used for something else.
 */
export async function post(tx: Tx, tenantId: number, chains: Chain | Chain[]): Promise<'posted' | 'repeated'> {
  const { verdicts, decided } = await decide(tx, tenantId, Array.isArray(chains) ? chains : [chains]);
  for (const verdict of verdicts) if (verdict.outcome === 'refused') throw verdict.error;
  if (decided.chains.length === 0) return 'repeated';
  await store.write(tx, tenantId, decided);
  return 'posted';
}

/** Opens accounts whose floor is not the usual one (0, none for the outside world). One that is open already stays as it is. */
export const openAccounts = (
  tx: Tx,
  tenantId: number,
  accounts: { id: string; unit: Unit; floor: number | null }[],
): Promise<unknown> => store.openMissing(tx, tenantId, accounts);
