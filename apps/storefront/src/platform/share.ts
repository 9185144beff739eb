import { useShareAppMessage, useShareTimeline } from '@tarojs/taro';
import { SERVER } from './server';
import type { ShareCard, UseShare } from './share.types';

const pictureOf = ({ picture }: ShareCard): { imageUrl?: string } =>
  picture ? { imageUrl: picture.startsWith('/') ? SERVER + picture : picture } : {};

export const useShare: UseShare = (card) => {
  useShareAppMessage(() => {
    const shown = card();
    return { title: shown.title, path: shown.url, ...pictureOf(shown) };
  });
  useShareTimeline(() => {
    const shown = card();
    // The timeline opens the same page; only the parameters are its own.
    return { title: shown.title, query: shown.url.split('?')[1] ?? '', ...pictureOf(shown) };
  });
};
