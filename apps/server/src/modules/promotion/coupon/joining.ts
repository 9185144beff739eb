import type { Tx } from '../../../platform/db/index.ts';
import { balances, type Chain, move } from '../../../platform/ledger/index.ts';
import { accounts } from './coupon.rules.ts';
import { couponRows } from './coupon.store.ts';
import { couponsOf } from './held.store.ts';

/**
 * Several customers turned out to be one person: how many of each coupon they got counts together. Where all together got more than
 * one person may, the limit is used up, and what they hold stays.
 */
export async function limitsToMove(
  tx: Tx,
  { tenantId, from, into }: { tenantId: number; from: readonly string[]; into: string },
): Promise<Chain[]> {
  const couponIds = await couponsOf(tx, tenantId, from);
  if (couponIds.length === 0) return [];
  const rows = await couponRows(tx, tenantId, couponIds);
  const limits = couponIds.flatMap((id) => [...from, into].map((who) => accounts.limit(id, who)));
  const found = await balances(tx, tenantId, limits);
  const got = (id: string, who: string) => -(found.get(accounts.limit(id, who))?.balance ?? 0);
  return [...rows.values()].flatMap(({ id, rule }) => {
    let before = got(id, into);
    return from.flatMap((who) => {
      const counted = Math.min(got(id, who), rule.perPerson - before);
      if (counted <= 0) return [];
      const own = accounts.limit(id, into);
      const chain = {
        id: `coupon-joined/${id}/${who}/${into}/${got(id, who)}+${before}`,
        legs: [move('right', own, accounts.limit(id, who), counted)],
        opens: [{ id: own, floor: -rule.perPerson }],
        reason: 'coupon: two customers are one person',
      };
      before += counted;
      return chain;
    });
  });
}
