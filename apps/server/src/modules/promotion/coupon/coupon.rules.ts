import { isDeepStrictEqual } from 'node:util';
import { chinaDate, chinaDayStart, chinaTime, DAY, SECOND } from '../../../kernel/clock.ts';
import { flow } from '../../../kernel/flow.ts';
import { fen, yuanText } from '../../../kernel/money.ts';
import { groupsText, minutesOf, scopeText, weeklyText, zheText } from '../scope/index.ts';
import type { BatchState, CodeState } from './code.api.ts';
import type { CouponRule, CouponState, HeldState } from './coupon.api.ts';
import { historyText } from './history.rules.ts';

/** A draft can be changed freely; what was issued once can only be stopped and issued again. */
export const couponFlow = flow<CouponState>({
  draft: ['issuing'],
  issuing: ['stopped'],
  stopped: ['issuing'],
});

/**
 * An unpaid order locks a coupon; payment uses it, closing frees it. It comes back `returned` when the order that used it is wholly
 * refunded, and can be used again. Time ends what nobody used; staff void with a reason.
 */
export const heldFlow = flow<HeldState>({
  held: ['locked', 'expired', 'voided'],
  locked: ['used', 'held'],
  used: ['returned'],
  returned: ['locked', 'expired', 'voided'],
  expired: [],
  voided: [],
});

/** A batch of codes is made by a job; one that is voided leaves what was got by it. */
export const batchFlow = flow<BatchState>({
  making: ['ready', 'voided'],
  ready: ['voided'],
  voided: [],
});

/** A single code is used once; a shared one stays open. */
export const codeFlow = flow<CodeState>({
  open: ['used', 'voided'],
  used: [],
  voided: [],
});

/** Ledger accounts of a coupon; units: `right` for pieces, `fen` for money. */
export const accounts = {
  /** Coupons that can still be issued; without a limit they come from the world. */
  supply: (rule: CouponRule, id: string) => (rule.total === null ? RIGHTS : `coupon/${id}`),
  /** How many a person may still get: opens with the floor −perPerson. */
  limit: (id: string, customerId: string) => `coupon-limit/${id}/${customerId}`,
  issued: (id: string) => `coupon-issued/${id}`,
  /** The right to use a coupon that somebody holds. */
  right: (heldId: string) => `coupon-right/${heldId}`,
  /** Whether a single code can still be used: opens with the floor −1. */
  code: (code: string) => `coupon-code/${code}`,
  /** How often codes of a batch were used. */
  redeemed: (batchId: string) => `coupon-redeemed/${batchId}`,
  used: (id: string) => `coupon-used/${id}`,
  ended: (id: string) => `coupon-ended/${id}`,
  /** Fen of the budget that no coupon claims yet. */
  budget: (id: string) => `coupon-budget/${id}`,
  /** Fen that the coupons which are held may cost. */
  open: (id: string) => `coupon-open/${id}`,
  /** Fen that used ones took off. */
  cost: (id: string) => `coupon-cost/${id}`,
};
/** Where coupons and budgets come from. */
export const RIGHTS = 'world/coupon';
export const BUDGET = 'world/coupon-budget';

/** The group within which the best coupon of an order applies; coupons of different groups go together. */
export const groupOf = (rule: CouponRule): string =>
  rule.kind === 'freight' ? 'coupon:freight' : rule.scope.kind === 'all' ? 'coupon:shop' : 'coupon:goods';

/** The most that one coupon takes off, in fen; null when nothing bounds it. */
export const mostFen = (rule: CouponRule): number | null => (rule.kind === 'fixed' ? rule.offFen : rule.capFen);

/** The most that all coupons of a rule take off, in fen; null when nothing bounds it. */
export function mostOfAllFen(rule: CouponRule): number | null {
  const one = mostFen(rule);
  const all = one === null || rule.total === null ? null : fen(one * rule.total);
  if (rule.budgetFen === null) return all;
  return all === null ? rule.budgetFen : Math.min(all, rule.budgetFen);
}

/** When a coupon that is issued at this instant can be used; `until` is the first instant at which it cannot. */
export function windowOf(rule: CouponRule, issuedAtMs: number): { from: Date; until: Date } {
  if (rule.usableDays === null) return { from: new Date(rule.usableFrom ?? 0), until: new Date(rule.usableUntil ?? 0) };
  const today = chinaDayStart(chinaDate(issuedAtMs)).getTime();
  const days = rule.usableDays * DAY;
  // The last day counts whole, so a coupon of seven days that begins at once lives a little longer.
  if (rule.startAfterDays === 0) return { from: new Date(issuedAtMs), until: new Date(today + days + DAY) };
  const from = today + rule.startAfterDays * DAY;
  return { from: new Date(from), until: new Date(from + days) };
}

/** How long a coupon lives on at least that comes back after its end: commerce-rules.md §2.3, a convention of the malls. */
const RETURN_DAYS = 7;
/** Until when a coupon can be used that comes back: its old end, or some days more when that is over. */
export const untilAfterReturn = (until: Date, atMs: number): Date =>
  until.getTime() > atMs ? until : new Date(chinaDayStart(chinaDate(atMs)).getTime() + (RETURN_DAYS + 1) * DAY);

/** An instant in China, to the minute. */
export const timeText = (ms: number): string => chinaTime(ms).slice(0, 16).replace('T', ' ');

export function titleOf(rule: CouponRule): string {
  const from = rule.thresholdFen > 0 ? `满 ${yuanText(rule.thresholdFen)} ` : '无门槛';
  const cap = rule.capFen === null ? '' : `，最多减 ${yuanText(rule.capFen)}`;
  if (rule.kind === 'fixed') return `${from}减 ${yuanText(rule.offFen ?? 0)}`;
  if (rule.kind === 'exchange') {
    const one = rule.capFen === null ? '1 件' : `1 件单价 ${yuanText(rule.capFen)} 元以内的`;
    return `${rule.thresholdFen > 0 ? from : ''}免费兑换${one}指定商品`;
  }
  if (rule.kind === 'percent') return `${from}打 ${zheText(rule.payPercent ?? 100)}${cap}`;
  return rule.capFen === null ? `${from}免运费` : `${from}运费减 ${yuanText(rule.capFen)}`;
}

export function validityText(rule: CouponRule): string {
  if (rule.usableDays === null) {
    const { usableFrom: from, usableUntil: until } = rule;
    return from && until
      ? `${timeText(Date.parse(from))} 至 ${timeText(Date.parse(until) - SECOND)} 有效`
      : '有效期未设置';
  }
  if (rule.startAfterDays === 0) return `领取后 ${rule.usableDays} 天有效`;
  return `领取后${rule.startAfterDays === 1 ? '次日' : `第 ${rule.startAfterDays} 天`}起 ${rule.usableDays} 天有效`;
}

const handOutText = ({ on, fromFen }: NonNullable<CouponRule['handOut']>): string =>
  `${fromFen > 0 ? `订单满 ${yuanText(fromFen)} 元` : '下单'}，${on === 'paid' ? '付款' : '确认收货'}后赠送`;

/** Everything that a shopper is told of a coupon before claiming: commerce-rules.md §2.4. */
export function wordsOf(rule: CouponRule) {
  const scope = scopeText(rule.scope);
  const title = titleOf(rule);
  const validity = validityText(rule);
  const lines = [
    title,
    `适用：${scope}`,
    validity,
    ...(rule.history ? [historyText(rule.history)] : []),
    ...(rule.hours ? [`使用时间：${weeklyText(rule.hours)}`] : []),
    ...(rule.handOut ? [handOutText(rule.handOut)] : []),
    ...(rule.access === 'link' ? ['凭链接领取，不公开展示'] : []),
    ...(rule.access === 'code' ? ['凭兑换码领取，在「我的优惠券」输入'] : []),
    `每人限领 ${rule.perPerson} 张${rule.total === null ? '' : `，共 ${rule.total} 张`}`,
    ...(rule.newcomersOnly ? ['仅限没有在本店付过款的新客'] : []),
    ...(rule.excludes.length > 0
      ? [`不与${groupsText(rule.excludes)}同时使用`]
      : ['可与店内其他优惠同时使用，同类优惠券每单限用一张']),
    rule.returns ? '订单关闭或整单退款后退回优惠券；部分退款不退回' : '订单关闭后退回优惠券；退款后不退回',
  ];
  return { title, scope, validity, lines };
}

export interface FieldTrouble {
  field: string;
  message: string;
}

/** What keeps a rule from being saved, each at its field; its scope is looked at elsewhere. Empty when nothing does. */
export function ruleTroubles(rule: CouponRule, nowMs: number): FieldTrouble[] {
  const troubles: FieldTrouble[] = [];
  const say = (field: string, message: string) => troubles.push({ field: `rule.${field}`, message });
  const refuse = (field: string, value: unknown, message: string) => value !== null && say(field, message);
  if (rule.kind === 'fixed') {
    if (rule.offFen === null) say('offFen', '请填写减多少元');
    else if (rule.thresholdFen > 0 && rule.offFen > rule.thresholdFen) say('offFen', '减的金额不能超过使用门槛');
    refuse('capFen', rule.capFen, '满减券没有“最多减”');
  } else refuse('offFen', rule.offFen, '只有满减券有“减多少元”');
  if (rule.kind === 'percent' && rule.payPercent === null) say('payPercent', '请填写打几折');
  if (rule.kind !== 'percent') refuse('payPercent', rule.payPercent, '只有折扣券有“打几折”');
  if (rule.kind === 'exchange' && rule.scope.kind === 'all') say('scope.kind', '兑换券要指定可以兑换的商品');
  if (rule.history?.is === 'nth' && rule.history.n < 2) say('history.n', '请填写第几单，从 2 起；首单请选“首单”');
  if (rule.history?.is === 'nth' && rule.newcomersOnly) say('history.is', '只给新客的券不能限定第几单');
  validityTroubles(rule, nowMs, say);
  const most = mostFen(rule);
  if (rule.budgetFen !== null && rule.kind !== 'fixed' && most === null)
    say('capFen', '设了预算就要填写“最多减”，否则算不出还能发多少');
  if (rule.budgetFen !== null && most !== null && rule.budgetFen < most) say('budgetFen', '预算至少要够一张券的优惠');
  if (rule.hours && minutesOf(rule.hours.until) <= minutesOf(rule.hours.from))
    say('hours.until', '每天的结束时间要晚于开始时间');
  if (rule.handOut && rule.access !== 'handed') say('handOut', '下单后赠送的券只能由店铺发放');
  if (rule.handOut && rule.newcomersOnly) say('newcomersOnly', '下单后赠送的券不能只给新客：付过款就不是新客了');
  if (rule.total !== null && rule.total < rule.perPerson) say('perPerson', '每人限领不能超过发放总量');
  return troubles;
}

function validityTroubles(rule: CouponRule, nowMs: number, say: (field: string, message: string) => void): void {
  const [from, until] = [rule.usableFrom, rule.usableUntil].map((time) => (time === null ? null : Date.parse(time)));
  if (rule.usableDays === null) {
    if (from === null || from === undefined) say('usableFrom', '请选择从什么时候起可用');
    if (until === null || until === undefined) say('usableUntil', '请选择用到什么时候');
    else if (from !== null && from !== undefined && until <= from) say('usableUntil', '结束时间要晚于开始时间');
    else if (until <= nowMs) say('usableUntil', '结束时间已经过去');
  } else if (from !== null || until !== null) say('usableDays', '固定日期和领取后天数只能选一种');
  const [claimFrom, claimUntil] = [rule.claimFrom, rule.claimUntil].map((t) => (t === null ? null : Date.parse(t)));
  if (claimUntil !== null && claimUntil !== undefined) {
    if (claimFrom !== null && claimFrom !== undefined && claimUntil <= claimFrom)
      say('claimUntil', '领取结束要晚于领取开始');
    if (until !== null && until !== undefined && claimUntil > until) say('claimUntil', '领取结束不能晚于使用结束');
  }
}

const later = (before: string | null, after: string | null): boolean =>
  before === after || (before !== null && (after === null || Date.parse(after) >= Date.parse(before)));
const more = (before: number | null, after: number | null): boolean =>
  before === after || (before !== null && after !== null && after >= before);

/**
 * What of a rule that was issued already cannot be changed: only what is to the shopper's advantage can (规范促销行为暂行规定 art. 5:
 * promises are kept).
 */
export function changeTroubles(before: CouponRule, after: CouponRule): FieldTrouble[] {
  const allowed: Partial<Record<keyof CouponRule, boolean>> = {
    total: more(before.total, after.total),
    budgetFen: more(before.budgetFen, after.budgetFen),
    claimUntil: later(before.claimUntil, after.claimUntil),
    usableUntil: later(before.usableUntil, after.usableUntil) && after.usableUntil !== null,
  };
  const same = (key: keyof CouponRule) => isDeepStrictEqual(before[key], after[key]);
  return (Object.keys(before) as (keyof CouponRule)[])
    .filter((key) => !same(key) && !allowed[key])
    .map((key) => ({
      field: `rule.${key}`,
      message: key in allowed ? '开始发放后只能增加或延后' : '开始发放后不能修改；请停止发放，复制成新券再改',
    }));
}
