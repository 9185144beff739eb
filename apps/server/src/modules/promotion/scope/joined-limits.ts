import type { Tx } from '../../../platform/db/index.ts';
import { balances, type Chain, move } from '../../../platform/ledger/index.ts';

/** How many of something one person may have. */
interface PersonLimit {
  /** Of the coupon or the campaign. */
  id: string;
  most: number;
}
interface Joined {
  tenantId: number;
  from: readonly string[];
  into: string;
}

/**
 * Several customers turned out to be one person: what they had counts together. Where together they had more than one person may, the limit
 * is used up, and what they hold stays. `of` names what is limited in the chains; `accountOf` is the account that counts for one customer,
 * which opens at 0 and goes down to −`most`.
 */
export async function joinedLimits(
  tx: Tx,
  { tenantId, from, into }: Joined,
  of: 'coupon' | 'campaign',
  limits: readonly PersonLimit[],
  accountOf: (id: string, customerId: string) => string,
): Promise<Chain[]> {
  if (limits.length === 0) return [];
  const found = await balances(
    tx,
    tenantId,
    limits.flatMap(({ id }) => [...from, into].map((customerId) => accountOf(id, customerId))),
  );
  const had = (id: string, customerId: string) => -(found.get(accountOf(id, customerId))?.balance ?? 0);
  return limits.flatMap(({ id, most }) => {
    let before = had(id, into);
    return from.flatMap((customerId) => {
      const counted = Math.min(had(id, customerId), most - before);
      if (counted <= 0) return [];
      const own = accountOf(id, into);
      const chain = {
        id: `${of}-joined/${id}/${customerId}/${into}/${had(id, customerId)}+${before}`,
        legs: [move('right', own, accountOf(id, customerId), counted)],
        opens: [{ id: own, floor: -most }],
        reason: `${of}: two customers are one person`,
      };
      before += counted;
      return chain;
    });
  });
}
