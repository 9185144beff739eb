import { flow } from '../../../kernel/flow.ts';
import { shareOf, sumFen } from '../../../kernel/money.ts';

export type CaseState = 'requested' | 'rejected' | 'withdrawn' | 'sending' | 'succeeded' | 'failed';
/** requested by the shopper → rejected, withdrawn, or sending (granted; the money is on its way) → succeeded; failed may be sent again. */
export const caseFlow = flow<CaseState>({
  requested: ['rejected', 'withdrawn', 'sending'],
  sending: ['succeeded', 'failed'],
  failed: ['sending', 'succeeded'],
  rejected: [],
  withdrawn: [],
  succeeded: [],
});

/** An order as refunds read it: what was bought, and the amounts that were frozen when it was placed. */
export interface Bought {
  freightFen: number;
  lines: readonly { id: string; quantity: number; payableFen: number }[];
}
export interface Piece {
  lineId: string;
  quantity: number;
}
/** Pieces of one line in a case that was not dropped. `amountFen` counts when the case is agreed. */
export interface CasePiece extends Piece {
  agreed: boolean;
  amountFen: number;
}
export interface OtherCases {
  pieces: readonly CasePiece[];
  /** Whether an agreed one gives the freight back. */
  giveFreight: boolean;
  /** Fen that agreed ones kept back because a promotion asks for them; absent: none. */
  keptFen?: number;
}
export interface RefundPlan {
  /** `agreedQuantity`: pieces of the line that go back with these and with what was agreed before. */
  lines: (Piece & { amountFen: number; agreedQuantity: number })[];
  freightFen: number;
  amountFen: number;
  /** Fen that are kept back of what the pieces cost; below 0: that were kept back before and are given now. */
  keptFen: number;
  /** What agreed cases kept back before this one, fen. */
  keptBeforeFen: number;
  /** Whether no piece of the order stays. */
  wholly: boolean;
}

/**
 * What refunding these pieces of an undispatched order gives back when it is agreed now, in fen: of each line its frozen amount by
 * pieces, and the freight when no piece of the order stays and no other open case keeps one. `keepFen`: what promotions keep of all
 * that is back by then (`return-terms.ts`); nothing when no piece stays. Null when a line is unknown or has fewer pieces that nobody
 * else asked for.
 */
export function planRefund(order: Bought, asked: readonly Piece[], others: OtherCases, keepFen = 0): RefundPlan | null {
  const quantities = totals(asked);
  const taken = totals(others.pieces);
  const agreedPieces = others.pieces.filter((p) => p.agreed);
  const agreed = totals(agreedPieces);
  const lines: RefundPlan['lines'] = [];
  for (const [lineId, quantity] of quantities) {
    const line = order.lines.find((l) => l.id === lineId);
    if (!line || (taken.get(lineId) ?? 0) + quantity > line.quantity) return null;
    const refundedFen = sumFen(agreedPieces.filter((p) => p.lineId === lineId).map((p) => p.amountFen));
    const refundedQuantity = agreed.get(lineId) ?? 0;
    lines.push({
      lineId,
      quantity,
      amountFen: refundOfPieces({ ...line, refundedQuantity, refundedFen }, quantity),
      agreedQuantity: refundedQuantity + quantity,
    });
  }
  const wholly = order.lines.every((l) => (agreed.get(l.id) ?? 0) + (quantities.get(l.id) ?? 0) === l.quantity);
  const freightFen = wholly && !others.giveFreight ? order.freightFen : 0;
  const [linesFen, keptBeforeFen] = [sumFen(lines.map((l) => l.amountFen)), others.keptFen ?? 0];
  const keptFen = Math.min((wholly ? 0 : keepFen) - keptBeforeFen, linesFen);
  return { lines, freightFen, amountFen: linesFen - keptFen + freightFen, keptFen, keptBeforeFen, wholly };
}

export function totals(pieces: readonly Piece[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { lineId, quantity } of pieces) sums.set(lineId, (sums.get(lineId) ?? 0) + quantity);
  return sums;
}

/**
 * What refunding `quantity` more pieces of a line gives back, in fen: the frozen amount by pieces, rounded down, less what agreed
 * refunds give back already, never below 0. Refunds of all pieces add up to exactly what the line cost.
 */
export function refundOfPieces(
  line: { payableFen: number; quantity: number; refundedQuantity: number; refundedFen: number },
  quantity: number,
): number {
  const upTo = shareOf(line.payableFen, line.refundedQuantity + quantity, line.quantity);
  return Math.max(0, upTo - line.refundedFen);
}
