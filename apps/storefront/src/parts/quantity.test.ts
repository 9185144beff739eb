import { expect, test } from 'vitest';
import { quantityOf } from './quantity';

test('a typed number of pieces is taken within its bounds, in any digits; anything else changes nothing', () => {
  expect(quantityOf('3', 1, 9)).toBe(3);
  expect(quantityOf(' １２ ', 1, 99)).toBe(12);
  expect(quantityOf('0', 1, 9)).toBe(1);
  expect(quantityOf('5000', 1, 7)).toBe(7);
  for (const text of ['', '-2', '1.5', '两件']) expect(quantityOf(text, 1, 9)).toBeUndefined();
});
