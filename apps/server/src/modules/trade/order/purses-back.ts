import { shareOf, shareOut, sumFen } from '../../../kernel/money.ts';
import { type Chain, move } from '../../../platform/ledger/index.ts';
import { paidFromPocket, pocketAccount, unitOf } from '../pricing/index.ts';

interface PurseRow {
  nth: number;
  kind: string;
  source: string;
  fen: number;
  units: number;
  returned_fen: number;
  returned_units: number;
}
interface Head {
  id: string;
  customer_id: string;
  total_fen: number;
  purse_fen: number;
}
export interface PursesBack {
  /** What of each purse's part is returned by then. */
  parts: { nth: number; returnedFen: number; returnedUnits: number }[];
  chains: Chain[];
  wechatFen: number;
}

/**
 * How an amount that is agreed to go back is shared out: each means gets its share of what it still has in the order, in whole fen. So
 * no means ever gets back more than it paid, and when all of an order has gone back, each has all of its own. `agreedFen`: what was
 * agreed before. Pure.
 */
export function pursesBack(
  head: Head,
  rows: readonly PurseRow[],
  { caseId, amountFen, agreedFen }: { caseId: string; amountFen: number; agreedFen: number },
): PursesBack {
  const purses = rows.filter((r) => r.kind === 'purse');
  const returnedFen = sumFen(purses.map((p) => p.returned_fen));
  const atWechatFen = head.total_fen - head.purse_fen - (agreedFen - returnedFen);
  const [wechatFen = 0, ...shares] = shareOut(amountFen, [atWechatFen, ...purses.map((p) => p.fen - p.returned_fen)]);
  const parts = purses.map((p, n) => {
    const back = p.returned_fen + (shares[n] ?? 0);
    return { nth: p.nth, returnedFen: back, returnedUnits: shareOf(p.units, back, p.fen) };
  });
  const legs = purses.flatMap(({ source, returned_units }, n) => {
    const units = (parts[n]?.returnedUnits ?? 0) - returned_units;
    return units > 0
      ? [move(unitOf(source), paidFromPocket(source, head.id), pocketAccount(source, head.customer_id), units)]
      : [];
  });
  const chains = legs.length > 0 ? [{ id: `refund/${caseId}/purses`, legs, reason: 'refund' }] : [];
  return { parts, chains, wechatFen };
}
