import { refusals } from '../../kernel/refusal.ts';
import type { Tx } from '../db/index.ts';
import {
  accountsOf,
  Book,
  type Chain,
  fingerprint,
  type Leg,
  type Posting,
  type Reservation,
  reservationKey,
  type Transfer,
} from './ledger.rules.ts';
import * as store from './ledger.store.ts';

export const ledgerRefusals = refusals({
  LEDGER_CHAIN_REUSED: { status: 409, message: '同一笔业务的内容前后不一致' },
  BUSY: { status: 503, message: '下单的人太多了,请稍后再试' },
});

export type Verdict = { outcome: 'posted' } | { outcome: 'repeated' } | { outcome: 'refused'; error: unknown };

const isTransfer = (leg: Leg): leg is Transfer => !('of' in leg);

/**
 * Decides chains in order of arrival and writes those that are covered, within the caller's transaction. Accounts are locked in
 * one fixed order, so concurrent callers wait for each other and never in a circle. `wants` may turn a covered chain down.
 */
export async function decide(tx: Tx, tenantId: number, chains: Chain[]): Promise<Verdict[]> {
  const known = await store.knownChains(
    tx,
    tenantId,
    chains.map((c) => c.id),
  );
  const fresh = chains.filter((c) => !known.has(c.id));
  const { book, seen } = await openBook(tx, tenantId, fresh, known);
  const posted: { id: string; fingerprint: string }[] = [];
  const postings: Posting[] = [];
  const verdicts = chains.map((chain): Verdict => {
    const print = fingerprint(chain);
    const before = seen.get(chain.id);
    if (before === print) return { outcome: 'repeated' };
    if (before !== undefined)
      return { outcome: 'refused', error: ledgerRefusals.LEDGER_CHAIN_REUSED({ chain: chain.id }) };
    try {
      postings.push(...book.apply(chain));
    } catch (error) {
      return { outcome: 'refused', error };
    }
    seen.set(chain.id, print);
    posted.push({ id: chain.id, fingerprint: print });
    return { outcome: 'posted' };
  });
  if (posted.length > 0) {
    const accounts = [...book.changed].flatMap((id) => book.accounts.get(id) ?? []);
    await store.write(tx, tenantId, { chains: posted, postings, accounts });
  }
  return verdicts;
}

/** Locks and reads what the chains touch. A chain that a competitor posted while we waited for the locks is then known too. */
async function openBook(tx: Tx, tenantId: number, chains: Chain[], known: Map<string, string>) {
  const endings = chains.flatMap((c) => c.legs.flatMap((l) => ('of' in l ? [l.of] : [])));
  let reserved: Map<string, Reservation> = await store.reservations(tx, tenantId, endings);
  const ids = [...new Set(chains.flatMap((c) => accountsOf(c, reserved)))];
  let accounts = await store.lockAccounts(tx, tenantId, ids);
  if (accounts.length < ids.length) {
    const there = new Set(accounts.map((a) => a.id));
    await store.openMissing(
      tx,
      tenantId,
      unitsOf(chains, reserved).filter((a) => !there.has(a.id)),
    );
    accounts = await store.lockAccounts(tx, tenantId, ids);
  }
  const seen =
    chains.length > 0
      ? new Map([
          ...known,
          ...(await store.knownChains(
            tx,
            tenantId,
            chains.map((c) => c.id),
          )),
        ])
      : known;
  if (endings.length > 0) reserved = await store.reservations(tx, tenantId, endings);
  return { book: new Book(accounts, reserved), seen };
}

function unitsOf(chains: Chain[], reserved: ReadonlyMap<string, Reservation>): { id: string; unit: string }[] {
  const units = new Map<string, string>();
  for (const chain of chains)
    for (const leg of chain.legs) {
      const transfer = isTransfer(leg) ? leg : reserved.get(reservationKey(leg.of.chain, leg.of.leg));
      if (!transfer) continue;
      units.set(transfer.debit, transfer.unit);
      units.set(transfer.credit, transfer.unit);
    }
  return [...units].map(([id, unit]) => ({ id, unit }));
}

/**
 * Posts a chain (or several, all or none) in the caller's transaction. Does nothing for a chain that was posted before. Throws the
 * Refusal of the leg that lacked cover, or LEDGER_CHAIN_REUSED when the id was used for something else.
 */
export async function post(tx: Tx, tenantId: number, chains: Chain | Chain[]): Promise<'posted' | 'repeated'> {
  const verdicts = await decide(tx, tenantId, Array.isArray(chains) ? chains : [chains]);
  for (const verdict of verdicts) if (verdict.outcome === 'refused') throw verdict.error;
  return verdicts.every((v) => v.outcome === 'repeated') ? 'repeated' : 'posted';
}
