import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freightFor, type PriceRule, price, type SnapshotLine } from './pricing.rules.ts';

const freight = { baseFen: 800, freeFromFen: 9900 };
const line = (over: Partial<SnapshotLine> = {}, priceFen = 2900): SnapshotLine => ({
  skuId: 's',
  quantity: 2,
  available: 10,
  sku: { goodsId: 'g', title: '挂耳咖啡', specs: [], picture: '', priceFen, onSale: true },
  ...over,
});

test('the total is goods, less what rules took, plus freight, and every fen of it is explained', () => {
  const snapshots = fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 99 }),
      priceFen: fc.integer({ min: 1, max: 100_000 }),
      available: fc.integer({ min: -3, max: 120 }),
      onSale: fc.boolean(),
    }),
    { minLength: 1, maxLength: 20 },
  );
  const rules: PriceRule[] = [
    { name: 'greedy', apply: (draft) => ({ label: '超额优惠', offFen: draft.map((d) => d.payableFen * 2) }) },
    { name: 'half', apply: (draft) => ({ label: '半价', offFen: draft.map((d) => Math.floor(d.payableFen / 2)) }) },
  ];
  fc.assert(
    fc.property(snapshots, fc.subarray(rules), (rows, used) => {
      const lines = rows.map((r, i) =>
        line({
          skuId: `s${i}`,
          quantity: r.quantity,
          available: r.available,
          sku: { goodsId: 'g', title: 't', specs: [], picture: '', priceFen: r.priceFen, onSale: r.onSale },
        }),
      );
      const quote = price({ lines, freight }, used);
      expect(quote.totalFen).toBe(quote.goodsFen - quote.discountFen + quote.freightFen);
      const gap = Math.max(0, freight.freeFromFen - (quote.goodsFen - quote.discountFen));
      expect(quote.freeFreightGapFen).toBe(quote.freightFen > 0 ? gap : 0);
      expect(quote.explain.reduce((a, e) => a + e.amountFen, 0)).toBe(quote.totalFen);
      for (const l of quote.lines) {
        expect(l.payableFen).toBeGreaterThanOrEqual(0);
        expect(l.explain.reduce((a, e) => a + e.amountFen, 0)).toBe(l.payableFen);
        if (l.trouble) expect(l.payableFen).toBe(0);
      }
      expect(quote.canOrder).toBe(quote.lines.every((l) => l.trouble === null));
    }),
  );
});

test('a line that cannot be bought says why', () => {
  const troubles = price({
    lines: [line({ sku: null }), line({ available: 0 }), line({ available: 1 }), line()],
    freight,
  }).lines.map((l) => l.troubleText);
  expect(troubles).toEqual(['商品已不存在', '已售罄', '库存仅剩 1 件', null]);
});

test('freight is flat below the threshold and free from it', () => {
  expect(freightFor(9899, freight).amountFen).toBe(800);
  expect(freightFor(9900, freight).amountFen).toBe(0);
  // It is frozen with the order: what one more piece would bring stands beside it.
  expect(freightFor(9899, freight).label).toBe('运费');
  expect(freightFor(100, { baseFen: 800, freeFromFen: 0 }).amountFen).toBe(0);
  expect(price({ lines: [line({}, 2900)], freight }).totalFen).toBe(5800 + 800);
});
