import type { ReplyOf } from '@jishi/api-client';

export type Cart = ReplyOf<'getCart'>;
export type CartLine = Cart['lines'][number];

/** What the server will say about the sums; shown until it does. */
function summed(lines: CartLine[]): Cart {
  const valid = lines.filter((line) => line.trouble === null || line.trouble === 'short');
  const selected = valid.filter((line) => line.selected);
  const pieces = (of: CartLine[]) => of.reduce((sum, line) => sum + line.quantity, 0);
  return {
    lines,
    count: pieces(valid),
    selectedCount: pieces(selected),
    selectedFen: selected.reduce((sum, line) => sum + line.unitPriceFen * line.quantity, 0),
  };
}

export const withLine = (cart: Cart, skuId: string, quantity: number, selected: boolean): Cart =>
  summed(cart.lines.map((line) => (line.skuId === skuId ? { ...line, quantity, selected } : line)));

export const withSelection = (cart: Cart, selected: boolean): Cart =>
  summed(cart.lines.map((line) => ({ ...line, selected })));

export const withoutLines = (cart: Cart, skuIds: string[]): Cart =>
  summed(cart.lines.filter((line) => !skuIds.includes(line.skuId)));
