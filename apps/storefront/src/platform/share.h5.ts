import { useDidShow } from '@tarojs/taro';
import { useCallback, useEffect } from 'react';
import { inWechat } from './browser.h5';
import type { UseShare } from './share.types';

/** Elsewhere a browser shares the address, and the html that the server sends says what stands on the card. */
export const useShare: UseShare = (card) => {
  const { title, url, picture } = card();
  const offer = useCallback(() => {
    if (!inWechat() || !title) return;
    // Its share button works without us too, only with less on the card.
    void import('./share-card.h5').then(({ offerCard }) => offerCard({ title, url, picture })).catch(() => {});
  }, [title, url, picture]);
  useEffect(offer, [offer]);
  // A page that is shown again takes the card back from the one that lay over it.
  useDidShow(offer);
};
