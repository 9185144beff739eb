import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plays, rulesOf, snapshotLines } from '../../../test/random-shop.ts';
import { flatFreight } from './flat-freight.rules.ts';
import type { Quote } from './pricing.api.ts';
import { freightPart, type Priced, price, type RuleWithFacts, type SnapshotLine } from './pricing.rules.ts';
import type { Basket, Offer, PriceRule, Wishes } from './pricing.slots.ts';
import { clash, draftOf, type Standing, startOf, takeAll, takePrices, totalFenOf } from './standing.rules.ts';

const freight = flatFreight({ baseFen: 800, freeFromFen: 9900 });
const line = (over: Partial<SnapshotLine> = {}, priceFen = 2900): SnapshotLine => ({
  skuId: 's',
  quantity: 2,
  available: 10,
  sku: { goodsId: 'g', categoryIds: [], tags: [], title: '挂耳咖啡', specs: [], picture: '', priceFen, onSale: true },
  ...over,
});
const basketWith = (coupons: Wishes['coupons']): Pick<Basket, 'customerId' | 'wishes' | 'province' | 'atMs'> => ({
  province: () => null,
  customerId: 'c',
  wishes: { coupons },
  atMs: 0,
});
const bind = (rules: readonly PriceRule[], facts: unknown[]): RuleWithFacts[] =>
  rules.map((rule, n) => ({ rule, facts: facts[n] }));
const priced = (
  lines: SnapshotLine[],
  shop: Parameters<typeof rulesOf>[0] = [],
  coupons: Wishes['coupons'] = 'best',
): Priced => price({ lines, freight, basket: basketWith(coupons) }, bind(rulesOf(shop), [...shop]));
const sum = (parts: Quote['parts']) => parts.reduce((total, p) => total + p.fen, 0);

test('no line goes below 0 or above its list price, and the parts explain every fen', () => {
  fc.assert(
    fc.property(snapshotLines(12), plays(12), (lines, shop) => {
      const { quote } = priced(lines, shop);
      expect(quote.totalFen).toBe(quote.goodsFen - quote.discountFen + quote.freightFen);
      expect(sum(quote.parts)).toBe(quote.totalFen);
      expect(quote.freightFen).toBeGreaterThanOrEqual(0);
      for (const l of quote.lines) {
        expect(l.payableFen).toBeGreaterThanOrEqual(0);
        expect(l.payableFen).toBeLessThanOrEqual(l.goodsFen);
        expect(sum(l.parts)).toBe(l.payableFen);
        expect(l.parts.slice(1).every((p) => p.fen < 0)).toBe(true);
        if (l.trouble) expect(l.payableFen).toBe(0);
      }
      expect(quote.canOrder).toBe(quote.lines.every((l) => l.trouble === null));
    }),
    { numRuns: 500 },
  );
});

test('neither the order of lines nor that of rules changes what anything costs', () => {
  const shops = fc.record({ lines: snapshotLines(8), shop: plays(8), seed: fc.integer() });
  fc.assert(
    fc.property(shops, fc.infiniteStream(fc.nat()), ({ lines, shop }, random) => {
      const rules = bind(rulesOf(shop), [...shop]);
      const one = price({ lines, freight, basket: basketWith('best') }, rules);
      const other = price(
        { lines: shuffled(lines, random), freight, basket: basketWith('best') },
        shuffled(rules, random),
      );
      const bySku = (q: Quote) => new Map(q.lines.map((l) => [l.skuId, l]));
      expect(bySku(other.quote)).toEqual(bySku(one.quote));
      expect(other.quote.parts).toEqual(one.quote.parts);
    }),
    { numRuns: 300 },
  );
});
function shuffled<T>(items: readonly T[], random: Iterator<number>): T[] {
  return items
    .map((item) => ({ item, at: random.next().value as number }))
    .sort((a, b) => a.at - b.at)
    .map((x) => x.item);
}

test('on small baskets no other allowed choice is cheaper than the one that is made', () => {
  fc.assert(
    fc.property(snapshotLines(4), plays(7), (lines, shop) => {
      const { quote, picked } = priced(lines, shop);
      const offers = picked.filter((p) => !p.isPrice).map((p) => p.offer);
      for (const [n, a] of offers.entries()) for (const b of offers.slice(n + 1)) expect(clash(a, b)).toBe(false);
      expect(quote.totalFen).toBe(cheapest(lines, shop));
    }),
    { numRuns: 400 },
  );
});

/** Tries every set of offers that go together at each place. */
function cheapest(lines: SnapshotLine[], shop: Parameters<typeof rulesOf>[0]): number {
  const buyable = lines.filter((l) => l.available >= l.quantity);
  const start = startOf(
    buyable.map(({ skuId, quantity, sku }) => {
      const { goodsId = '', priceFen = 0 } = sku ?? {};
      const list = { listFen: priceFen, fen: priceFen * quantity, price: null };
      return { skuId, goodsId, categoryIds: [], tags: [], quantity, ...list };
    }),
  );
  const stages = ['unit-price', 'bundle', 'reduction', 'coupon', 'freight', 'points'];
  const places = stages.flatMap((stage) =>
    stage === 'unit-price'
      ? [[stage, -1]]
      : [
          [stage, 0],
          [stage, 1],
        ],
  );
  const withFreight = (s: Standing): Standing =>
    s.freightFen === null
      ? {
          ...s,
          freightFen: freight.charge(s.lines).fen,
        }
      : s;
  const rules = rulesOf(shop);
  const walk = (at: number, before: Standing): number => {
    const [stage, lane] = places[at] ?? [];
    const standing = stage === undefined || stage === 'freight' || stage === 'points' ? withFreight(before) : before;
    if (stage === undefined) return totalFenOf(standing);
    const offers = rules.flatMap((rule, n) =>
      rule.steps
        .filter((s) => s.stage === stage && (lane === -1 || s.lane === lane))
        .flatMap((s) => s.offers(draftOf(standing), shop[n] as never, { ...basketWith('best'), lines: [] }).offers),
    );
    if (stage === 'unit-price') return walk(at + 1, takePrices(standing, offers));
    const against = (o: Offer, s: Standing) => s.picked.some((p) => !p.isPrice && clash(p.offer, o));
    const grow = (n: number, s: Standing): number => {
      const offer = offers[n];
      if (!offer) return walk(at + 1, s);
      const without = grow(n + 1, s);
      const taken = against(offer, s) ? s : takeAll(s, [offer]);
      return taken.picked.length > s.picked.length ? Math.min(without, grow(n + 1, taken)) : without;
    };
    return grow(0, standing);
  };
  return walk(0, start);
}

test('without a coupon none is used, and a named one goes before a better one', () => {
  const coupon = { stage: 'coupon' as const, lane: 0, excludes: [], isOnce: true, isCoupon: true, fromFen: 0 };
  const shop = [
    { ...coupon, group: 'coupon:a', offFen: 500, percent: 0, every: 1, isGreedy: false },
    { ...coupon, group: 'coupon:a', offFen: 900, percent: 0, every: 1, isGreedy: false },
  ];
  const lines = [line({ skuId: 'sku-00' })];
  const off = (coupons: Wishes['coupons']) => priced(lines, shop, coupons).quote.discountFen;
  expect([off('best'), off('none'), off(['play-0']), off(['play-1']), off(['gone'])]).toEqual([900, 0, 500, 900, 0]);
  const { coupons } = priced(lines, shop, ['play-0']).quote;
  expect(coupons.usable.map((c) => [c.ref, c.fen, c.chosen, c.note])).toEqual([
    ['play-0', 500, true, null],
    ['play-1', 900, false, '已使用「play-0」'],
  ]);
  expect(coupons.best).toBe(false);
  expect(priced(lines, shop).quote.coupons.best).toBe(true);
});

test('a line that cannot be bought says why', () => {
  const troubles = priced([
    line({ sku: null }),
    line({ available: 0 }),
    line({ available: 1 }),
    line(),
  ]).quote.lines.map((l) => l.troubleText);
  expect(troubles).toEqual(['商品已不存在', '已售罄', '库存仅剩 1 件', null]);
});

test('freight is flat below the threshold and free from it', () => {
  const charged = (fen: number, by = freight) => by.charge([{ skuId: 's', quantity: 1, fen }]);
  expect(charged(9899)).toEqual({ fen: 800, gapFen: 1, words: [] });
  expect(charged(9900).fen).toBe(0);
  // It is frozen with the order: what one more piece would bring stands beside it.
  expect(freightPart(800).label).toBe('运费');
  expect(charged(100, flatFreight({ baseFen: 800, freeFromFen: 0 })).fen).toBe(0);
  expect(priced([line({}, 2900)]).quote.totalFen).toBe(5800 + 800);
});
