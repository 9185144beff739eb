import Taro from '@tarojs/taro';
import { useEffect, useState } from 'react';

let count = 0;
const watchers = new Set<(count: number) => void>();

/** Tells every badge how many pieces the cart holds. */
export function setCartCount(next: number): void {
  count = next;
  for (const tell of watchers) tell(next);
  if (process.env.TARO_ENV !== 'weapp') return;
  // Only possible while a page of the tab bar is shown; another page tells it again when it is.
  const done =
    next > 0
      ? Taro.setTabBarBadge({ index: 2, text: next > 99 ? '99+' : String(next) })
      : Taro.removeTabBarBadge({ index: 2 });
  Promise.resolve(done).catch(() => {});
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
