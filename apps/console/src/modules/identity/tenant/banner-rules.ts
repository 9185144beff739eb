import type { BodyOf } from '@jishi/api-client';
import { isLink } from '../../../form/link/links.ts';

export type Banner = BodyOf<'putSettings'>['banners'][number];

/** What keeps these banners from being shown, naming the first wrong one; null when they are all right. */
export function bannerTrouble(banners: readonly Banner[]): string | null {
  for (const [index, { picture, link }] of banners.entries()) {
    if (!picture) return `第 ${index + 1} 张轮播还没有图片`;
    if (link !== '' && !isLink(link)) return `第 ${index + 1} 张轮播的页面地址不对，要像 /pages/category 这样`;
  }
  return null;
}
