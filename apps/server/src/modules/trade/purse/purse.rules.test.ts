import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sumFen } from '../../../kernel/money.ts';
import { pursesBack } from '../order/purses-back.ts';
import { payFrom } from '../pricing/paying.ts';
import type { Basket, Purse } from '../pricing/pricing.slots.ts';
import { payFromPockets, pointsFor } from './purse.rules.ts';

const amount = fc.integer({ min: 0, max: 5_000_000 });
const facts = fc.record({
  settings: fc.record({
    pointsPerYuan: fc.integer({ min: 1, max: 100_000 }),
    pointsMostPercent: fc.integer({ min: 0, max: 100 }),
  }),
  holds: fc.record({ points: amount, 'gift-card': amount, 'wallet-bonus': amount, wallet: amount }),
});
const wish = fc.record({ points: amount, walletFen: amount, giftCardFen: amount });

test('purses never pay more than is owed, than they hold or than the shopper wishes, and points never freight', () => {
  fc.assert(
    fc.property(facts, wish, amount, amount, (known, purses, goodsFen, freightFen) => {
      const purse = { name: 'test', pay: payFromPockets } as unknown as Purse;
      const basket = { wishes: { coupons: 'best', purses } } as unknown as Basket;
      const pockets = payFrom([{ purse, facts: known }], basket, { goodsFen, totalFen: goodsFen + freightFen });
      const of = (source: string) => pockets.find((p) => p.source === source)?.fen ?? 0;
      expect(sumFen(pockets.map((p) => p.fen))).toBeLessThanOrEqual(goodsFen + freightFen);
      expect(of('points')).toBeLessThanOrEqual((goodsFen * known.settings.pointsMostPercent) / 100);
      expect(of('wallet') + of('wallet-bonus')).toBeLessThanOrEqual(purses.walletFen);
      for (const p of pockets) expect(p.fen <= p.mostFen && p.units <= p.holds && p.units > 0 === p.fen > 0).toBe(true);
    }),
  );
});

test('points are worth what the merchant says, in whole fen, and no point is taken for nothing', () => {
  expect(pointsFor(5000, 1200, { pointsPerYuan: 100, pointsMostPercent: 50 })).toEqual({ fen: 1200, units: 1200 });
  expect(pointsFor(101, 9999, { pointsPerYuan: 250, pointsMostPercent: 50 })).toEqual({ fen: 100, units: 250 });
  expect(pointsFor(1299, 50, { pointsPerYuan: 1, pointsMostPercent: 50 })).toEqual({ fen: 1200, units: 12 });
});

test('refunds in any sequence give each purse and WeChat exactly what each paid, and none ever more', () => {
  const order = fc.record({
    paid: fc.array(fc.record({ fen: fc.integer({ min: 1, max: 9999 }), perFen: fc.integer({ min: 1, max: 7 }) }), {
      maxLength: 4,
    }),
    wechatFen: fc.integer({ min: 0, max: 9999 }),
    cuts: fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 8 }),
  });
  fc.assert(
    fc.property(order, ({ paid, wechatFen, cuts }) => {
      const purseFen = sumFen(paid.map((p) => p.fen));
      const head = { id: 'o', customer_id: 'c', total_fen: purseFen + wechatFen, purse_fen: purseFen };
      const rows = paid.map((p, nth) => ({
        ...{ nth, kind: 'purse', source: `pocket${nth}`, fen: p.fen, units: p.fen * p.perFen },
        ...{ returned_fen: 0, returned_units: 0 },
      }));
      let agreedFen = 0;
      let backAtWechat = 0;
      for (const cut of [...cuts, head.total_fen]) {
        const amountFen = Math.min(cut, head.total_fen - agreedFen);
        const back = pursesBack(head, rows, { caseId: 'x', amountFen, agreedFen });
        const before = sumFen(rows.map((r) => r.returned_fen));
        for (const part of back.parts) {
          const row = rows[part.nth]!;
          expect(part.returnedFen >= row.returned_fen && part.returnedUnits >= row.returned_units).toBe(true);
          row.returned_fen = part.returnedFen;
          row.returned_units = part.returnedUnits;
        }
        expect(sumFen(rows.map((r) => r.returned_fen)) - before + back.wechatFen).toBe(amountFen);
        backAtWechat += back.wechatFen;
        agreedFen += amountFen;
      }
      expect(rows.every((r) => r.returned_fen === r.fen && r.returned_units === r.units)).toBe(true);
      expect(backAtWechat).toBe(wechatFen);
    }),
  );
});
