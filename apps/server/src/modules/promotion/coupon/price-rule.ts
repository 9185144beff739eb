import { sumFen, yuanText } from '../../../kernel/money.ts';
import { move, reserve, type Transfer } from '../../../platform/ledger/index.ts';
import {
  type Draft,
  type DraftLine,
  type Offer,
  type Offered,
  sharedOffer,
  type Taken,
  type Unmet,
} from '../../trade/pricing/index.ts';
import { isWithin, matcherOf, weeklyText } from '../scope/index.ts';
import { type CouponRule, couponRefusals } from './coupon.api.ts';
import { accounts, BUDGET, groupOf, mostFen, timeText, titleOf } from './coupon.rules.ts';

/** What a version of a coupon says, ready to be asked for many baskets. */
export interface CouponTerms {
  rule: CouponRule;
  covers: (line: DraftLine) => boolean;
}
/** A coupon that the shopper of a basket holds. */
export interface OwnCoupon extends CouponTerms {
  id: string;
  couponId: string;
  fromMs: number;
  untilMs: number;
}
export const termsOf = (rule: CouponRule): CouponTerms => ({ rule, covers: matcherOf(rule.scope) });

/** Fen that a coupon takes off goods of this sum, at most the cap: commerce-rules.md §2.2. */
export function offOf(rule: CouponRule, sum: number): number {
  // The price to pay is rounded down, so the shopper gains.
  const off = rule.kind === 'percent' ? sum - Math.floor((sum * (rule.payPercent ?? 100)) / 100) : (rule.offFen ?? 0);
  return Math.min(off, sum, rule.capFen ?? off);
}

/** What a shopper's coupons would take off, or why one cannot be used. Those for freight come with the freight. */
export function couponOffers(draft: Draft, coupons: readonly OwnCoupon[], atMs: number, forFreight: boolean): Offered {
  const offers: Offer[] = [];
  const unmet: Unmet[] = [];
  for (const coupon of coupons) {
    if ((coupon.rule.kind === 'freight') !== forFreight) continue;
    const found = offerOf(draft, coupon, atMs);
    if ('reason' in found) unmet.push(found);
    else offers.push(found);
  }
  return { offers, unmet };
}

function offerOf(draft: Draft, coupon: OwnCoupon, atMs: number): Offer | Unmet {
  const { id, rule, untilMs, covers } = coupon;
  const name = { source: 'coupon', ref: id, label: titleOf(rule), coupon: true as const };
  const group = groupOf(rule);
  const why = (reason: string, gapFen?: number): Unmet => ({ ...name, reason, ...(gapFen ? { gapFen } : {}) });
  if (coupon.fromMs > atMs) return why(`${timeText(coupon.fromMs)} 起可用`);
  if (rule.hours && !isWithin(rule.hours, atMs)) return why(`${weeklyText(rule.hours)} 可用`);
  const lines = draft.linesFor({ group, excludes: rule.excludes }).filter(covers);
  const goodsFen = sumFen(lines.map((l) => l.fen));
  if (lines.length === 0)
    return why(draft.lines.some(covers) ? '适用的商品已享受不能同享的优惠' : '本单没有适用的商品');
  if (goodsFen < rule.thresholdFen) {
    const gapFen = rule.thresholdFen - goodsFen;
    return why(`再买 ${yuanText(gapFen)} 元可用`, gapFen);
  }
  const offer = { ...name, group, once: 'order' as const, excludes: rule.excludes, untilMs };
  const legs = (taken: Taken) => legsOf(coupon, taken);
  if (rule.kind === 'freight') {
    if (draft.freightFen === 0) return why('本单已免运费');
    return { ...offer, takes: [], freightFen: Math.min(draft.freightFen, rule.capFen ?? draft.freightFen), legs };
  }
  return sharedOffer({ ...offer, legs }, lines, offOf(rule, goodsFen));
}

/** The right to use it, once; and of the budget what it took, while the rest can be issued again. */
function legsOf({ id, couponId, rule }: OwnCoupon, { fen }: Pick<Taken, 'fen'>): Transfer[] {
  const gone = { lackCode: 'COUPON_GONE', message: couponRefusals.COUPON_GONE().message };
  const most = mostFen(rule);
  const budgeted = rule.budgetFen !== null && most !== null;
  const spare = budgeted ? most - fen : 0;
  return [
    reserve('right', accounts.right(id), accounts.used(couponId), 1, gone),
    ...(fen > 0 ? [reserve('fen', budgeted ? accounts.open(couponId) : BUDGET, accounts.cost(couponId), fen)] : []),
    ...(spare > 0 ? [reserve('fen', accounts.open(couponId), accounts.budget(couponId), spare)] : []),
  ];
}

/** What gives a used coupon back, which took `offFen`: the right to use it, once, and all that it may cost. */
export function backLegs(
  { id, couponId, rule }: Pick<OwnCoupon, 'id' | 'couponId' | 'rule'>,
  offFen: number,
): Transfer[] {
  const most = mostFen(rule);
  const budgeted = rule.budgetFen !== null && most !== null;
  const spare = budgeted ? most - offFen : 0;
  return [
    move('right', accounts.used(couponId), accounts.right(id), 1),
    ...(offFen > 0 ? [move('fen', accounts.cost(couponId), budgeted ? accounts.open(couponId) : BUDGET, offFen)] : []),
    ...(spare > 0 ? [move('fen', BUDGET, accounts.open(couponId), spare)] : []),
  ];
}
