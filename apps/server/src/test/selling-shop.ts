import fc from 'fast-check';
import type {
  BundleRule,
  DiscountRule,
  ExtraRule,
  FreightRule,
  MemberRule,
  PiecesRule,
  ReductionRule,
} from '../modules/promotion/campaign/campaign.api.ts';
import { kindOf, type LiveCampaign, type Rule } from '../modules/promotion/campaign/campaign.rules.ts';
import { campaignRule } from '../modules/promotion/campaign/price-rule.ts';
import type { CouponRule } from '../modules/promotion/coupon/coupon.api.ts';
import { ruleTroubles } from '../modules/promotion/coupon/coupon.rules.ts';
import { couponOffers, type OwnCoupon, termsOf } from '../modules/promotion/coupon/price-rule.ts';
import { matcherOf, OFFER_GROUPS } from '../modules/promotion/scope/index.ts';
import type { Scope } from '../modules/promotion/scope/scope.api.ts';
import { flatFreight } from '../modules/trade/pricing/flat-freight.rules.ts';
import { type Priced, price, type SnapshotLine } from '../modules/trade/pricing/pricing.rules.ts';
import type { PriceRule, Wishes } from '../modules/trade/pricing/pricing.slots.ts';
import type { Transfer } from '../platform/ledger/index.ts';
import { couponRule } from './coupon-scene.ts';

const NOW = Date.parse('2026-11-28T04:00:00Z');
const DAY_MS = 86_400_000;
const CATEGORIES = ['c0', 'c1', 'c2'];
const TAGS = ['新品', '热卖'];
const fenUpTo = (max: number, min = 1) => fc.integer({ min, max });
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const scope: fc.Arbitrary<Scope> = fc.record({
  kind: fc.constantFrom('all' as const, 'chosen' as const),
  goodsIds: fc.subarray(['g0', 'g1', 'g2', 'g3']),
  categoryIds: fc.subarray(CATEGORIES),
  tags: fc.subarray(TAGS),
  exceptGoodsIds: fc.subarray(['g0', 'g4']),
  exceptCategoryIds: fc.constant([]),
});
const excludes = fc.subarray([...OFFER_GROUPS], { maxLength: 3 });
const percent = fenUpTo(99);

const discount: fc.Arbitrary<DiscountRule> = fc
  .record({ way: fc.constantFrom('percent' as const, 'minus' as const), payPercent: percent, offFen: fenUpTo(20_000) })
  .map(({ way, payPercent, offFen }) => ({
    way,
    payPercent: way === 'percent' ? payPercent : null,
    offFen: way === 'minus' ? offFen : null,
    prices: [],
    quota: null,
    perPerson: null,
    returns: true,
  }));
const reduction: fc.Arbitrary<ReductionRule> = fc
  .record({
    by: fc.constantFrom('amount' as const, 'pieces' as const),
    steps: fc.uniqueArray(fc.record({ at: fenUpTo(6), percent, offFen: fenUpTo(9000) }), {
      minLength: 1,
      maxLength: 3,
      selector: (s) => s.at,
    }),
    isPercent: fc.boolean(),
    repeats: fc.boolean(),
    capFen: orNull(fenUpTo(30_000)),
    broken: fc.constantFrom('keep' as const, 'deduct' as const),
  })
  .map(({ by, steps, isPercent, repeats, capFen, broken }) => ({
    by,
    repeats,
    capFen,
    broken,
    steps: steps
      .toSorted((a, b) => a.at - b.at)
      .slice(0, repeats ? 1 : 3)
      .map(({ at, percent: payPercent, offFen }) => ({
        from: by === 'amount' ? at * 5000 : at,
        offFen: isPercent ? null : Math.min(offFen, at * 5000),
        payPercent: isPercent ? payPercent : null,
      })),
  }));
const pieces: fc.Arbitrary<PiecesRule> = fc
  .record({
    pieces: fc.integer({ min: 2, max: 5 }),
    payPercent: percent,
    priceFen: fenUpTo(40_000),
    isPrice: fc.boolean(),
  })
  .map(({ pieces: n, payPercent, priceFen, isPrice }) => ({
    pieces: n,
    payPercent: isPrice ? null : payPercent,
    priceFen: isPrice ? priceFen : null,
    mostSets: null,
  }));
const extra: fc.Arbitrary<ExtraRule> = fc
  .record({
    by: fc.constantFrom('amount' as const, 'pieces' as const),
    at: fenUpTo(6),
    priceFen: fc.nat(9000),
    most: fenUpTo(3),
    broken: fc.constantFrom('keep' as const, 'back' as const, 'deduct' as const),
  })
  .map(({ by, at, priceFen, most, broken }) => ({
    by,
    from: by === 'amount' ? at * 5000 : at,
    items: ['sku-00', 'sku-02'].map((skuId) => ({ goodsId: 'g0', skuId, priceFen })),
    most,
    broken,
    quota: null,
    perPerson: null,
    returns: true,
  }));
const bundle: fc.Arbitrary<BundleRule> = fc
  .record({
    pick: orNull(fc.integer({ min: 2, max: 4 })),
    skus: fc.subarray(['sku-00', 'sku-01', 'sku-02', 'sku-03'], { minLength: 1 }),
    quantity: fenUpTo(2),
    priceFen: fenUpTo(40_000),
    mostSets: orNull(fenUpTo(3)),
  })
  .map(({ pick, skus, quantity, priceFen, mostSets }) => ({
    pick,
    items: skus.map((skuId) => ({ goodsId: 'g0', skuId, quantity: pick === null ? quantity : 1 })),
    priceFen,
    mostSets,
  }));
const freight: fc.Arbitrary<FreightRule> = fc.record({
  by: fc.constantFrom('amount' as const, 'pieces' as const),
  from: fc.nat(40),
  offFen: orNull(fenUpTo(900)),
  provinces: fc.constantFrom([], ['33'], ['65']),
  exceptProvinces: fc.constant([]),
});
const member: fc.Arbitrary<MemberRule> = percent.map((payPercent) => ({
  level: 1,
  way: 'percent',
  payPercent,
  prices: [],
}));
const campaign = fc.oneof(
  ...[
    fc.record({ kind: fc.constant('discount' as const), rule: discount as fc.Arbitrary<Rule>, scope, excludes }),
    fc.record({ kind: fc.constant('reduction' as const), rule: reduction as fc.Arbitrary<Rule>, scope, excludes }),
    fc.record({ kind: fc.constant('extra' as const), rule: extra as fc.Arbitrary<Rule>, scope, excludes }),
    fc.record({ kind: fc.constant('freight' as const), rule: freight as fc.Arbitrary<Rule>, scope, excludes }),
    fc.record({ kind: fc.constant('member' as const), rule: member as fc.Arbitrary<Rule>, scope, excludes }),
    fc.record({ kind: fc.constant('bundle' as const), rule: bundle as fc.Arbitrary<Rule>, scope, excludes }),
    fc.record({ kind: fc.constant('pieces' as const), rule: pieces as fc.Arbitrary<Rule>, scope, excludes }),
  ],
);
const coupon: fc.Arbitrary<CouponRule> = fc
  .record({
    kind: fc.constantFrom('fixed' as const, 'percent' as const, 'freight' as const, 'exchange' as const),
    offFen: fenUpTo(20_000),
    payPercent: percent,
    capFen: orNull(fenUpTo(9000)),
    thresholdFen: fc.integer({ min: 0, max: 40_000 }),
    budget: fc.boolean(),
    scope,
    excludes,
  })
  .map(({ kind, offFen, payPercent, capFen, thresholdFen, budget, ...rest }) => {
    const fixed = kind === 'fixed';
    return couponRule({
      ...rest,
      kind,
      offFen: fixed ? Math.min(offFen, thresholdFen || offFen) : null,
      payPercent: kind === 'percent' ? payPercent : null,
      capFen: fixed ? null : capFen,
      thresholdFen,
      budgetFen: budget && (fixed || capFen !== null) ? 10_000_000 : null,
    });
  })
  .filter((rule) => ruleTroubles(rule, NOW).length === 0);

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 12 }),
  priceFen: fenUpTo(30_000),
  goods: fc.integer({ min: 0, max: 6 }),
  categoryId: fc.constantFrom(...CATEGORIES),
  tags: fc.subarray(TAGS),
});

/** A basket in a shop whose campaigns are on, of somebody who holds coupons. */
export class Shop {
  readonly coupons: readonly OwnCoupon[];
  readonly #lines: readonly SnapshotLine[];
  readonly campaigns: readonly LiveCampaign[];
  constructor(lines: readonly SnapshotLine[], campaigns: readonly LiveCampaign[], coupons: readonly OwnCoupon[]) {
    this.#lines = lines;
    this.campaigns = campaigns;
    this.coupons = coupons;
  }
  priced = (coupons: Wishes['coupons'] = 'best'): Priced => {
    const on = this.campaigns.map((one) => ({ campaign: one, left: null }));
    const rules = [
      {
        rule: campaignRule({ guess: () => [], at: () => Promise.reject(new Error('read before')) }) as PriceRule,
        facts: on,
      },
      { rule: ownRule as PriceRule, facts: this.coupons },
    ];
    const basket = { customerId: 'c', wishes: { coupons }, province: () => '33', atMs: NOW };
    return price({ lines: [...this.#lines], freight: flatFreight({ baseFen: 800, freeFromFen: 9900 }), basket }, rules);
  };
  placeOf(skuId: string) {
    const { goodsId = '', categoryIds = [], tags = [] } = this.#lines.find((l) => l.skuId === skuId)?.sku ?? {};
    return { goodsId, categoryIds, tags };
  }
  reversed = (): Shop => new Shop(this.#lines.toReversed(), this.campaigns.toReversed(), this.coupons.toReversed());
}
const ownRule: PriceRule<readonly OwnCoupon[]> = {
  name: 'coupon',
  facts: () => Promise.reject(new Error('read before')),
  steps: [
    { stage: 'coupon', offers: (draft, own) => couponOffers(draft, own, NOW, false) },
    { stage: 'freight', offers: (draft, own) => couponOffers(draft, own, NOW, true) },
  ],
};

/** Shops with up to so many lines, campaigns of every kind and coupons. */
export const shops = (most: { lines: number; campaigns: number; coupons: number }): fc.Arbitrary<Shop> =>
  fc
    .record({
      lines: fc.array(line, { minLength: 1, maxLength: most.lines }),
      campaigns: fc.array(campaign, { maxLength: most.campaigns }),
      coupons: fc.array(coupon, { maxLength: most.coupons }),
    })
    .map(({ lines, campaigns, coupons }) => {
      const places = lines.map((l, n): SnapshotLine => {
        const { quantity, priceFen, goods, categoryId, tags } = l;
        const words = { title: '商品', specs: [], picture: '', onSale: true };
        const sku = { goodsId: `g${goods}`, categoryIds: [categoryId], tags, priceFen, ...words };
        return { skuId: `sku-${String(n).padStart(2, '0')}`, quantity, available: 1000, sku };
      });
      const live = campaigns.map((one, n): LiveCampaign => {
        const window = { startsAtMs: 0, endsAtMs: NOW + DAY_MS, weekly: null };
        // As it was put in: for what shoppers read, no price looks at it.
        const saved = { ...one, name: '', startsAt: '', endsAt: '', weekly: null };
        const known = { window, endsAtMs: window.endsAtMs + n, covers: matcherOf(one.scope), basis: {} };
        return { ...one, id: `campaign-${n}`, ...known, saved };
      });
      const own = coupons.map((rule, n) => {
        const window = { fromMs: NOW - DAY_MS, untilMs: NOW + (n + 1) * DAY_MS };
        return { id: `held-${n}`, couponId: `coupon-${n}`, ...window, ...termsOf(rule) };
      });
      // What an extra costs less than is left out here: its goods are whatever the lines are.
      const valid = live.filter(
        ({ kind, rule }) => kind === 'extra' || kind === 'bundle' || kindOf(kind).troubles(rule, []).length === 0,
      );
      return new Shop(places, valid, own);
    });

/** What transfers bring to each account, or take from it, when all of them are made. */
export function total(transfers: readonly Transfer[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { debit, credit, amount } of transfers) {
    sums.set(debit, (sums.get(debit) ?? 0) - amount);
    sums.set(credit, (sums.get(credit) ?? 0) + amount);
  }
  return sums;
}
