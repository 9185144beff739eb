export interface GuestLine {
  skuId: string;
  quantity: number;
  selected: boolean;
}
/** As many as the server prices at once. */
const MOST_LINES = 50;
const MOST_PIECES = 99;

/** The lines with more of a SKU, which stands first then; undefined when the cart is full. */
export function withMore(lines: readonly GuestLine[], skuId: string, quantity: number): GuestLine[] | undefined {
  const had = lines.find((line) => line.skuId === skuId);
  if (!had && lines.length >= MOST_LINES) return undefined;
  const line = { skuId, quantity: Math.min(MOST_PIECES, (had?.quantity ?? 0) + quantity), selected: true };
  return [line, ...lines.filter((one) => one.skuId !== skuId)];
}

export const piecesOf = (lines: readonly GuestLine[]): number => lines.reduce((sum, line) => sum + line.quantity, 0);
