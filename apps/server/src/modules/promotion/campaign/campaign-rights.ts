import type { Tx } from '../../../platform/db/index.ts';
import { type Chain, move, type Opening, type Transfer } from '../../../platform/ledger/index.ts';
import type { OrderReturned } from '../../trade/order/index.ts';
import { joinedLimits } from '../scope/index.ts';
import { accounts, type Rule } from './campaign.rules.ts';
import { campaignRows } from './campaign.store.ts';

const limitsOf = (rule: Rule) => ('quota' in rule ? rule : null);

/** What refunded pieces give back of a campaign: to its quota, and to the share of the person. */
export function backLegs(
  id: string,
  rule: Rule,
  { customerId, units }: { customerId: string; units: number },
): { legs: Transfer[]; opens: Opening[] } {
  const limits = limitsOf(rule);
  if (!limits?.returns || units === 0) return { legs: [], opens: [] };
  const own = accounts.limit(id, customerId);
  return {
    legs: [
      ...(limits.quota === null ? [] : [move('right', accounts.used(id), accounts.quota(id), units)]),
      ...(limits.perPerson === null ? [] : [move('right', accounts.used(id), own, units)]),
    ],
    opens: limits.perPerson === null ? [] : [{ id: own, floor: -limits.perPerson }],
  };
}

/** Pieces that are refunded can be had again, where the campaign says so. */
export async function quotaBack(
  tx: Tx,
  tenantId: number,
  { customerId, caseId, parts }: OrderReturned,
): Promise<Chain[]> {
  const counted = parts.filter((part) => COUNTING.has(part.source) && part.nowUnits > 0);
  if (counted.length === 0) return [];
  const refs = [...new Set(counted.map((part) => part.ref))];
  const rows = await campaignRows(tx, tenantId, refs);
  const back = rows.map(({ id, rule }) => {
    const units = counted.filter((part) => part.ref === id).reduce((sum, part) => sum + part.nowUnits, 0);
    return backLegs(id, rule, { customerId, units });
  });
  const legs = back.flatMap((b) => b.legs);
  if (legs.length === 0) return [];
  return [{ id: `campaign-back/${caseId}`, legs, opens: back.flatMap((b) => b.opens), reason: 'campaign: refunded' }];
}
/** Sources of parts whose campaigns can have limits. */
const COUNTING = new Set(['limited-time', 'extra']);

/** Several customers turned out to be one person: the pieces that they had of a campaign count together. */
export async function limitsToMove(
  tx: Tx,
  joined: { tenantId: number; from: readonly string[]; into: string },
): Promise<Chain[]> {
  const limits = (await campaignRows(tx, joined.tenantId, 'live')).flatMap(({ id, rule }) => {
    const most = limitsOf(rule)?.perPerson;
    return most ? [{ id, most }] : [];
  });
  return joinedLimits(tx, joined, 'campaign', limits, accounts.limit);
}
