import { expect, test } from 'vitest';
import { amountOf, yuan } from './amount';

test('an amount is told with thousands and both digits of the fen', () => {
  expect([0, 5, 100, 32_900, 132_950, 123_456_789].map(yuan)).toEqual([
    '¥0.00',
    '¥0.05',
    '¥1.00',
    '¥329.00',
    '¥1,329.50',
    '¥1,234,567.89',
  ]);
  expect(yuan(-1_000_00)).toBe('-¥1,000.00');
  expect(amountOf(99_999)).toEqual({ sign: '¥', whole: '999', rest: '99' });
});
