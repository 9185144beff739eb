import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOut, sumFen } from '../../../kernel/money.ts';
import { couponRule } from '../../../test/coupon-scene.ts';
import type { CouponRule } from './coupon.api.ts';
import { couponOffers, offOf, termsOf } from './price-rule.ts';

const takesOf = (rule: CouponRule, linesFen: readonly number[]) => shareOut(offOf(rule, sumFen(linesFen)), linesFen);

const percent = (payPercent: number, capFen: number | null = null) =>
  takesOf.bind(null, couponRule({ kind: 'percent', offFen: null, payPercent, capFen }));

test('an amount is shared by what the lines cost, the fen of rounding to the largest fractions', () => {
  expect(takesOf(couponRule(), [10_000, 10_000])).toEqual([1000, 1000]);
  expect(takesOf(couponRule({ offFen: 100 }), [1, 1, 1])).toEqual([1, 1, 1]);
  expect(takesOf(couponRule({ offFen: 100 }), [100, 100, 100])).toEqual([34, 33, 33]);
  expect(percent(85)([999])).toEqual([150]);
  expect(percent(85, 100)([999, 1])).toEqual([100, 0]);
});

test('no line goes below nothing, and together it is the coupon, its cap or all that the lines cost', () => {
  const prices = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(
      prices,
      fc.integer({ min: 1, max: 5_000_000 }),
      fc.integer({ min: 1, max: 99 }),
      (linesFen, fen, pay) => {
        const sum = linesFen.reduce((a, b) => a + b, 0);
        const total = (shares: number[]) => {
          for (const [n, share] of shares.entries()) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(linesFen[n] ?? 0);
          }
          return shares.reduce((a, b) => a + b, 0);
        };
        expect(total(takesOf(couponRule({ offFen: fen }), linesFen))).toBe(Math.min(fen, sum));
        expect(total(percent(pay, fen)(linesFen))).toBe(Math.min(fen, sum - Math.floor((sum * pay) / 100)));
      },
    ),
    { numRuns: 500 },
  );
});

test('outside its hours a coupon says when it can be used', () => {
  const hours = { weekdays: [3], from: '10:00', until: '22:00' };
  const rule = couponRule({ hours, thresholdFen: 0 });
  const held = { id: 'h', couponId: 'c', fromMs: 0, untilMs: Date.parse('2027-01-01'), ...termsOf(rule) };
  const line = {
    skuId: 's',
    goodsId: 'g',
    categoryIds: [],
    tags: [],
    quantity: 1,
    listFen: 9900,
    fen: 9900,
    price: null,
  };
  const draft = { lines: [line], goodsFen: 9900, freightFen: 0, linesFor: () => [line] };
  const at = (time: string) => couponOffers(draft, [held], Date.parse(`${time}+08:00`), false);
  expect(at('2026-12-02T12:00:00').offers).toHaveLength(1);
  expect(at('2026-12-03T12:00:00').unmet).toMatchObject([{ reason: '每周三 10:00–22:00 可用' }]);
});
