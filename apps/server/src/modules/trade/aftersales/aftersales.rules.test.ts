import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CasePiece, planRefund, refundOfPieces } from './aftersales.rules.ts';

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

interface Case {
  lineId: string;
  quantity: number;
  fate: 'agreed' | 'dropped';
}
/** Cases of an order in the order in which they are asked for; `rank` says when each is decided. */
const cases = fc.array(
  fc.record({
    lineId: fc.constantFrom('a', 'b', 'c'),
    quantity: fc.integer({ min: 1, max: 4 }),
    fate: fc.constantFrom<Case['fate']>('agreed', 'dropped'),
    rank: fc.integer({ min: 0, max: 1000 }),
  }),
  { minLength: 1, maxLength: 8 },
);

test('whatever is asked for, agreed and dropped in any order: no fen too much, and the freight exactly when nothing stays', () => {
  fc.assert(
    fc.property(cases, fc.array(fc.integer({ min: 0, max: 9999 }), { minLength: 3, maxLength: 3 }), (all, prices) => {
      const bought = ['a', 'b', 'c'].flatMap((id, i) => {
        const quantity = all.filter((c) => c.lineId === id).reduce((sum, c) => sum + c.quantity, 0);
        return quantity > 0 ? [{ id, quantity, payableFen: prices[i]! }] : [];
      });
      const order = { freightFen: 800, lines: bought };
      const open = new Set(all);
      const agreed: CasePiece[] = [];
      let freightFen = 0;
      for (const one of [...all].sort((x, y) => x.rank - y.rank)) {
        open.delete(one);
        if (one.fate === 'dropped') continue;
        const waiting = [...open].map((c) => ({ ...c, agreed: false, amountFen: 0 }));
        const plan = planRefund(order, [one], { pieces: [...agreed, ...waiting], giveFreight: freightFen > 0 })!;
        agreed.push(...plan.lines.map((l) => ({ ...l, agreed: true })));
        freightFen += plan.freightFen;
      }
      for (const line of bought) {
        const mine = agreed.filter((p) => p.lineId === line.id);
        const fen = mine.reduce((sum, p) => sum + p.amountFen, 0);
        const gone = mine.reduce((sum, p) => sum + p.quantity, 0);
        expect(fen).toBe(Math.floor((line.payableFen * gone) / line.quantity));
      }
      expect(freightFen).toBe(all.every((c) => c.fate === 'agreed') ? 800 : 0);
    }),
  );
});

test('the freight stays while another open case keeps a piece, and goes with the last that is agreed', () => {
  const order = {
    freightFen: 800,
    lines: [
      { id: 'a', quantity: 1, payableFen: 1000 },
      { id: 'b', quantity: 1, payableFen: 2000 },
    ],
  };
  const piece = { lineId: 'a', quantity: 1, amountFen: 1000 };
  const ask = [{ lineId: 'b', quantity: 1 }];
  const open = planRefund(order, ask, { pieces: [{ ...piece, agreed: false }], giveFreight: false });
  const agreed = planRefund(order, ask, { pieces: [{ ...piece, agreed: true }], giveFreight: false });
  expect([open?.amountFen, agreed?.amountFen]).toEqual([2000, 2800]);
  expect(planRefund(order, [...ask, ...ask], { pieces: [], giveFreight: false })).toBeNull();
  expect(planRefund(order, [{ lineId: 'z', quantity: 1 }], { pieces: [], giveFreight: false })).toBeNull();
});
