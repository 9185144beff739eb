import type { ReplyOf } from '@jishi/api-client';
import type { GuestLine } from '../../../session/guest-cart-rules';

export type Cart = ReplyOf<'getCart'>;
export type CartLine = Cart['lines'][number];

/** The server's own rule: a line with any trouble, too few pieces too, is neither counted nor ordered. */
const isOrderable = (line: CartLine): boolean => line.trouble === null;

/** Lines whose number or choice the shopper can still change: those that can be ordered, and those with fewer pieces than wanted. */
export const isOpen = (line: CartLine): boolean => line.trouble === null || line.trouble === 'short';

/** What the server will say about the sums; shown until it does. */
function summed(lines: CartLine[], groups: Cart['groups']): Cart {
  const valid = lines.filter(isOrderable);
  const selected = valid.filter((line) => line.selected);
  // What promotions take off, the server says a moment later.
  const pieces = (of: CartLine[]) => of.reduce((sum, line) => sum + line.quantity, 0);
  return {
    lines,
    count: pieces(valid),
    selectedCount: pieces(selected),
    selectedFen: selected.reduce((sum, line) => sum + line.unitPriceFen * line.quantity, 0),
    discountFen: 0,
    unmet: [],
    groups,
  };
}

/** A line that asked for more than there is, and now asks for no more, is in order again. */
const settled = (line: CartLine): CartLine =>
  line.trouble === 'short' && line.quantity <= line.available ? { ...line, trouble: null, troubleText: null } : line;

export const withLine = (cart: Cart, skuId: string, quantity: number, selected: boolean): Cart =>
  summed(
    cart.lines.map((line) => (line.skuId === skuId ? settled({ ...line, quantity, selected }) : line)),
    cart.groups,
  );

export const withSelection = (cart: Cart, selected: boolean): Cart =>
  summed(
    cart.lines.map((line) => ({ ...line, selected })),
    cart.groups,
  );

export const withoutLines = (cart: Cart, skuIds: string[]): Cart =>
  summed(
    cart.lines.filter((line) => !skuIds.includes(line.skuId)),
    cart.groups,
  );

/** Whether everything that can be ordered is ticked. */
export function allSelected(cart: Cart): boolean {
  const lines = cart.lines.filter(isOrderable);
  return lines.length > 0 && lines.every((line) => line.selected);
}
/** Lines that ask for more than there is: the number is brought down to what there is, and the shopper told. */
export const tooMany = (cart: Cart): CartLine[] =>
  cart.lines.filter((line) => line.trouble === 'short' && line.available > 0);

/** A guest's cart as a shopper's is shown: the lines as they were priced, and what the chosen ones cost. */
export function cartOfGuest(
  lines: readonly GuestLine[],
  all: ReplyOf<'quoteOrder'>,
  chosen: ReplyOf<'quoteOrder'> | undefined,
): Cart {
  const shown = lines.flatMap((line) => {
    const priced = all.lines.find((one) => one.skuId === line.skuId);
    if (!priced) return [];
    // A price that was asked for another number is right for one piece all the same.
    return [{ ...priced, quantity: line.quantity, selected: line.selected && priced.trouble === null }];
  });
  const groups = all.groups.map((group) => ({ ...group, offFen: 0, unmet: null }));
  const cart = summed(shown, groups);
  const isSame = chosen?.lines.reduce((sum, line) => sum + line.quantity, 0) === cart.selectedCount;
  if (!chosen || !isSame || cart.selectedCount === 0) return cart;
  const { goodsFen, discountFen, unmet, parts } = chosen;
  const standing = (ref: string) => ({
    offFen: parts.reduce((fen, part) => (part.ref === ref ? fen - part.fen : fen), 0),
    unmet: unmet.find((one) => one.ref === ref) ?? null,
  });
  return {
    ...cart,
    selectedFen: goodsFen - discountFen,
    discountFen,
    unmet,
    groups: groups.map((group) => ({ ...group, ...standing(group.ref) })),
  };
}
