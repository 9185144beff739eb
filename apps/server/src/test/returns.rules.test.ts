import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExtraRule, ReductionRule } from '../modules/promotion/campaign/campaign.api.ts';
import { type CampaignReturn, extraTerm, reductionTerm } from '../modules/promotion/campaign/returns.rules.ts';
import { type CasePiece, planRefund } from '../modules/trade/aftersales/aftersales.rules.ts';
import { type Shop, shops } from './selling-shop.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** What the campaigns of an order ask for when so many pieces of each line stay. */
function termsOf(shop: Shop, stays: (skuId: string) => number) {
  const { quote, picked } = shop.priced();
  const lines = quote.lines.map((l) => ({
    ...{ id: l.skuId, skuId: l.skuId, goodsId: l.goodsId, quantity: l.quantity, unitFen: l.unitPriceFen },
    stays: stays(l.skuId),
    free: stays(l.skuId),
  }));
  const parts = picked.flatMap(({ offer: { source, ref }, lines: taken }) =>
    taken.map(({ skuId, fen, units }) => ({ lineId: skuId, source, ref, fen, units })),
  );
  return shop.campaigns
    .filter(({ id }) => parts.some((p) => p.ref === id))
    .flatMap(({ id, kind, rule, covers }) => {
      const place = (skuId: string) => shop.placeOf(skuId);
      const order: CampaignReturn = { id, lines, parts, covers: ({ skuId }) => covers(place(skuId)) };
      if (kind === 'extra') return extraTerm(rule as ExtraRule, order) ?? [];
      return kind === 'reduction' ? (reductionTerm(rule as ReductionRule, order) ?? []) : [];
    });
}

test('whatever is refunded in whatever order, what promotions keep back comes back when nothing stays: never a fen too much or too little', () => {
  fc.assert(
    fc.property(shops({ lines: 5, campaigns: 5, coupons: 2 }), fc.infiniteStream(fc.nat()), (shop, random) => {
      const { quote } = shop.priced();
      const lines = quote.lines.map((l) => ({ id: l.skuId, quantity: l.quantity, payableFen: l.payableFen }));
      const order = { freightFen: quote.freightFen, lines };
      const left = new Map(lines.map((l) => [l.id, l.quantity]));
      const pieces: CasePiece[] = [];
      let [paidFen, keptFen] = [0, 0];
      while (sum([...left.values()]) > 0) {
        const open = [...left].filter(([, n]) => n > 0);
        const [lineId = '', most = 0] = open[random.next().value % open.length] ?? [];
        const quantity = 1 + (random.next().value % most);
        const asked = [{ lineId, quantity }];
        left.set(lineId, most - quantity);
        for (const term of termsOf(shop, (id) => left.get(id) ?? 0))
          for (const piece of term.pieces) {
            expect(piece.quantity).toBeLessThanOrEqual(left.get(piece.lineId) ?? 0);
            left.set(piece.lineId, (left.get(piece.lineId) ?? 0) - piece.quantity);
            const own = asked.find((a) => a.lineId === piece.lineId);
            if (own) own.quantity += piece.quantity;
            else asked.push({ ...piece });
          }
        const keepFen = sum(termsOf(shop, (id) => left.get(id) ?? 0).map((t) => t.keepFen));
        expect(keepFen).toBeGreaterThanOrEqual(0);
        const plan = planRefund(order, asked, { pieces, giveFreight: false, keptFen }, keepFen);
        if (!plan) throw new Error('asked for too much');
        expect(plan.amountFen).toBeGreaterThanOrEqual(0);
        pieces.push(...plan.lines.map((l) => ({ ...l, agreed: true })));
        paidFen += plan.amountFen;
        keptFen += plan.keptFen;
        expect(paidFen).toBeLessThanOrEqual(quote.totalFen);
      }
      expect([paidFen, keptFen]).toEqual([quote.totalFen, 0]);
    }),
    { numRuns: 400 },
  );
}, 120_000);
