import { ApiProblem, asProblem } from '@jishi/api-client';
import { addToCart, setCartLine } from '@jishi/api-client/shop';
import { api } from '../api/client';
import { toast } from '../parts/toast';
import { storage } from '../platform/storage';
import { guestLines, putGuestLines } from './guest-cart';
import type { GuestLine } from './guest-cart-rules';
import { signedIn } from './token';

const KEY = 'guest-cart-key';
let underway: Promise<void> | undefined;

/**
 * What was put into the cart before the login goes over to the shopper's own, line by line; each keeps its idempotency key until its answer is
 * known, so that none is added twice. What can't be bought any more stays behind, and is said. Never rejects.
 */
export function mergeGuestCart(): Promise<void> {
  underway ??= merge().finally(() => {
    underway = undefined;
  });
  return underway;
}

async function merge(): Promise<void> {
  const lines = guestLines();
  if (lines.length === 0 || !signedIn()) return;
  const key = storage.kept<string>(KEY) ?? `guest-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  storage.keep(KEY, key);
  let left = 0;
  // The oldest first, so that the newest stands on top again.
  for (const line of [...lines].reverse()) {
    try {
      await move(line, key);
    } catch (error) {
      const problem = asProblem(error);
      // Nobody knows whether it was added: the next start asks again under the same key.
      if (problem.unsure) return;
      left += 1;
    }
    putGuestLines(guestLines().filter((one) => one.skuId !== line.skuId));
  }
  storage.forget([KEY]);
  if (left > 0) toast(`有 ${left} 种商品现在不能购买，没有放进购物车`);
}

async function move({ skuId, quantity, selected }: GuestLine, key: string): Promise<void> {
  const cart = await api(addToCart, { body: { skuId, quantity } }, { key: `${key}-${skuId}` });
  if (selected) return;
  const added = cart.lines.find((one) => one.skuId === skuId);
  if (!added) throw new ApiProblem(0, 'CART_LINE_GONE', '商品已失效', null);
  await api(setCartLine, { path: { skuId }, body: { quantity: added.quantity, selected: false } });
}
