/** Groups of offers as promotions name them: of one group the best applies, and each says which others it does not go with. */
export const OFFER_GROUPS = [
  'unit-price',
  'bundle',
  'extra',
  'reduction',
  'freight',
  'coupon:goods',
  'coupon:shop',
  'coupon:freight',
] as const;
export type OfferGroup = (typeof OFFER_GROUPS)[number];

const WORDS: Record<OfferGroup, string> = {
  'unit-price': '限时折扣',
  bundle: '多件优惠',
  extra: '赠品换购',
  reduction: '满减满折',
  freight: '包邮活动',
  'coupon:goods': '商品券',
  'coupon:shop': '全店券',
  'coupon:freight': '运费券',
};
/** "限时折扣、全店券". */
export const groupsText = (groups: readonly OfferGroup[]): string => groups.map((group) => WORDS[group]).join('、');

/** 85: "8.5 折". */
export const zheText = (payPercent: number): string => `${payPercent / 10} 折`;
