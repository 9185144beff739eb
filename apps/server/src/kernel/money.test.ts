import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocateFen, fen, shareFen, yuan } from './money.ts';

test('a fraction of a fen is refused', () => {
  expect(() => fen(1.5)).toThrow(RangeError);
  expect(() => fen(Number.NaN)).toThrow(RangeError);
});

test('the parts of a division add up to the whole and are each within one fen of their share', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 40 }),
      (total, weights) => {
        const parts = allocateFen(fen(total), weights);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        const sum = weights.reduce((a, b) => a + b, 0);
        if (sum > 0)
          for (const [i, part] of parts.entries())
            expect(Math.abs(part - (total * (weights[i] ?? 0)) / sum)).toBeLessThan(1.000001);
      },
    ),
  );
});

test('equal remainders go to the earlier part', () => {
  expect(allocateFen(fen(100), [1, 1, 1])).toEqual([34, 33, 33]);
  expect(allocateFen(fen(2), [0, 0, 0])).toEqual([1, 1, 0]);
});

test('a share in basis points is rounded half up', () => {
  expect(shareFen(fen(5), 5000)).toBe(3);
  expect(shareFen(fen(999), 1000)).toBe(100);
  expect(yuan(1230)).toBe('¥12.30');
});
