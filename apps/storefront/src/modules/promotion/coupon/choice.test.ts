import { expect, test } from 'vitest';
import { lineText, wishWith, wishWithout } from './choice';

const coupon = (ref: string, group: string, chosen: boolean) => ({
  source: 'coupon',
  ref,
  label: '满 100 减 20',
  group,
  fen: 2000,
  chosen,
  note: null,
});
const coupons = {
  usable: [coupon('a', 'coupon:shop', true), coupon('b', 'coupon:shop', false), coupon('c', 'coupon:freight', true)],
  unusable: [],
  best: true,
};

test('a tapped coupon takes the place of another one of its group; tapping it again leaves it out', () => {
  expect(wishWith(coupons, 'b')).toEqual(['c', 'b']);
  expect(wishWithout(coupons, 'a')).toEqual(['c']);
  expect(wishWithout({ ...coupons, usable: [coupon('a', 'coupon:shop', true)] }, 'a')).toBe('none');
});

test('the line says what is taken off and by whose choice', () => {
  expect(lineText(coupons)).toBe('已为你选最优，-¥40.00');
  expect(lineText({ ...coupons, best: false })).toBe('-¥40.00');
  expect(lineText({ ...coupons, usable: [coupon('a', 'x', false)], best: false })).toBe('1 张可用');
  expect(lineText({ usable: [], unusable: [], best: false })).toBe('暂无可用');
});
