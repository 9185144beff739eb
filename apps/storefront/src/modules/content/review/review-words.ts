import type { Item, ReplyOf } from '@jishi/api-client';
import { writeReviews } from '@jishi/api-client/limits';

export type Review = Item<'listReviews'>;
export type OwnReview = Item<'listMyReviews'>;
export type ReviewSummary = ReplyOf<'getReviewSummary'>['summary'];

/** Good and bad alike, in the order of the server's list. */
export const TAGS = [
  '质量好',
  '做工一般',
  '与描述相符',
  '与描述不符',
  '性价比高',
  '价格偏高',
  '发货快',
  '发货慢',
  '包装完好',
  '包装破损',
] as const;
export type ReviewTag = (typeof TAGS)[number];
const { tags, pictures, words } = writeReviews.lines.items;
export const MOST_TAGS = tags.maxItems;
export const MOST_PICTURES = pictures.maxItems;
export const MOST_WORDS = words.maxLength;

/** "1234", "1.2万": how many there are, where an exact number would be too long. */
export const countText = (n: number): string => (n < 10_000 ? String(n) : `${Math.floor(n / 1000) / 10}万`);

/** "好评 98%"; nothing while there are too few to speak of a share. */
export const goodText = ({ reviews, goodPercent }: ReviewSummary): string =>
  reviews >= FEW && goodPercent !== null ? `好评 ${goodPercent}%` : '';
const FEW = 5;

export const authorText = (author: string): string => author || '匿名买家';

/** "2026-11-28", "2026-11-28 · 黑色 / 大": when it was written, and about which SKU. */
export const factsText = ({ createdAt, specs }: Pick<Review, 'createdAt' | 'specs'>): string =>
  [chinaDay(createdAt), specs.join(' / ')].filter(Boolean).join(' · ');

const CHINA_MS = 8 * 3_600_000;
const chinaDay = (instant: string): string => new Date(Date.parse(instant) + CHINA_MS).toISOString().slice(0, 10);

const DAY_MS = 86_400_000;
/** "7 天后追加", "当天追加" */
export const addedText = (createdAt: string, addedAt: string): string => {
  const days = Math.floor((Date.parse(addedAt) - Date.parse(createdAt)) / DAY_MS);
  return days > 0 ? `${days} 天后追加` : '当天追加';
};

/** What the buyer reads of their own review's state; empty when everybody reads it. */
export const stateText = ({ state, foldReason }: Pick<OwnReview, 'state' | 'foldReason'>): string =>
  ({
    checking: '正在审核，通过后大家就能看到',
    waiting: '等待商家人工审核',
    folded: `已被折叠：${foldReason ?? ''}`,
    shown: '',
  })[state];
