import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fen, shareOut, yuan } from './money.ts';

test('a fraction of a fen is refused', () => {
  expect(() => fen(1.5)).toThrow(RangeError);
  expect(() => fen(Number.NaN)).toThrow(RangeError);
});

test('an amount is written in yuan with two decimals', () => {
  expect(yuan(1230)).toBe('¥12.30');
});

test('fen are shared out by what lines cost, none more than its line, to the last fen', () => {
  expect(shareOut(1, [1, 3])).toEqual([0, 1]);
  expect(shareOut(10, [3, 4])).toEqual([3, 4]);
  const lines = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(lines, fc.nat(2_000_000_000), (linesFen, totalFen) => {
      const shares = shareOut(totalFen, linesFen);
      const sum = linesFen.reduce((a, b) => a + b, 0);
      expect(shares.reduce((a, b) => a + b, 0)).toBe(Math.min(sum, totalFen));
      for (const [n, share] of shares.entries()) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(linesFen[n] ?? 0);
        if (sum > 0)
          expect(Math.abs(share - (Math.min(sum, totalFen) * (linesFen[n] ?? 0)) / sum)).toBeLessThanOrEqual(1);
      }
    }),
  );
});
