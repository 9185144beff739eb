import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOf } from '../kernel/money.ts';
import { accounts, BUDGET } from '../modules/promotion/coupon/coupon.rules.ts';
import { backLegs } from '../modules/promotion/coupon/price-rule.ts';
import { planRefund } from '../modules/trade/aftersales/aftersales.rules.ts';
import { clash } from '../modules/trade/pricing/standing.rules.ts';
import { type Shop, shops, total } from './selling-shop.ts';

/** Thousands of shops in all; the largest ones are few, because each is thought through for a while. */
const [MANY, SOME, FEW] = [2000, 400, 20];
/** ms; a machine that does much else at the same time. */
const PATIENCE = 120_000;
const SMALL = { lines: 6, campaigns: 5, coupons: 6 };
const LARGEST = { lines: 50, campaigns: 20, coupons: 30 };

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const fenOf = (parts: readonly { fen: number }[]) => sum(parts.map((p) => p.fen));

/** What must hold of any quote. */
function holds(shop: Shop): void {
  const { quote, picked } = shop.priced();
  for (const line of quote.lines) {
    expect(line.payableFen).toBeGreaterThanOrEqual(0);
    expect(line.payableFen).toBeLessThanOrEqual(line.goodsFen);
    expect(fenOf(line.parts)).toBe(line.payableFen);
  }
  expect(fenOf(quote.parts)).toBe(quote.totalFen);
  expect(quote.totalFen).toBe(sum(quote.lines.map((l) => l.payableFen)) + quote.freightFen);
  expect(quote.freightFen).toBeGreaterThanOrEqual(0);
  // What goes together was agreed on both sides, and no coupon counts twice.
  const offers = picked.filter((p) => !p.isPrice).map((p) => p.offer);
  for (const [n, a] of offers.entries()) for (const b of offers.slice(n + 1)) expect(clash(a, b)).toBe(false);
  const used = offers.filter((o) => o.coupon).map((o) => o.ref);
  expect(new Set(used).size).toBe(used.length);
  expect(used.toSorted()).toEqual(
    quote.coupons.usable
      .filter((c) => c.chosen)
      .map((c) => c.ref)
      .toSorted(),
  );
  // Each coupon that the shopper holds is either usable or says why not; nobody is told twice.
  const told = [...quote.coupons.usable, ...quote.coupons.unusable].map((c) => c.ref);
  expect(told.length).toBe(new Set(told).size);
}

test(
  'no line below 0 or above list, and the explanation adds up, in any shop with campaigns of every kind and any table of who goes with whom',
  () => {
    fc.assert(fc.property(shops(SMALL), holds), { numRuns: MANY });
    fc.assert(fc.property(shops(LARGEST), holds), { numRuns: FEW });
  },
  PATIENCE,
);

test(
  'the order of lines, of campaigns and of coupons decides nothing',
  () => {
    fc.assert(
      fc.property(shops(SMALL), (shop) => {
        const [one, other] = [shop.priced().quote, shop.reversed().priced().quote];
        const bySku = (quote: typeof one) => new Map(quote.lines.map((l) => [l.skuId, l.payableFen]));
        expect(bySku(other)).toEqual(bySku(one));
        expect(other.parts).toEqual(one.parts);
      }),
      { numRuns: SOME },
    );
  },
  PATIENCE,
);

test(
  'no other choice of the shopper’s coupons is cheaper than the best one',
  () => {
    fc.assert(
      fc.property(shops({ lines: 4, campaigns: 3, coupons: 5 }), (shop) => {
        const best = shop.priced().quote.totalFen;
        const refs = shop.coupons.map((c) => c.id);
        for (let chosen = 0; chosen < 2 ** refs.length; chosen++) {
          const wish = refs.filter((_, n) => chosen & (2 ** n));
          const { quote } = shop.priced(wish.length === 0 ? 'none' : wish);
          expect(best, wish.join(' ')).toBeLessThanOrEqual(quote.totalFen);
        }
      }),
      { numRuns: SOME / 2 },
    );
  },
  PATIENCE,
);

test(
  'refunds piece by piece in any sequence give back exactly what was paid, of each line and of each thing that was taken off',
  () => {
    fc.assert(
      fc.property(shops(SMALL), fc.infiniteStream(fc.nat()), ({ priced }, random) => {
        const { quote } = priced();
        const order = {
          freightFen: quote.freightFen,
          lines: quote.lines.map((l) => ({ id: l.skuId, quantity: l.quantity, payableFen: l.payableFen })),
        };
        const pieces: { lineId: string; quantity: number; agreed: boolean; amountFen: number }[] = [];
        const returned = new Map<string, number>();
        let freightFen = 0;
        for (const [skuId, quantity] of draws(quote.lines, random)) {
          const others = { pieces, giveFreight: freightFen > 0 };
          const plan = planRefund(order, [{ lineId: skuId, quantity }], others);
          expect(plan?.amountFen).toBeGreaterThanOrEqual(0);
          for (const l of plan?.lines ?? []) {
            pieces.push({ ...l, agreed: true });
            const line = quote.lines.find((q) => q.skuId === l.lineId);
            for (const [n, part] of (line?.parts ?? []).entries())
              returned.set(`${l.lineId} ${n}`, shareOf(Math.abs(part.fen), l.agreedQuantity, line?.quantity ?? 1));
          }
          freightFen += plan?.freightFen ?? 0;
        }
        expect(sum(pieces.map((p) => p.amountFen)) + freightFen).toBe(quote.totalFen);
        for (const line of quote.lines) {
          expect(sum(pieces.filter((p) => p.lineId === line.skuId).map((p) => p.amountFen))).toBe(line.payableFen);
          for (const [n, part] of line.parts.entries())
            expect(returned.get(`${line.skuId} ${n}`)).toBe(Math.abs(part.fen));
        }
      }),
      { numRuns: SOME },
    );
  },
  PATIENCE,
);

/** All pieces of an order, some at a time, in an order that chance decides. */
function draws(lines: readonly { skuId: string; quantity: number }[], random: Iterator<number>): [string, number][] {
  const left = lines.map(({ skuId, quantity }) => ({ skuId, quantity }));
  const drawn: [string, number][] = [];
  while (left.length > 0) {
    const at = random.next().value % left.length;
    const line = left[at];
    if (!line) break;
    const quantity = 1 + (random.next().value % line.quantity);
    line.quantity -= quantity;
    drawn.push([line.skuId, quantity]);
    if (line.quantity === 0) left.splice(at, 1);
  }
  return drawn;
}

test(
  'an order that uses coupons and is wholly refunded leaves each right and each budget as it was',
  () => {
    fc.assert(
      fc.property(shops(SMALL), (shop) => {
        const { picked } = shop.priced();
        for (const p of picked.filter(({ offer }) => offer.coupon)) {
          const coupon = shop.coupons.find((c) => c.id === p.offer.ref);
          if (!coupon) throw new Error('a coupon of nobody');
          const fen = p.fen + p.freightFen;
          const lines = p.lines.map((l) => ({ ...l, units: 1 }));
          const used = p.offer.legs?.({ orderId: 'o', customerId: 'c', fen, units: 1, lines }) ?? [];
          const after = total(used);
          expect(after.get(accounts.right(coupon.id))).toBe(-1);
          expect(after.get(accounts.used(coupon.couponId))).toBe(1);
          expect(after.get(accounts.cost(coupon.couponId)) ?? 0).toBe(fen);
          const back = total([...used, ...backLegs(coupon, fen)]);
          // The part of a budget that was free again stays free: it may be issued by now.
          for (const [account, amount] of back)
            if (account !== BUDGET && account !== accounts.budget(coupon.couponId)) expect(amount, account).toBe(0);
          expect((back.get(BUDGET) ?? 0) + (back.get(accounts.budget(coupon.couponId)) ?? 0)).toBe(0);
        }
      }),
      { numRuns: SOME },
    );
  },
  PATIENCE,
);
