import { type Cache, keyOf, useChange, useData } from '@jishi/api-client/react';
import { getCart, removeFromCart, selectCart, setCartLine } from '@jishi/api-client/shop';
import { useRef } from 'react';
import { type Cart, withLine, withoutLines, withSelection } from './cart-rules';
import { Edits } from './edits';

/** Waits until the shopper stops tapping before it tells the server. */
const SETTLE_MS = 350;
const fill = (cache: Cache, cart: Cart): void => cache.put(getCart, {}, cart);

/** Changes of the cart: shown at once, told to the server in their order; what it refuses is undone by asking it again. */
export function useCartEdits() {
  const { queries, underWay } = useData();
  const edits = useRef<Edits>();
  edits.current ??= new Edits(SETTLE_MS);
  const all = { inTurn: true, fill };
  const line = useChange(setCartLine, all);
  const selection = useChange(selectCart, all);
  const removal = useChange(removeFromCart, {
    ...all,
    guess: (cache, { body }) => cache.update(getCart, {}, (cart) => withoutLines(cart, body.skuIds)),
  });
  /** Until an edit is sent, no older answer may take its place on the screen. */
  const hold = (by: number) => underWay.set(getCart.id, (underWay.get(getCart.id) ?? 0) + by);
  const edit = (key: string, next: (cart: Cart) => Cart, send: () => Promise<unknown>) => {
    void queries.cancelQueries({ queryKey: keyOf(getCart) });
    queries.setQueryData<Cart>(keyOf(getCart), (cart) => cart && next(cart));
    const replaced = edits.current?.put(key, () => {
      hold(-1);
      return send();
    });
    if (!replaced) hold(1);
  };
  return {
    setLine: (skuId: string, quantity: number, selected: boolean) =>
      edit(
        skuId,
        (cart) => withLine(cart, skuId, quantity, selected),
        () => line.run({ path: { skuId }, body: { quantity, selected } }),
      ),
    select: (selected: boolean) =>
      edit(
        'selection',
        (cart) => withSelection(cart, selected),
        () => selection.run({ body: { selected } }),
      ),
    remove: (skuIds: string[]) => removal.run({ body: { skuIds } }),
    /** Ends when the server knows all that the shopper sees. */
    flush: () => edits.current?.flush(),
  };
}
