import { Refusal } from '../../kernel/refusal.ts';
import {
  type Account,
  available,
  type Chain,
  type Ending,
  floorOf,
  isEnding,
  ledgerRefusals,
  type Posting,
  type Reservation,
  type Transfer,
} from './ledger.rules.ts';

/** Undoes what a chain did so far, for when a later leg fails. */
interface Done {
  before: { account: Account; balance: number; reserved: number }[];
  ended: Reservation[];
  opened: string[];
}

/**
 * Balances as a batch goes on: each chain sees what the chains before it left. Made of the accounts that were found and locked, and
 * of the reservations that may be ended. `reached` are all accounts that were looked for: one that was not found is opened here.
 */
export class Book {
  readonly #accounts: Map<string, Account>;
  readonly #reached: ReadonlySet<string>;
  /** By chain that reserved. */
  readonly #reservations = new Map<string, Reservation[]>();
  readonly #changed = new Set<string>();
  readonly #opened = new Set<string>();

  constructor(
    accounts: Iterable<Account>,
    reserved: Iterable<Reservation> = [],
    reached: ReadonlySet<string> = new Set(),
  ) {
    this.#accounts = new Map([...accounts].map((a) => [a.id, { ...a }]));
    this.#reached = reached;
    for (const r of reserved) this.#keep({ ...r });
  }

  /** What can be taken from an account now; 0 when it is not there, endless when it has no floor. */
  available(id: string): number {
    const account = this.#accounts.get(id);
    if (!account) return 0;
    return account.floor === null ? Number.POSITIVE_INFINITY : available(account);
  }

  /** Accounts that were there and that the chains applied so far changed, as they are now. */
  changed(): Account[] {
    return this.#those((id) => !this.#opened.has(id));
  }

  /** Accounts that the chains applied so far opened, as they are now. */
  opened(): Account[] {
    return this.#those((id) => this.#opened.has(id));
  }

  /**
   * Applies a chain wholly and returns its postings, or changes nothing and throws: the Refusal of the leg that lacked cover,
   * LEDGER_RESERVATION_ENDED, or a RangeError for what no caller should ask (no legs, an amount that is not whole and positive,
   * an account of another unit, a reservation that never was).
   */
  apply(chain: Chain): Posting[] {
    if (chain.legs.length === 0) throw new RangeError(`chain ${chain.id} has no legs`);
    const done: Done = { before: [], ended: [], opened: [] };
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
      for (const id of done.opened) this.#forget(id);
      this.#reservations.get(chain.id)?.splice(kept);
      throw error;
    }
  }

  #transfer(chain: Chain, index: number, leg: Transfer, done: Done): Posting {
    const { kind, unit, debit, credit, amount } = leg;
    if (!Number.isSafeInteger(amount) || amount <= 0)
      throw new RangeError(`a transfer takes a whole positive amount, not ${amount}`);
    if (debit === credit) throw new RangeError(`a transfer needs two accounts, not twice ${debit}`);
    const from = this.#account(debit, unit, chain, done);
    if (from.floor !== null && available(from) < amount) throw lack(leg, Math.max(0, available(from)));
    if (kind === 'reserve') {
      this.#add(from, 0, amount, done);
      this.#keep({ chain: chain.id, leg: index, unit, debit, credit, amount, ended: false });
    } else {
      this.#add(from, -amount, 0, done);
      this.#add(this.#account(credit, unit, chain, done), amount, 0, done);
    }
    return { ...posting(chain, index), kind, unit, debit, credit, amount, pendingChain: null, pendingLeg: null };
  }

  #end(chain: Chain, index: number, kind: Ending['kind'], r: Reservation, done: Done): Posting {
    if (r.ended) throw ledgerRefusals.LEDGER_RESERVATION_ENDED({ chain: r.chain, leg: r.leg });
    r.ended = true;
    done.ended.push(r);
    const { unit, debit, credit, amount } = r;
    this.#add(this.#account(debit, unit, chain, done), kind === 'settle' ? -amount : 0, -amount, done);
    if (kind === 'settle') this.#add(this.#account(credit, unit, chain, done), amount, 0, done);
    return { ...posting(chain, index), kind, unit, debit, credit, amount, pendingChain: r.chain, pendingLeg: r.leg };
  }

  #endedBy({ of }: Ending): Reservation[] {
    const all = this.#reservations.get(of.chain) ?? [];
    const meant = of.leg === 'all' ? all : all.filter((r) => r.leg === of.leg);
    if (meant.length === 0) throw new RangeError(`no reservation ${of.chain} leg ${of.leg}`);
    return meant;
  }

  #keep(reservation: Reservation): void {
    const reservations = this.#reservations.get(reservation.chain);
    if (reservations) reservations.push(reservation);
    else this.#reservations.set(reservation.chain, [reservation]);
  }

  #account(id: string, unit: string, chain: Chain, done: Done): Account {
    const account = this.#accounts.get(id) ?? this.#open(id, unit, chain, done);
    if (account.unit !== unit) throw new RangeError(`account ${id} counts ${account.unit}, not ${unit}`);
    return account;
  }

  #open(id: string, unit: string, { opens }: Chain, done: Done): Account {
    // Inventing one that nobody looked for would overwrite what the real one holds.
    if (!this.#reached.has(id)) throw new Error(`account ${id} was not locked`);
    const opening = opens?.find((o) => o.id === id);
    const account = { id, unit, balance: 0, reserved: 0, floor: opening ? opening.floor : floorOf(id) };
    this.#accounts.set(id, account);
    this.#opened.add(id);
    done.opened.push(id);
    return account;
  }

  #forget(id: string): void {
    this.#accounts.delete(id);
    this.#opened.delete(id);
    this.#changed.delete(id);
  }

  #those(wanted: (id: string) => boolean): Account[] {
    return [...this.#changed].filter(wanted).flatMap((id) => this.#accounts.get(id) ?? []);
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
