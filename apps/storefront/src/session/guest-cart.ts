import { useEffect, useState } from 'react';
import { storage } from '../platform/storage';
import { type GuestLine, withMore } from './guest-cart-rules';

const KEPT = 'guest-cart';
const watchers = new Set<() => void>();

/** What a guest has put into the cart on this device, the newest first. */
export const guestLines = (): readonly GuestLine[] => storage.kept<GuestLine[]>(KEPT) ?? [];

export function putGuestLines(lines: readonly GuestLine[]): void {
  if (lines.length > 0) storage.keep(KEPT, lines);
  else storage.forget([KEPT]);
  for (const tell of watchers) tell();
}

/** False when the cart of this device is full. */
export function addGuestLine(skuId: string, quantity: number): boolean {
  const lines = withMore(guestLines(), skuId, quantity);
  if (!lines) return false;
  putGuestLines(lines);
  return true;
}

/** Follows what this device's guest puts in and takes out. */
export function useGuestLines(): readonly GuestLine[] {
  const [lines, setLines] = useState(guestLines);
  useEffect(() => {
    const look = () => setLines(guestLines());
    look();
    watchers.add(look);
    return () => void watchers.delete(look);
  }, []);
  return lines;
}
