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
import { coveredOf, isWithin, matcherOf, weeklyText } from '../scope/index.ts';
import { type CouponRule, couponRefusals } from './coupon.api.ts';
import { accounts, BUDGET, groupOf, mostFen, timeText, titleOf } from './coupon.rules.ts';
import { type Bought, historyTrouble } from './history.rules.ts';

/** What a version of a coupon says, ready to be asked for many baskets. */
export interface CouponTerms {
  rule: CouponRule;
  label: string;
  group: string;
  covers: ReturnType<typeof matcherOf>;
}
/** A coupon that the shopper of a basket holds. */
export interface OwnCoupon extends CouponTerms {
  id: string;
  couponId: string;
  fromMs: number;
  untilMs: number;
  /** What its holder has paid for; read where its rule asks for it. */
  bought?: Bought;
}
export const termsOf = (rule: CouponRule): CouponTerms => ({
  rule,
  label: titleOf(rule),
  group: groupOf(rule),
  covers: matcherOf(rule.scope),
});

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
  const { id, rule, label, group, untilMs, covers } = coupon;
  const name = { source: 'coupon', ref: id, label, coupon: true as const };
  const why = (reason: string, gapFen?: number): Unmet => ({ ...name, reason, ...(gapFen ? { gapFen } : {}) });
  if (coupon.fromMs > atMs) return why(`${timeText(coupon.fromMs)} 起可用`);
  if (rule.hours && !isWithin(rule.hours, atMs)) return why(`${weeklyText(rule.hours)} 可用`);
  const past = rule.history && historyTrouble(rule.history, coupon.bought ?? NOTHING_BOUGHT, atMs);
  if (past) return why(past);
  const lines = coveredOf(draft.linesFor({ group, excludes: rule.excludes }), covers);
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
  if (rule.kind === 'exchange') {
    const piece = dearestPiece(lines, rule.capFen);
    if (!piece) return why(`只能兑换单价不超过 ${yuanText(rule.capFen ?? 0)} 元的商品`);
    return { ...offer, takes: [{ ...piece, units: 1 }], legs };
  }
  return sharedOffer({ ...offer, legs }, lines, offOf(rule, goodsFen));
}
const NOTHING_BOUGHT: Bought = { orders: 0, lastPaidAtMs: null };

/** The piece that costs the most, of those that cost no more than the cap. What does not divide goes with it. */
function dearestPiece(lines: readonly DraftLine[], capFen: number | null): { skuId: string; fen: number } | null {
  const pieces = lines
    .map(({ skuId, fen, quantity }) => ({ skuId, fen: Math.ceil(fen / quantity) }))
    .filter(({ fen }) => fen > 0 && fen <= (capFen ?? fen));
  return pieces.toSorted((a, b) => b.fen - a.fen || (a.skuId < b.skuId ? -1 : 1))[0] ?? null;
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
