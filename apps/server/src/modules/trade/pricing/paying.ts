import { fen, sumFen } from '../../../kernel/money.ts';
import { reserve, type Transfer, type Unit } from '../../../platform/ledger/index.ts';
import type { Basket, Pocket, Purse } from './pricing.slots.ts';

/** A purse with what it read for the basket. */
export interface PurseWithFacts {
  purse: Purse;
  facts: unknown;
}

/** The account of what a customer has in a pocket. */
export const pocketAccount = (source: string, customerId: string): string => `purse/${source}/${customerId}`;
/** What a pocket has paid for an order and not got back: it can never get back more. */
export const paidFromPocket = (source: string, orderId: string): string => `purse-paid/${source}/${orderId}`;
/** Points are counted, everything else is money. */
export const unitOf = (source: string): Unit => (source === 'points' ? 'point' : 'fen');

/** What each pocket pays of a basket, one after the other; together never more than it costs. Pure. */
export function payFrom(
  purses: readonly PurseWithFacts[],
  basket: Basket,
  { goodsFen, totalFen }: { goodsFen: number; totalFen: number },
): Pocket[] {
  const pockets: Pocket[] = [];
  let leftFen = totalFen;
  for (const { purse, facts } of purses) {
    if (facts === null) continue;
    const paid = purse.pay({ goodsFen, leftFen }, facts, basket);
    const paidFen = sumFen(paid.map((p) => fen(p.fen)));
    if (paidFen > leftFen || paid.some((p) => p.fen < 0 || p.units > p.holds || p.units > 0 !== p.fen > 0))
      throw new RangeError(`${purse.name} pays ${paidFen} of ${leftFen} fen, or more than it holds`);
    leftFen -= paidFen;
    pockets.push(...paid);
  }
  return pockets;
}

/** What pockets pay for an order: reservations of its chain. */
export const purseLegs = (
  pockets: readonly Pocket[],
  { orderId, customerId }: { orderId: string; customerId: string },
): Transfer[] =>
  pockets
    .filter((p) => p.fen > 0)
    .map(({ source, label, unit, units }) =>
      reserve(unit, pocketAccount(source, customerId), paidFromPocket(source, orderId), units, {
        lackCode: 'PURSE_SHORT',
        message: `${label}不够了，请核对后重新提交`,
      }),
    );
