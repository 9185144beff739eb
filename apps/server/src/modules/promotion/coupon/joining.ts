import type { Tx } from '../../../platform/db/index.ts';
import type { Chain } from '../../../platform/ledger/index.ts';
import { joinedLimits } from '../scope/index.ts';
import { accounts } from './coupon.rules.ts';
import { couponRows } from './coupon.store.ts';
import { couponsOf } from './held.store.ts';

/** Several customers turned out to be one person: how many of each coupon they got counts together. */
export async function limitsToMove(
  tx: Tx,
  joined: { tenantId: number; from: readonly string[]; into: string },
): Promise<Chain[]> {
  const couponIds = await couponsOf(tx, joined.tenantId, joined.from);
  if (couponIds.length === 0) return [];
  const rows = await couponRows(tx, joined.tenantId, couponIds);
  const limits = [...rows.values()].map(({ id, rule }) => ({ id, most: rule.perPerson }));
  return joinedLimits(tx, joined, 'coupon', limits, accounts.limit);
}
