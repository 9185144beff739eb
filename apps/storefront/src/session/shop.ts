import type { ReplyOf } from '@jishi/api-client';
import { useEffect, useState } from 'react';
import { api } from '../api/client';
import { storage } from '../platform/storage';

export type Shop = ReplyOf<'getShopProfile'>;
/** The look of the last visit, so that the first paint has the shop's colour. */
let shop = storage.kept<Shop>('shop');
let underway: Promise<void> | undefined;
const waiting = new Set<(shop: Shop) => void>();

function fetchShop(): Promise<void> {
  underway ??= api.getShopProfile().then(
    (fresh) => {
      shop = fresh;
      storage.keep('shop', fresh);
      for (const tell of waiting) tell(fresh);
    },
    () => {
      underway = undefined;
    },
  );
  return underway;
}

/** Name and look of the shop; asked once a visit. */
export function useShop(): Shop | undefined {
  const [seen, setSeen] = useState(shop);
  useEffect(() => {
    waiting.add(setSeen);
    void fetchShop();
    return () => void waiting.delete(setSeen);
  }, []);
  return seen;
}
