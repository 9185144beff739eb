import { expect, test } from 'vitest';
import { type Deal, dealOn, priceNow, rangeOf, rulesOf, startText, struckOf } from './deal.ts';

const sku = (id: string, priceFen: number) => ({
  id,
  code: id,
  specs: [],
  priceFen,
  marketPriceFen: null,
  picture: null,
  available: 1,
});
const deal = (state: Deal['state']): Deal => ({
  id: 'd',
  label: '限时 8 折',
  state,
  startsAt: '2026-11-28T02:00:00Z',
  endsAt: '2026-11-28T14:00:00Z',
  left: null,
  sentences: [],
  skus: [{ skuId: 'a', priceFen: 800, struckFen: 900 }],
});

test('a discount that is on is the price of its SKUs; one to come is not yet', () => {
  const [a, b] = [sku('a', 1000), sku('b', 1500)];
  const product = { deal: deal('on'), skus: [a, b] };
  expect([priceNow(product, a), priceNow(product, b)]).toEqual([800, 1500]);
  expect(rangeOf(product)).toEqual({ from: 800, to: 1500 });
  expect([struckOf(product.deal, 800), struckOf(product.deal, 1500)]).toEqual([900, null]);
  const later = { ...product, deal: deal('soon') };
  expect([dealOn(later), priceNow(later, a)]).toEqual([null, 1000]);
  expect(rangeOf(later)).toEqual({ from: 1000, to: 1500 });
  expect(rangeOf(later, later.deal)).toEqual({ from: 800, to: 1500 });
});

test('a start is said as today, tomorrow or a date of China', () => {
  const now = Date.parse('2026-11-28T15:30:00Z');
  expect(startText('2026-11-28T15:45:00Z', now)).toBe('今天 23:45');
  expect(startText('2026-11-28T16:00:00Z', now)).toBe('明天 00:00');
  expect(startText('2026-11-30T02:00:00Z', now)).toBe('11月30日 10:00');
});

test('a rule does not say again what its label says', () => {
  const sentences = ['满 159 减 15', '满 299 减 40', '适用：全店商品'];
  expect(rulesOf({ label: '满 159 减 15，满 299 减 40', sentences })).toEqual(['适用：全店商品']);
});
