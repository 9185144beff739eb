import type { Transfer } from '../../../platform/ledger/index.ts';
import { perPlatform } from '../../../platform/platform.ts';
import { purseLegs } from './paying.ts';
import type { Priced } from './pricing.rules.ts';
import type { Taken } from './pricing.slots.ts';
import type { Picked } from './standing.rules.ts';

type Buying = Pick<Taken, 'orderId' | 'customerId'>;
const offerLegs = (picked: readonly Picked[], order: Buying): Transfer[] =>
  picked.flatMap(({ offer, lines, fen, freightFen }) => {
    const units = lines.reduce((sum, l) => sum + l.units, 0);
    return offer.legs?.({ ...order, fen: fen + freightFen, units, lines }) ?? [];
  });
/** What the promotions and coupons of an order cost, and what purses pay for it: reservations of its chain. */
export const legsOf = ({ picked, pockets }: Pick<Priced, 'picked' | 'pockets'>, order: Buying): Transfer[] => [
  ...offerLegs(picked, order),
  ...purseLegs(pockets, order),
];

/** Shoppers whose last quote is remembered. */
const MOST_SHOPPERS = 5000;

/**
 * The accounts that a shopper's last quote would have used: placing locks them with the stock, in one trip. Only a guess: an order that
 * uses others is placed at its second try.
 */
export const accountsUsed = perPlatform(() => {
  const used = new Map<string, readonly string[]>();
  const keyOf = (tenantId: number, customerId: string) => `${tenantId} ${customerId}`;
  return {
    note(tenantId: number, customerId: string, priced: Pick<Priced, 'picked' | 'pockets'>): void {
      const key = keyOf(tenantId, customerId);
      used.delete(key);
      const accounts = legsOf(priced, { orderId: '', customerId }).map((leg) => leg.debit);
      if (accounts.length === 0) return;
      used.set(key, accounts);
      const [oldest = key] = used.keys();
      if (used.size > MOST_SHOPPERS) used.delete(oldest);
    },
    of: (tenantId: number, customerId: string): readonly string[] => used.get(keyOf(tenantId, customerId)) ?? [],
  };
});
