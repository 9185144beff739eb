import { createHash } from 'node:crypto';
import { Refusal } from '../../kernel/refusal.ts';

export type Unit = 'piece' | 'fen' | 'right' | 'point' | 'seat';

/** A transfer to make: at once (`move`), or held now and ended later (`reserve`). */
export interface Transfer {
  kind: 'move' | 'reserve';
  unit: Unit;
  debit: string;
  credit: string;
  /** Whole, positive. */
  amount: number;
  /** Refusal code when the debit account lacks cover, with what a person reads and facts for the caller. */
  lackCode?: string;
  message?: string;
  facts?: Record<string, unknown>;
}
/** The one ending of a reservation: `settle` makes the transfer, `release` forgets it. */
export interface Ending {
  kind: 'settle' | 'release';
  of: { chain: string; leg: number };
}
export type Leg = Transfer | Ending;

/** Legs that succeed together or not at all. The id follows from what causes it, so a repeat is the same chain. */
export interface Chain {
  id: string;
  legs: Leg[];
  reason?: string;
}

type Lack = Pick<Transfer, 'lackCode' | 'message' | 'facts'>;
export const move = (unit: Unit, debit: string, credit: string, amount: number, lack: Lack = {}): Transfer => ({
  kind: 'move',
  unit,
  debit,
  credit,
  amount,
  ...lack,
});
export const reserve = (unit: Unit, debit: string, credit: string, amount: number, lack: Lack = {}): Transfer => ({
  kind: 'reserve',
  unit,
  debit,
  credit,
  amount,
  ...lack,
});

export interface Account {
  id: string;
  unit: string;
  balance: number;
  reserved: number;
  /** Null: may go below zero without end, as the outside world does. */
  floor: number | null;
}
/** What a reservation was, as its ending needs it. */
export interface Reservation {
  unit: string;
  debit: string;
  credit: string;
  amount: number;
  ended: boolean;
}

/** One row of the journal. */
export interface Posting {
  chain: string;
  leg: number;
  kind: Leg['kind'];
  unit: string;
  debit: string;
  credit: string;
  amount: number;
  pendingChain: string | null;
  pendingLeg: number | null;
  reason: string | null;
}

export const available = (a: Pick<Account, 'balance' | 'reserved' | 'floor'>): number =>
  a.balance - a.reserved - (a.floor ?? 0);

/** Accounts of the outside world have no floor: goods and money come from them and go to them. */
export const floorOf = (accountId: string): number | null => (accountId.startsWith('world/') ? null : 0);

/** A fingerprint of what a chain does, so that an id cannot be used for two things. */
export const fingerprint = (chain: Chain): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        chain.legs.map((l) =>
          'of' in l ? [l.kind, l.of.chain, l.of.leg] : [l.kind, l.unit, l.debit, l.credit, l.amount],
        ),
      ),
    )
    .digest('base64url')
    .slice(0, 22);

export const reservationKey = (chain: string, leg: number): string => `${chain}#${leg}`;

/** The accounts that a chain touches, given the reservations that it ends. */
export function accountsOf(chain: Chain, reservations: ReadonlyMap<string, Reservation>): string[] {
  return chain.legs.flatMap((leg) => {
    const transfer = 'of' in leg ? reservations.get(reservationKey(leg.of.chain, leg.of.leg)) : leg;
    return transfer ? [transfer.debit, transfer.credit] : [];
  });
}

/** Balances as a batch goes on: each chain sees what the chains before it left. */
export class Book {
  readonly accounts: Map<string, Account>;
  readonly #reservations: Map<string, Reservation>;
  readonly changed = new Set<string>();

  constructor(accounts: Iterable<Account>, reservations: ReadonlyMap<string, Reservation>) {
    this.accounts = new Map([...accounts].map((a) => [a.id, { ...a }]));
    this.#reservations = new Map([...reservations].map(([key, r]) => [key, { ...r }]));
  }

  /** Applies a chain wholly and returns its postings, or changes nothing and throws the Refusal of the leg that lacked. */
  apply(chain: Chain): Posting[] {
    const undo: (() => void)[] = [];
    try {
      return chain.legs.map((leg, index) => this.#leg(chain, leg, index, undo));
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw error;
    }
  }

  #leg(chain: Chain, leg: Leg, index: number, undo: (() => void)[]): Posting {
    const base = { chain: chain.id, leg: index, kind: leg.kind, reason: chain.reason ?? null };
    if ('of' in leg) {
      const r = this.#end(leg, undo);
      return {
        ...base,
        unit: r.unit,
        debit: r.debit,
        credit: r.credit,
        amount: r.amount,
        pendingChain: leg.of.chain,
        pendingLeg: leg.of.leg,
      };
    }
    this.#transfer(leg, undo);
    if (leg.kind === 'reserve') this.#reservations.set(reservationKey(chain.id, index), { ...leg, ended: false });
    const { unit, debit, credit, amount } = leg;
    return { ...base, unit, debit, credit, amount, pendingChain: null, pendingLeg: null };
  }

  #transfer(leg: Transfer, undo: (() => void)[]): void {
    if (!Number.isSafeInteger(leg.amount) || leg.amount <= 0)
      throw new RangeError(`a transfer takes a whole positive amount, not ${leg.amount}`);
    if (leg.debit === leg.credit) throw new RangeError(`a transfer needs two accounts, not twice ${leg.debit}`);
    const from = this.#account(leg.debit, leg.unit);
    this.#account(leg.credit, leg.unit);
    if (from.floor !== null && available(from) < leg.amount) throw lack(leg, Math.max(0, available(from)));
    if (leg.kind === 'reserve') this.#add(leg.debit, 0, leg.amount, undo);
    else {
      this.#add(leg.debit, -leg.amount, 0, undo);
      this.#add(leg.credit, leg.amount, 0, undo);
    }
  }

  #end(leg: Ending, undo: (() => void)[]): Reservation {
    const r = this.#reservations.get(reservationKey(leg.of.chain, leg.of.leg));
    if (!r) throw new RangeError(`no reservation ${leg.of.chain} leg ${leg.of.leg}`);
    if (r.ended) throw new RangeError(`reservation ${leg.of.chain} leg ${leg.of.leg} has ended before`);
    r.ended = true;
    undo.push(() => {
      r.ended = false;
    });
    this.#add(r.debit, leg.kind === 'settle' ? -r.amount : 0, -r.amount, undo);
    if (leg.kind === 'settle') this.#add(r.credit, r.amount, 0, undo);
    return r;
  }

  #account(id: string, unit: string): Account {
    let account = this.accounts.get(id);
    if (!account) {
      account = { id, unit, balance: 0, reserved: 0, floor: floorOf(id) };
      this.accounts.set(id, account);
    }
    if (account.unit !== unit) throw new RangeError(`account ${id} counts ${account.unit}, not ${unit}`);
    return account;
  }

  #add(id: string, balance: number, reserved: number, undo: (() => void)[]): void {
    const account = this.accounts.get(id);
    if (!account) throw new RangeError(`no account ${id}`);
    account.balance += balance;
    account.reserved += reserved;
    this.changed.add(id);
    undo.push(() => {
      account.balance -= balance;
      account.reserved -= reserved;
    });
  }
}

function lack(leg: Transfer, has: number): Refusal {
  const facts = { ...leg.facts, available: has, wanted: leg.amount };
  return new Refusal(leg.lackCode ?? 'LEDGER_LACK', { status: 409, message: leg.message ?? '余量不足' }, facts);
}
