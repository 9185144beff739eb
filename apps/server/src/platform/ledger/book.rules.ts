import { Refusal } from '../../kernel/refusal.ts';
import {
  type Account,
  available,
  type Chain,
  type Ending,
  isEnding,
  ledgerRefusals,
  type Posting,
  type Reservation,
  type Transfer,
} from './ledger.rules.ts';

/** What a chain did so far, to take it back when a later leg fails. */
interface Done {
  before: { account: Account; balance: number; reserved: number }[];
  ended: Reservation[];
}

/**
 * Balances as a batch goes on: each chain sees what the chains before it left. Made of all accounts that the chains change, locked,
 * and of the reservations that they end.
 */
export class Book {
  readonly #accounts: Map<string, Account>;
  /** By chain that reserved. */
  readonly #reservations = new Map<string, Reservation[]>();
  readonly #changed = new Set<string>();

  constructor(accounts: Iterable<Account>, reserved: Iterable<Reservation> = []) {
    this.#accounts = new Map([...accounts].map((a) => [a.id, { ...a }]));
    for (const r of reserved) this.#keep({ ...r });
  }

  /** Accounts that the chains applied so far changed, as they are now. */
  changed(): Account[] {
    return [...this.#changed].flatMap((id) => this.#accounts.get(id) ?? []);
  }

  /**
   * Applies a chain wholly and returns its postings, or changes nothing and throws: the Refusal of the leg that lacked cover,
   * LEDGER_RESERVATION_ENDED, or a RangeError for what no caller should ask (no legs, an amount that is not whole and positive,
   * an account of another unit, a reservation that never was).
   */
  apply(chain: Chain): Posting[] {
    if (chain.legs.length === 0) throw new RangeError(`chain ${chain.id} has no legs`);
    const done: Done = { before: [], ended: [] };
    const kept = this.#reservations.get(chain.id)?.length ?? 0;
    try {
      const postings: Posting[] = [];
      let extra = chain.legs.length;
      for (const [index, leg] of chain.legs.entries()) {
        if (!isEnding(leg)) postings.push(this.#transfer(chain, index, leg, done));
        // The first ending takes the leg's own number, further ones those after the last leg, so that no other leg is renumbered.
        else
          for (const [nth, r] of this.#endedBy(leg).entries())
            postings.push(this.#end(chain, nth === 0 ? index : extra++, leg.kind, r, done));
      }
      return postings;
    } catch (error) {
      for (const { account, balance, reserved } of done.before.reverse()) {
        account.balance = balance;
        account.reserved = reserved;
      }
      for (const reservation of done.ended) reservation.ended = false;
      this.#reservations.get(chain.id)?.splice(kept);
      throw error;
    }
  }

  #transfer(chain: Chain, index: number, leg: Transfer, done: Done): Posting {
    const { kind, unit, debit, credit, amount } = leg;
    if (!Number.isSafeInteger(amount) || amount <= 0)
      throw new RangeError(`a transfer takes a whole positive amount, not ${amount}`);
    if (debit === credit) throw new RangeError(`a transfer needs two accounts, not twice ${debit}`);
    const from = this.#account(debit, unit);
    if (from.floor !== null && available(from) < amount) throw lack(leg, Math.max(0, available(from)));
    if (kind === 'reserve') {
      this.#add(from, 0, amount, done);
      this.#keep({ chain: chain.id, leg: index, unit, debit, credit, amount, ended: false });
    } else {
      this.#add(from, -amount, 0, done);
      this.#add(this.#account(credit, unit), amount, 0, done);
    }
    return { ...posting(chain, index), kind, unit, debit, credit, amount, pendingChain: null, pendingLeg: null };
  }

  #end(chain: Chain, index: number, kind: Ending['kind'], r: Reservation, done: Done): Posting {
    if (r.ended) throw ledgerRefusals.LEDGER_RESERVATION_ENDED({ chain: r.chain, leg: r.leg });
    r.ended = true;
    done.ended.push(r);
    const { unit, debit, credit, amount } = r;
    this.#add(this.#account(debit, unit), kind === 'settle' ? -amount : 0, -amount, done);
    if (kind === 'settle') this.#add(this.#account(credit, unit), amount, 0, done);
    return { ...posting(chain, index), kind, unit, debit, credit, amount, pendingChain: r.chain, pendingLeg: r.leg };
  }

  #endedBy({ of }: Ending): Reservation[] {
    const all = this.#reservations.get(of.chain) ?? [];
    const meant = of.leg === 'all' ? all : all.filter((r) => r.leg === of.leg);
    if (meant.length === 0) throw new RangeError(`no reservation ${of.chain} leg ${of.leg}`);
    return meant;
  }

  #keep(reservation: Reservation): void {
    const known = this.#reservations.get(reservation.chain);
    if (known) known.push(reservation);
    else this.#reservations.set(reservation.chain, [reservation]);
  }

  #account(id: string, unit: string): Account {
    const account = this.#accounts.get(id);
    // Inventing one here would overwrite what the real one holds.
    if (!account) throw new Error(`account ${id} was not opened and locked`);
    if (account.unit !== unit) throw new RangeError(`account ${id} counts ${account.unit}, not ${unit}`);
    return account;
  }

  #add(account: Account, balance: number, reserved: number, done: Done): void {
    const next = account.balance + balance;
    const nextReserved = account.reserved + reserved;
    if (!Number.isSafeInteger(next) || !Number.isSafeInteger(nextReserved))
      throw new RangeError(`account ${account.id} would pass 2^53`);
    done.before.push({ account, balance: account.balance, reserved: account.reserved });
    account.balance = next;
    account.reserved = nextReserved;
    this.#changed.add(account.id);
  }
}

const posting = (chain: Chain, leg: number) => ({ chain: chain.id, leg, reason: chain.reason ?? null });

function lack(leg: Transfer, has: number): Refusal {
  const usual = ledgerRefusals.LEDGER_LACK();
  const facts = { account: leg.debit, available: has, wanted: leg.amount, ...leg.facts };
  return new Refusal(leg.lackCode ?? usual.code, { status: 409, message: leg.message ?? usual.message }, facts);
}
