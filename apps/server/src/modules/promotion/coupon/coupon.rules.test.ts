import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY } from '../../../kernel/clock.ts';
import { couponRule } from '../../../test/coupon-scene.ts';
import type { CouponRule } from './coupon.api.ts';
import {
  changeTroubles,
  groupOf,
  mostOfAllFen,
  ruleTroubles,
  titleOf,
  untilAfterReturn,
  validityText,
  windowOf,
  wordsOf,
} from './coupon.rules.ts';

const NOON = Date.parse('2026-11-28T12:00:00+08:00');
const fieldsOf = (over: Partial<CouponRule>) => ruleTroubles(couponRule(over), NOON).map((t) => t.field.slice(5));

test.each<[Partial<CouponRule>, string]>([
  [{}, '满 100 减 20'],
  [{ thresholdFen: 0, offFen: 990 }, '无门槛减 9.9'],
  [{ kind: 'percent', offFen: null, payPercent: 85, capFen: 5000 }, '满 100 打 8.5 折，最多减 50'],
  [{ kind: 'percent', offFen: null, payPercent: 90, thresholdFen: 0 }, '无门槛打 9 折'],
  [{ kind: 'freight', offFen: null, thresholdFen: 9900 }, '满 99 免运费'],
  [{ kind: 'freight', offFen: null, thresholdFen: 0, capFen: 800 }, '无门槛运费减 8'],
])('a shopper reads what a coupon does: %j is %s', (over, text) => {
  expect(titleOf(couponRule(over))).toBe(text);
});

test('a shopper reads every condition', () => {
  expect(
    wordsOf(couponRule({ total: 500, newcomersOnly: true, excludes: ['reduction', 'coupon:freight'] })).lines,
  ).toEqual([
    '满 100 减 20',
    '适用：全店商品',
    '领取后 7 天有效',
    '每人限领 1 张，共 500 张',
    '仅限没有在本店付过款的新客',
    '不与满减满折、运费券同时使用',
    '订单关闭或整单退款后退回优惠券；部分退款不退回',
  ]);
  const dates = { usableDays: null, usableFrom: '2026-12-01T00:00:00+08:00', usableUntil: '2027-01-01T00:00:00+08:00' };
  expect(validityText(couponRule(dates))).toBe('2026-12-01 00:00 至 2026-12-31 23:59 有效');
  expect(validityText(couponRule({ startAfterDays: 1 }))).toBe('领取后次日起 7 天有效');
});

test('days from the claim end with a whole day in China; a delayed start begins at midnight', () => {
  const at = (over: Partial<CouponRule>, ms = NOON) => {
    const { from, until } = windowOf(couponRule(over), ms);
    return [from.toISOString(), until.toISOString()];
  };
  expect(at({})).toEqual(['2026-11-28T04:00:00.000Z', '2026-12-05T16:00:00.000Z']);
  expect(at({ startAfterDays: 1 })).toEqual(['2026-11-28T16:00:00.000Z', '2026-12-05T16:00:00.000Z']);
  expect(at({ usableDays: 1 }, Date.parse('2026-11-28T23:59:59+08:00'))[1]).toBe('2026-11-29T16:00:00.000Z');
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 365 }),
      fc.integer({ min: 0, max: 90 }),
      fc.nat(4e11),
      (days, after, offset) => {
        const ms = 1.7e12 + offset;
        const { from, until } = windowOf(couponRule({ usableDays: days, startAfterDays: after }), ms);
        expect(until.getTime() - from.getTime()).toBeGreaterThanOrEqual(days * DAY);
        expect(from.getTime()).toBeGreaterThanOrEqual(after === 0 ? ms : ms + (after - 1) * DAY);
      },
    ),
  );
});

test('what it may cost at most is the number of coupons times one, or the budget when that is less', () => {
  expect(mostOfAllFen(couponRule({ total: 64 }))).toBe(128_000);
  expect(mostOfAllFen(couponRule({ total: 64, budgetFen: 100_000 }))).toBe(100_000);
  expect(mostOfAllFen(couponRule({ budgetFen: 100_000 }))).toBe(100_000);
  expect(mostOfAllFen(couponRule())).toBeNull();
  expect(mostOfAllFen(couponRule({ kind: 'percent', offFen: null, payPercent: 80, total: 5 }))).toBeNull();
});

const DATES = { usableDays: null, usableFrom: '2026-12-01T00:00:00+08:00', usableUntil: '2026-12-31T00:00:00+08:00' };
test.each<[string, Partial<CouponRule>, string[]]>([
  ['a good one', {}, []],
  ['good dates', DATES, []],
  ['no amount', { offFen: null }, ['offFen']],
  ['more off than it asks for', { offFen: 10_001 }, ['offFen']],
  ['a percent without its percent', { kind: 'percent', offFen: null }, ['payPercent']],
  ['a percent with an amount', { kind: 'percent', payPercent: 80 }, ['offFen']],
  ['an amount with a percent', { payPercent: 80 }, ['payPercent']],
  ['an amount with a cap', { capFen: 100 }, ['capFen']],
  ['no validity', { usableDays: null }, ['usableFrom', 'usableUntil']],
  ['two validities', { ...DATES, usableDays: 3 }, ['usableDays']],
  ['an end before its start', { ...DATES, usableUntil: '2026-11-30T00:00:00+08:00' }, ['usableUntil']],
  [
    'an end that is over',
    { ...DATES, usableFrom: '2026-01-01T00:00:00+08:00', usableUntil: '2026-02-01T00:00:00+08:00' },
    ['usableUntil'],
  ],
  ['claims that end before they begin', { claimFrom: DATES.usableUntil, claimUntil: DATES.usableFrom }, ['claimUntil']],
  ['claims after its end', { ...DATES, claimUntil: '2027-01-05T00:00:00+08:00' }, ['claimUntil']],
  ['a budget below one coupon', { budgetFen: 1999 }, ['budgetFen']],
  ['a budget that nothing bounds', { kind: 'percent', offFen: null, payPercent: 80, budgetFen: 9999 }, ['capFen']],
  ['fewer than a person may get', { total: 2, perPerson: 3 }, ['perPerson']],
])('what cannot be saved is said at its field: %s', (_what, over, fields) => {
  expect(fieldsOf(over)).toEqual(fields);
});

test('what was issued changes only to the shopper’s advantage', () => {
  const before = couponRule({ ...DATES, total: 100, budgetFen: 500_000, claimUntil: DATES.usableFrom });
  const fields = (over: Partial<CouponRule>) =>
    changeTroubles(before, { ...before, ...over }).map((t) => t.field.slice(5));
  expect(fields({})).toEqual([]);
  expect(
    fields({ total: 200, budgetFen: 600_000, claimUntil: null, usableUntil: '2027-02-01T00:00:00+08:00' }),
  ).toEqual([]);
  expect(fields({ total: 99 })).toEqual(['total']);
  expect(fields({ total: null })).toEqual(['total']);
  expect(fields({ usableUntil: '2026-12-30T00:00:00+08:00', offFen: 1000 })).toEqual(['offFen', 'usableUntil']);
  expect(fields({ perPerson: 2, returns: false })).toEqual(['perPerson', 'returns']);
});

test('a coupon that comes back keeps its end; when that is over it lives seven days more', () => {
  const later = new Date(NOON + DAY);
  expect(untilAfterReturn(later, NOON)).toBe(later);
  expect(untilAfterReturn(new Date(NOON - DAY), NOON).toISOString()).toBe('2026-12-05T16:00:00.000Z');
});

test('coupons for goods, for the shop and for freight go together', () => {
  expect(groupOf(couponRule())).toBe('coupon:shop');
  expect(groupOf(couponRule({ scope: { ...couponRule().scope, kind: 'chosen', tags: ['新品'] } }))).toBe(
    'coupon:goods',
  );
  expect(groupOf(couponRule({ kind: 'freight', offFen: null }))).toBe('coupon:freight');
});

test('hours of the week, and what an order brings, are said and checked', () => {
  const hours = { weekdays: [3], from: '10:00', until: '22:00' };
  const handOut = { on: 'paid' as const, fromFen: 19_900 };
  expect(wordsOf(couponRule({ hours })).lines).toContain('使用时间：每周三 10:00–22:00');
  expect(wordsOf(couponRule({ handOut, access: 'handed' })).lines).toContain('订单满 199 元，付款后赠送');
  expect(fieldsOf({ hours: { ...hours, until: '10:00' } })).toEqual(['hours.until']);
  expect(fieldsOf({ handOut })).toEqual(['handOut']);
  expect(fieldsOf({ handOut, access: 'handed', newcomersOnly: true })).toEqual(['newcomersOnly']);
  expect(fieldsOf({ handOut, access: 'handed' })).toEqual([]);
});
