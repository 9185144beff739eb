import type { CouponRule } from '../modules/promotion/coupon/coupon.api.ts';
import type { StartedApp } from './open-app.ts';

export const EVERYTHING = {
  kind: 'all' as const,
  goodsIds: [],
  categoryIds: [],
  tags: [],
  exceptGoodsIds: [],
  exceptCategoryIds: [],
};

/** 满 100 减 20 for the whole shop, seven days from the claim, one a person. */
export const couponRule = (over: Partial<CouponRule> = {}): CouponRule => ({
  kind: 'fixed',
  offFen: 2000,
  payPercent: null,
  capFen: null,
  thresholdFen: 10_000,
  scope: EVERYTHING,
  usableFrom: null,
  usableUntil: null,
  usableDays: 7,
  startAfterDays: 0,
  total: null,
  perPerson: 1,
  budgetFen: null,
  newcomersOnly: false,
  claimFrom: null,
  claimUntil: null,
  access: 'open',
  hours: null,
  history: null,
  handOut: null,
  excludes: [],
  returns: true,
  ...over,
});

/** A coupon that the shop issues; its id. */
export async function issuedCoupon(app: StartedApp, over: Partial<CouponRule> = {}): Promise<string> {
  const owner = await app.given.owner();
  const made = await owner.post('/admin/coupons', { name: '测试券', rule: couponRule(over) });
  if (made.status !== 201) throw new Error(`answered ${made.status}: ${JSON.stringify(made.body)}`);
  const begun = await owner.post(`/admin/coupons/${made.body.id}/state`, { state: 'issuing' });
  if (begun.status !== 200) throw new Error(`answered ${begun.status}: ${JSON.stringify(begun.body)}`);
  return made.body.id;
}
