import type { BodyOf } from '@jishi/api-client';

export type OfferGroup = BodyOf<'checkCampaign'>['excludes'][number];
/** Groups of offers: of one the best applies, and each campaign or coupon names those that it does not go with. */
export const GROUP_WORDS: Record<OfferGroup, string> = {
  'unit-price': '限时折扣',
  bundle: '多件优惠',
  extra: '赠品换购',
  reduction: '满减满折',
  freight: '包邮活动',
  'coupon:goods': '商品券',
  'coupon:shop': '全店券',
  'coupon:freight': '运费券',
};
