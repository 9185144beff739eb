import { useAsk } from '@jishi/api-client/react';
import { getCart } from '@jishi/api-client/shop';
import { useEffect } from 'react';
import { tabBadge } from '../platform/tab-badge';
import { useGuestLines } from './guest-cart';
import { piecesOf } from './guest-cart-rules';
import { useSignedIn } from './useSignedIn';

const CART_TAB = 2;
const FRESH_MS = 60_000;

/** How many pieces the cart holds, the shopper's or this device's guest's. Every badge shows the same number. */
export function useCartCount(): number {
  const inside = useSignedIn();
  const cart = useAsk(getCart, {}, { enabled: inside, staleTime: FRESH_MS }).data;
  const guests = piecesOf(useGuestLines());
  const count = inside ? (cart?.count ?? 0) : guests;
  useEffect(() => tabBadge(CART_TAB, count), [count]);
  return count;
}
