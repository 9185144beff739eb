import { expect, test } from 'vitest';
import { fen, yuan } from './money.ts';

test('a fraction of a fen is refused', () => {
  expect(() => fen(1.5)).toThrow(RangeError);
  expect(() => fen(Number.NaN)).toThrow(RangeError);
});

test('an amount is written in yuan with two decimals', () => {
  expect(yuan(1230)).toBe('¥12.30');
});
