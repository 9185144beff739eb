import { type Piece, totals } from './aftersales.rules.ts';

/** Pieces of each line that are neither on their way nor part of another case: what can still be refunded before dispatch. */
export function unsentOf(
  lines: readonly { id: string; quantity: number; shipped_quantity: number }[],
  others: readonly Piece[],
): ReadonlyMap<string, number> {
  const taken = totals(others);
  return new Map(lines.map((l) => [l.id, l.quantity - l.shipped_quantity - (taken.get(l.id) ?? 0)]));
}

/** Whether more is asked for than that. */
export const exceeds = (unsent: ReadonlyMap<string, number>, asked: readonly Piece[]): boolean =>
  [...totals(asked)].some(([lineId, quantity]) => quantity > (unsent.get(lineId) ?? 0));
