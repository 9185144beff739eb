import { nowMs } from '../../../kernel/clock.ts';
import type { Balance } from '../../../platform/ledger/index.ts';
import type { AdminCoupon, CouponRule } from './coupon.api.ts';
import { accounts, mostFen, wordsOf } from './coupon.rules.ts';
import type { CouponRow } from './coupon.store.ts';
import type { HeldCoupon, OfferedCoupon, Standing } from './held.api.ts';
import type { HeldRow } from './held.store.ts';

type Balances = ReadonlyMap<string, Balance>;

/** Accounts whose balances tell how a coupon stands. */
export const accountsOfCoupon = (id: string): string[] => [
  `coupon/${id}`,
  accounts.issued(id),
  accounts.used(id),
  accounts.ended(id),
  accounts.cost(id),
  accounts.open(id),
  accounts.budget(id),
];

/** How many more can be issued; null without a limit. What the budget still covers counts too. */
function leftOf(rule: CouponRule, id: string, found: Balances): number | null {
  const pieces = rule.total === null ? null : (found.get(`coupon/${id}`)?.available ?? 0);
  const most = mostFen(rule);
  if (rule.budgetFen === null || most === null) return pieces;
  const covered = Math.floor((found.get(accounts.budget(id))?.available ?? 0) / most);
  return pieces === null ? covered : Math.min(pieces, covered);
}

export function adminView(row: CouponRow, found: Balances): AdminCoupon {
  const { id, rule } = row;
  const balance = (account: string) => found.get(account)?.balance ?? 0;
  const [issued, used, ended] = [accounts.issued(id), accounts.used(id), accounts.ended(id)].map(balance) as [
    number,
    number,
    number,
  ];
  const isDraft = row.status === 'draft';
  return {
    id,
    name: row.name,
    state: row.status,
    version: row.version,
    rule,
    words: wordsOf(rule),
    figures: {
      issued,
      left: isDraft ? rule.total : leftOf(rule, id, found),
      open: issued - used - ended,
      used,
      ended,
      costFen: balance(accounts.cost(id)),
      openFen: balance(accounts.open(id)),
      budgetLeftFen: rule.budgetFen === null ? null : isDraft ? rule.budgetFen : balance(accounts.budget(id)),
    },
    updatedAt: row.updated_at.toISOString(),
  };
}

const ticketOf = (name: string, rule: CouponRule) => ({
  kind: rule.kind,
  offFen: rule.offFen,
  payPercent: rule.payPercent,
  capFen: rule.capFen,
  thresholdFen: rule.thresholdFen,
  name,
  words: wordsOf(rule),
});

/** What is known of the shopper who looks at a coupon; a guest is nobody yet. */
export interface Viewer {
  customerId: string | null;
  isBuyer: boolean;
  /** Coupons of which they hold one that can be used. */
  holds: ReadonlySet<string>;
}

function standingOf({ id, rule, status }: CouponRow, viewer: Viewer, left: number | null, found: Balances): Standing {
  const limit = viewer.customerId && found.get(accounts.limit(id, viewer.customerId));
  if (limit && limit.available <= 0) return viewer.holds.has(id) ? 'have' : 'took';
  const isOver = rule.claimUntil !== null && Date.parse(rule.claimUntil) <= nowMs();
  if (status !== 'issuing' || isOver || (rule.usableUntil !== null && Date.parse(rule.usableUntil) <= nowMs()))
    return viewer.holds.has(id) ? 'have' : 'over';
  if (rule.access === 'handed' || rule.access === 'code') return viewer.holds.has(id) ? 'have' : rule.access;
  if (left === 0) return viewer.holds.has(id) ? 'have' : 'out';
  if (rule.newcomersOnly && viewer.isBuyer) return 'newcomers';
  return rule.claimFrom !== null && Date.parse(rule.claimFrom) > nowMs() ? 'soon' : 'open';
}

export function offeredView(row: CouponRow, viewer: Viewer, found: Balances): OfferedCoupon {
  const { id, rule } = row;
  const left = leftOf(rule, id, found);
  const issued = found.get(accounts.issued(id))?.balance ?? 0;
  return {
    id,
    ...ticketOf(row.name, rule),
    standing: standingOf(row, viewer, left, found),
    claimFrom: rule.claimFrom,
    claimUntil: rule.claimUntil,
    leftPercent: left === null ? null : Math.ceil((100 * left) / Math.max(1, left + issued)),
  };
}

export const heldView = (row: HeldRow): HeldCoupon => ({
  id: row.id,
  couponId: row.coupon_id,
  ...ticketOf(row.name, row.rule),
  state: row.status,
  origin: row.origin,
  from: row.usable_from.toISOString(),
  until: row.usable_until.toISOString(),
  orderId: row.order_id,
  voidReason: row.void_reason,
});
