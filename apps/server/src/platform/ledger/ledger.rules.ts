import { refusals } from '../../kernel/refusal.ts';

export const ledgerRefusals = refusals({
  LEDGER_LACK: { status: 409, message: '余量不足' },
  LEDGER_CHAIN_REUSED: { status: 409, message: '同一笔业务的内容前后不一致' },
  LEDGER_RESERVATION_ENDED: { status: 409, message: '这笔预留已经结束，不能再次处理' },
  BUSY: { status: 503, message: '现在人太多了，请稍后再试' },
});

export type Unit = 'piece' | 'fen' | 'right' | 'point' | 'seat';

/** What a caller reads when cover lacks: refusal code, sentence, facts. LEDGER_LACK unless said. */
export interface Lack {
  lackCode?: string;
  message?: string;
  facts?: Record<string, unknown>;
}
/** A transfer to make: at once (`move`), or held now and ended later (`reserve`). */
export interface Transfer extends Lack {
  kind: 'move' | 'reserve';
  unit: Unit;
  debit: string;
  credit: string;
  /** In the unit; whole, positive. */
  amount: number;
}
/** The one ending of a reservation, or of all that a chain made: `settle` makes the transfer, `release` forgets it. */
export interface Ending {
  kind: 'settle' | 'release';
  of: { chain: string; leg: number | 'all' };
}
export type Leg = Transfer | Ending;

/** An account that begins with a floor of its own: a credit, a limit a person, the seats of a team. */
export interface Opening {
  id: string;
  /** Null: may go below zero without end. */
  floor: number | null;
}
/** Legs that succeed together or not at all. The id follows from what causes it, so a repeat is the same chain. */
export interface Chain {
  id: string;
  legs: Leg[];
  /** Accounts of its legs that it opens; one that is there already stays as it is. Those not named here open with the usual floor. */
  opens?: Opening[];
  reason?: string;
}

const transfer =
  (kind: Transfer['kind']) =>
  (unit: Unit, debit: string, credit: string, amount: number, lack: Lack = {}): Transfer => ({
    kind,
    unit,
    debit,
    credit,
    amount,
    ...lack,
  });
export const move = transfer('move');
export const reserve = transfer('reserve');
/** Ends every reservation of a chain by making its transfer. Refused with LEDGER_RESERVATION_ENDED when one has ended before. */
export const settleAll = (chain: string): Ending => ({ kind: 'settle', of: { chain, leg: 'all' } });
/** Ends every reservation of a chain by forgetting it. Refused with LEDGER_RESERVATION_ENDED when one has ended before. */
export const releaseAll = (chain: string): Ending => ({ kind: 'release', of: { chain, leg: 'all' } });

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
  chain: string;
  leg: number;
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

/** What can still be taken: balance − reserved − floor; of an account without a floor, what it holds. */
export const available = (a: Pick<Account, 'balance' | 'reserved' | 'floor'>): number =>
  a.balance - a.reserved - (a.floor ?? 0);

/** Accounts of the outside world have no floor: goods and money come from them and go to them. */
export const floorOf = (accountId: string): number | null => (accountId.startsWith('world/') ? null : 0);

export const isEnding = (leg: Leg): leg is Ending => 'of' in leg;

/**
 * Whether these postings of the journal are what the chain does: a chain's own legs are its fingerprint, so that an id cannot be
 * used for two things. Reason, codes and facts do not count.
 */
export function isSame(chain: Chain, postings: readonly Posting[]): boolean {
  const byLeg = new Map(postings.map((p) => [p.leg, p]));
  return (
    chain.legs.every((leg, index) => agrees(leg, byLeg.get(index))) &&
    postings.every((p) => p.leg < chain.legs.length || chain.legs.some((leg) => agrees(leg, p)))
  );
}

function agrees(leg: Leg, p: Posting | undefined): boolean {
  if (!p || p.kind !== leg.kind) return false;
  if (isEnding(leg)) return p.pendingChain === leg.of.chain && (leg.of.leg === 'all' || leg.of.leg === p.pendingLeg);
  return p.unit === leg.unit && p.debit === leg.debit && p.credit === leg.credit && p.amount === leg.amount;
}

export const endingsOf = (chains: readonly Chain[]): Ending[] => chains.flatMap((c) => c.legs.filter(isEnding));

/**
 * The accounts that the transfers of chains change. A reservation leaves its credit account alone until it is settled, so placing
 * orders does not queue for it. Those of reservations that are ended come from the journal.
 */
export function accountsOf(chains: readonly Chain[]): Set<string> {
  const ids = new Set<string>();
  const ended = new Set(endingsOf(chains).map((e) => e.of.chain));
  for (const chain of chains)
    for (const leg of chain.legs) {
      if (isEnding(leg)) continue;
      ids.add(leg.debit);
      if (leg.kind === 'move' || ended.has(chain.id)) ids.add(leg.credit);
    }
  return ids;
}
