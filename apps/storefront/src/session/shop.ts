import type { ReplyOf } from '@jishi/api-client';
import { useAsk } from '@jishi/api-client/react';
import { getShopProfile } from '@jishi/api-client/shop';
import { useEffect } from 'react';
import { storage } from '../platform/storage';

export type Shop = ReplyOf<'getShopProfile'>;
const FRESH_MS = 60_000;
const KEPT = 'shop';
/** The look of the last visit, so that the first paint has the shop's colour. */
const lastLook = storage.kept<Shop>(KEPT);

/** Name and look of the shop. */
export function useShop(): Shop | undefined {
  const { data } = useAsk(getShopProfile, {}, { staleTime: FRESH_MS });
  useEffect(() => {
    if (data) storage.keep(KEPT, data);
  }, [data]);
  return data ?? lastLook;
}
