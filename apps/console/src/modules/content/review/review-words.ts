import type { BodyOf, Item } from '@jishi/api-client';
import type { StatusLook } from '../../../parts/StatusTag.tsx';

export type ReviewRow = Item<'listAdminReviews'>;
type ReviewState = ReviewRow['state'];
type FoldReason = BodyOf<'foldReview'>['reason'];

export const REVIEW_STATES: Record<ReviewState, StatusLook> = {
  checking: { text: '微信检查中', color: 'processing' },
  waiting: { text: '待审核', color: 'warning' },
  shown: { text: '已展示', color: 'success' },
  folded: { text: '已折叠', color: 'default' },
};

/** The only reasons that the law leaves; that a review is bad is none. */
export const FOLD_REASONS: Record<FoldReason, string> = {
  'personal-data': '含有他人隐私信息',
  abuse: '含有辱骂或攻击内容',
  advertising: '含有广告或引流内容',
  illegal: '含有违法违规内容',
};

export const TABS = [
  { key: 'all', label: '全部' },
  { key: 'waiting', label: '待审核' },
  { key: 'unanswered', label: '待回复' },
  { key: 'bad', label: '一星' },
  { key: 'folded', label: '已折叠' },
] as const;
export type Tab = (typeof TABS)[number]['key'];

/** What a tab asks the server for. */
export const askOf = (tab: string) => {
  if (tab === 'waiting' || tab === 'folded') return { state: tab } as const;
  if (tab === 'unanswered') return { unanswered: true } as const;
  return tab === 'bad' ? ({ stars: 1 } as const) : {};
};

export const starsText = (stars: number): string => '★'.repeat(stars) + '☆'.repeat(5 - stars);

/** "服务 4.9 · 物流 4.7（近 30 天 86 单）"; a sentence where nobody has rated. */
export const servedText = ({
  orders,
  serviceStars,
  deliveryStars,
}: {
  orders: number;
  serviceStars: number | null;
  deliveryStars: number | null;
}): string =>
  orders === 0 || serviceStars === null || deliveryStars === null
    ? '近 30 天还没有买家评价服务和物流。'
    : `近 30 天 ${orders} 单：商家服务 ${serviceStars.toFixed(1)} 分，物流配送 ${deliveryStars.toFixed(1)} 分。`;
