import { useAsk } from '@jishi/api-client/react';
import { getCart, quoteOrder } from '@jishi/api-client/shop';
import { putGuestLines, useGuestLines } from '../../../session/guest-cart';
import { useSignedIn } from '../../../session/useSignedIn';
import { type Cart, cartOfGuest } from './cart-rules';
import { useCartEdits } from './useCartEdits';

export interface CartHandle {
  cart: Cart | undefined;
  problem: ReturnType<typeof useAsk<'getCart'>>['error'];
  reload: () => Promise<unknown>;
  setLine: (skuId: string, quantity: number, selected: boolean) => void;
  select: (selected: boolean) => void;
  remove: (skuIds: string[]) => Promise<unknown>;
  /** Ends when the server knows all that the shopper sees. */
  flush: () => Promise<unknown> | undefined;
}

/** The shopper's cart, or what a guest has put in on this device, priced by the server. */
export function useCart(): CartHandle {
  const inside = useSignedIn();
  const own = useOwnCart(inside);
  const guests = useGuestCart(!inside);
  return inside ? own : guests;
}

function useOwnCart(on: boolean): CartHandle {
  const { data, error, refetch } = useAsk(getCart, {}, { enabled: on });
  const edits = useCartEdits();
  return { cart: data, problem: error, reload: refetch, ...edits };
}

function useGuestCart(on: boolean): CartHandle {
  const lines = useGuestLines();
  const asked = on && lines.length > 0 ? lines.map(({ skuId, quantity }) => ({ skuId, quantity })) : null;
  const chosen = asked && lines.flatMap(({ selected, skuId, quantity }) => (selected ? [{ skuId, quantity }] : []));
  const all = useAsk(quoteOrder, asked && { body: { lines: asked } }, { keep: true });
  const sum = useAsk(quoteOrder, chosen && chosen.length > 0 ? { body: { lines: chosen } } : null, { keep: true });
  return {
    cart: lines.length === 0 ? EMPTY : all.data && cartOfGuest(lines, all.data, sum.data),
    problem: all.error,
    reload: all.refetch,
    setLine: (skuId, quantity, selected) =>
      putGuestLines(lines.map((line) => (line.skuId === skuId ? { skuId, quantity, selected } : line))),
    select: (selected) => putGuestLines(lines.map((line) => ({ ...line, selected }))),
    remove: async (skuIds) => putGuestLines(lines.filter((line) => !skuIds.includes(line.skuId))),
    flush: () => undefined,
  };
}
const EMPTY: Cart = { lines: [], count: 0, selectedCount: 0, selectedFen: 0, discountFen: 0, unmet: [], groups: [] };
