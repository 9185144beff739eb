import type { CampaignKind } from '../apps/server/src/modules/promotion/campaign/campaign.api.ts';
import type { LiveCampaign, Rule } from '../apps/server/src/modules/promotion/campaign/campaign.rules.ts';
import { termsOf } from '../apps/server/src/modules/promotion/coupon/price-rule.ts';
import { matcherOf } from '../apps/server/src/modules/promotion/scope/index.ts';
import type { Scope } from '../apps/server/src/modules/promotion/scope/scope.api.ts';
import { couponRule } from '../apps/server/src/test/coupon-scene.ts';
import { Shop } from '../apps/server/src/test/selling-shop.ts';

/** What is measured: a full cart in a shop that has everything on, of somebody who holds a pocket of coupons. */
const [LINES, CAMPAIGNS, COUPONS] = [50, 20, 30];
/** ms of processor time that 99 of 100 such quotes take at most: issue 11. */
export const MOST_MS = 10;
const ROUNDS = 300;
const WARM_UP = 50;

const NONE = { goodsIds: [], categoryIds: [], tags: [], exceptGoodsIds: [], exceptCategoryIds: [] };
const scopeOf = (n: number): Scope =>
  n % 3 === 0 ? { ...NONE, kind: 'all' } : { ...NONE, kind: 'chosen', categoryIds: [`c${n % 5}`] };
const AT = Date.now();
const DAY_MS = 86_400_000;
const BROKEN = { broken: 'keep' } as const;
const LIMITS = { quota: null, perPerson: null, returns: true };

/** Campaigns of every kind that a basket can have, in turn. */
function campaignOf(n: number): LiveCampaign {
  const rules: [CampaignKind, Rule][] = [
    ['discount', { way: 'percent', payPercent: 80 + (n % 15), offFen: null, prices: [], ...LIMITS }],
    [
      'reduction',
      {
        by: 'amount',
        steps: [{ from: 10_000 + n * 1000, offFen: 1000 + n * 50, payPercent: null }],
        ...{ repeats: n % 2 === 0, capFen: null, ...BROKEN },
      },
    ],
    ['pieces', { pieces: 2 + (n % 3), payPercent: 50, priceFen: null, mostSets: null }],
    ['freight', { by: 'amount', from: 9900 + n, offFen: null, provinces: [], exceptProvinces: [] }],
  ];
  const [kind, rule] = rules[n % rules.length] as [CampaignKind, Rule];
  const [scope, window] = [scopeOf(n), { startsAtMs: 0, endsAtMs: AT + DAY_MS + n, weekly: null }];
  const saved = { kind, name: '', startsAt: '', endsAt: '', weekly: null, scope, excludes: [], rule };
  const known = { kind, rule, window, endsAtMs: window.endsAtMs, covers: matcherOf(scope), basis: {}, saved };
  return { id: `campaign-${n}`, excludes: n % 7 === 0 ? ['coupon:shop'] : [], ...known };
}
function couponOf(n: number) {
  const kind = (['fixed', 'percent', 'freight'] as const)[n % 3] ?? 'fixed';
  const gain = {
    offFen: kind === 'fixed' ? 500 + n * 10 : null,
    payPercent: kind === 'percent' ? 90 : null,
    capFen: kind === 'percent' ? 3000 : null,
  };
  const rule = couponRule({ kind, ...gain, thresholdFen: n * 1000, scope: scopeOf(n) });
  return { id: `held-${n}`, couponId: `coupon-${n}`, fromMs: 0, untilMs: AT + DAY_MS + n, ...termsOf(rule) };
}
const lineOf = (n: number) => ({
  skuId: `sku-${String(n).padStart(2, '0')}`,
  quantity: 1 + (n % 3),
  available: 100,
  sku: {
    ...{ goodsId: `g${n}`, categoryIds: [`c${n % 5}`], tags: [], title: '商品', specs: [], picture: '', onSale: true },
    priceFen: 990 + n * 137,
  },
});
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Processor time of pricing such a basket, ms: what the server does alone, without reading anything. */
export function measureQuotes(): { p50: number; p99: number } {
  const shop = new Shop(numbers(LINES).map(lineOf), numbers(CAMPAIGNS).map(campaignOf), numbers(COUPONS).map(couponOf));
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const before = process.cpuUsage();
    if (shop.priced().quote.coupons.usable.length === 0) throw new Error('the basket takes no coupon');
    const { user, system } = process.cpuUsage(before);
    if (round >= WARM_UP) times.push((user + system) / 1000);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
