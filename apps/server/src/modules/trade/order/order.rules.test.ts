import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refundOfPieces } from './order.rules.ts';

test('refunding a line piece by piece, in any steps, gives back exactly what it cost', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }),
      (payableFen, steps) => {
        const quantity = steps.reduce((a, b) => a + b, 0);
        let refundedQuantity = 0;
        let total = 0;
        for (const step of steps) {
          const amount = refundOfPieces({ payableFen, quantity, refundedQuantity }, step);
          expect(amount).toBeGreaterThanOrEqual(0);
          total += amount;
          refundedQuantity += step;
        }
        expect(total).toBe(payableFen);
      },
    ),
  );
});
