import { storage } from '../../../platform/storage';

interface Wish {
  skuId: string;
  quantity: number;
}
interface KeptWish extends Wish {
  goodsId: string;
  /** ms since 1970 */
  since: number;
}
const KEPT = 'wish';
/** Whoever takes longer for a login has thought of something else. */
const GOOD_FOR_MS = 10 * 60_000;

/** Notes what a guest wanted to put into the cart, to be done after the login. */
export const keepWish = (goodsId: string, wish: Wish): void =>
  storage.keep(KEPT, { ...wish, goodsId, since: Date.now() } satisfies KeptWish);

/** What was wanted of this product a short while ago, once. */
export function takeWish(goodsId: string): Wish | undefined {
  const wish = storage.kept<KeptWish>(KEPT);
  if (wish?.goodsId !== goodsId) return undefined;
  storage.forget([KEPT]);
  return Date.now() - wish.since < GOOD_FOR_MS ? { skuId: wish.skuId, quantity: wish.quantity } : undefined;
}
