import { useEffect, useState } from 'react';
import { tabBadge } from '../platform/tab-badge';

const CART_TAB = 2;

let count = 0;
const watchers = new Set<(count: number) => void>();

/** Tells every badge how many pieces the cart holds. */
export function setCartCount(next: number): void {
  count = next;
  for (const tell of watchers) tell(next);
  tabBadge(CART_TAB, next);
}

export function useCartCount(): number {
  const [seen, setSeen] = useState(count);
  useEffect(() => {
    watchers.add(setSeen);
    setSeen(count);
    return () => void watchers.delete(setSeen);
  }, []);
  return seen;
}
