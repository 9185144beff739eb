import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Ending } from '../../../platform/ledger/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { slot } from '../../../platform/slots.ts';
import type { Owing } from './payment.rules.ts';
import type { PaymentRow } from './payment.store.ts';

export interface Due {
  fen: number;
  until: Date;
  /** Who owes it. */
  customerId: string;
  /** What out_trade_no begins with: at most 24 letters and digits, the same for all dues of a thing. */
  number: string;
}
/** What becomes of money that has come: kept, ending these reservations; or not wanted (any more). */
export type Verdict = { kept: readonly Ending[] } | { unwanted: 'closed' | 'twice' };

/** A kind of thing that people pay for. Payments know nothing else of it. */
export interface Payee {
  /** Stands in the rows of its payments. */
  kind: string;
  /** What is owed at this moment; null: nothing, it is paid or over. */
  owed(db: Db, tenantId: number, owing: Owing): Promise<Due | null>;
  /** What the payment sheet names. */
  titles(db: Db, tenantId: number, id: string): Promise<string[]>;
  /** Chains whose reservations may end when it is paid; one at least, because payments of one never share a batch. */
  ends(owing: Owing): readonly string[];
  /** Locks the things of many payments in one statement, and says purely what becomes of the money of each. */
  lock(tx: Tx, tenantId: number, owings: readonly Owing[]): Promise<(owing: Owing) => Verdict>;
  /** Turns those paid that were locked and whose money is kept. Sends everything at once, so that a commit can travel with it. */
  paid(tx: Tx, tenantId: number, paid: readonly (Owing & { at: Date })[]): Promise<unknown>;
  /** Opens what people see of money that is not wanted; it goes back by itself. Returns the id under which its refund stands. */
  unwanted(
    tx: Tx,
    tenantId: number,
    payment: PaymentRow,
    why: 'closed' | 'twice',
  ): Promise<{ id: string; reason: string }>;
}
export const payees = slot<Payee>('trade/payment: payees');

export function payeeOf({ slots }: Platform, kind: string): Payee {
  const payee = slots.all(payees).find((p) => p.kind === kind);
  if (!payee) throw new Error(`nothing is paid for as ${kind}`);
  return payee;
}

export const owingOf = ({ subject_id: id, due }: Pick<PaymentRow, 'subject_id' | 'due'>): Owing => ({ id, due });
