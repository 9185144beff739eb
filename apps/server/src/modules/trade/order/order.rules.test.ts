import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refundOfPieces } from './order.rules.ts';

interface Line {
  payableFen: number;
  quantity: number;
  refundedQuantity: number;
  refundedFen: number;
}
const pieces = (line: Line, quantity: number): Line => ({
  ...line,
  refundedQuantity: line.refundedQuantity + quantity,
  refundedFen: line.refundedFen + refundOfPieces(line, quantity),
});

test('refunding a line piece by piece, in any steps, gives back exactly what it cost', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }),
      (payableFen, steps) => {
        const quantity = steps.reduce((a, b) => a + b, 0);
        const line = { payableFen, quantity, refundedQuantity: 0, refundedFen: 0 };
        expect(steps.reduce(pieces, line).refundedFen).toBe(payableFen);
      },
    ),
  );
});

test('refunds asked for and taken back in any order never give back more than the line cost, and all of it in the end', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 9 }), isTakenBack: fc.boolean() }), { minLength: 1 }),
      (payableFen, asks) => {
        const quantity = asks.reduce((sum, ask) => sum + ask.quantity, 0);
        let line: Line = { payableFen, quantity, refundedQuantity: 0, refundedFen: 0 };
        const asked = asks.map((ask) => {
          const before = line;
          line = pieces(line, ask.quantity);
          return { ...ask, amountFen: line.refundedFen - before.refundedFen };
        });
        for (const { quantity: back, amountFen } of asked.filter((ask) => ask.isTakenBack))
          line = { ...line, refundedQuantity: line.refundedQuantity - back, refundedFen: line.refundedFen - amountFen };
        for (const { quantity: again } of asked.filter((ask) => ask.isTakenBack)) {
          line = pieces(line, again);
          expect(line.refundedFen).toBeLessThanOrEqual(payableFen);
        }
        expect(line.refundedFen).toBe(payableFen);
      },
    ),
  );
});
