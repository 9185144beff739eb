import type { BodyOf, Item, ReplyOf } from '@jishi/api-client';
import type { StatusLook } from '../../../parts/StatusTag.tsx';

export type AdminCoupon = ReplyOf<'getAdminCoupon'>;
export type CouponRule = BodyOf<'createCoupon'>['rule'];

export const COUPON_STATES: Record<AdminCoupon['state'], StatusLook> = {
  draft: { text: '草稿', color: 'default' },
  issuing: { text: '发放中', color: 'success' },
  stopped: { text: '已停止', color: 'warning' },
};
export const HELD_STATES: Record<Item<'listCouponHolders'>['state'], StatusLook> = {
  held: { text: '待使用', color: 'processing' },
  locked: { text: '下单未付', color: 'warning' },
  used: { text: '已使用', color: 'success' },
  returned: { text: '已退回', color: 'processing' },
  expired: { text: '已过期', color: 'default' },
  voided: { text: '已作废', color: 'default' },
};
export const ORIGIN_WORDS: Record<Item<'listCouponHolders'>['origin'], string> = {
  claim: '自己领取',
  staff: '店铺发放',
  code: '兑换码',
  order: '下单赠送',
  friend: '好友转赠',
};
export const BATCH_KINDS: Record<Item<'listCodeBatches'>['kind'], string> = {
  made: '批量生成',
  uploaded: '导入的码',
  shared: '通用码',
};
export const BATCH_STATES: Record<Item<'listCodeBatches'>['state'], StatusLook> = {
  making: { text: '生成中', color: 'processing' },
  ready: { text: '可兑换', color: 'success' },
  voided: { text: '已作废', color: 'default' },
};
export const KIND_WORDS: Record<CouponRule['kind'], string> = {
  fixed: '满减券',
  percent: '折扣券',
  freight: '运费券',
  exchange: '兑换券',
};

/** What the form holds: the rule, and which of its alternatives is chosen, so that switching to and fro loses nothing typed. */
export interface CouponDraft {
  name: string;
  threshold: 'none' | 'amount';
  validity: 'days' | 'dates';
  limited: boolean;
  /** Only at some hours of the week. */
  isWeekly: boolean;
  /** Given by itself after an order. */
  handsOut: boolean;
  /** Only for the first, the nth, or an order after a while. */
  hasHistory: boolean;
  rule: CouponRule;
}

export const NEW_COUPON: CouponDraft = {
  name: '',
  threshold: 'amount',
  validity: 'days',
  limited: true,
  isWeekly: false,
  handsOut: false,
  hasHistory: false,
  rule: {
    kind: 'fixed',
    offFen: 2000,
    payPercent: null,
    capFen: null,
    thresholdFen: 10_000,
    scope: { kind: 'all', goodsIds: [], categoryIds: [], tags: [], exceptGoodsIds: [], exceptCategoryIds: [] },
    usableFrom: null,
    usableUntil: null,
    usableDays: 7,
    startAfterDays: 0,
    total: 500,
    perPerson: 1,
    budgetFen: null,
    newcomersOnly: false,
    claimFrom: null,
    claimUntil: null,
    access: 'open',
    hours: null,
    history: null,
    handOut: null,
    excludes: [],
    returns: true,
  },
};

export const draftOf = ({ name, rule }: Pick<AdminCoupon, 'name' | 'rule'>): CouponDraft => ({
  name,
  threshold: rule.thresholdFen > 0 ? 'amount' : 'none',
  validity: rule.usableDays === null ? 'dates' : 'days',
  limited: rule.total !== null,
  isWeekly: rule.hours !== null,
  handsOut: rule.handOut !== null,
  hasHistory: rule.history !== null,
  rule,
});

const ALL_DAY = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '10:00', until: '22:00' };

const historyOf = (history: CouponRule['history']): CouponRule['history'] => {
  const is = history?.is ?? 'first';
  return { is, n: is === 'first' ? 1 : (history?.n ?? 2) };
};

/** The rule that is sent: of each alternative only what is chosen. */
export function ruleOf({
  threshold,
  validity,
  limited,
  isWeekly,
  handsOut,
  hasHistory,
  rule,
}: CouponDraft): CouponRule {
  const days = validity === 'days';
  return {
    ...rule,
    offFen: rule.kind === 'fixed' ? rule.offFen : null,
    payPercent: rule.kind === 'percent' ? rule.payPercent : null,
    capFen: rule.kind === 'fixed' ? null : rule.capFen,
    thresholdFen: threshold === 'none' ? 0 : (rule.thresholdFen ?? 0),
    usableDays: days ? rule.usableDays : null,
    startAfterDays: days ? (rule.startAfterDays ?? 0) : 0,
    usableFrom: days ? null : rule.usableFrom,
    usableUntil: days ? null : rule.usableUntil,
    total: limited ? rule.total : null,
    perPerson: rule.perPerson ?? 1,
    hours: isWeekly ? { ...ALL_DAY, ...rule.hours } : null,
    history: hasHistory ? historyOf(rule.history) : null,
    handOut:
      handsOut && rule.access === 'handed'
        ? { on: 'paid', ...rule.handOut, fromFen: rule.handOut?.fromFen ?? 0 }
        : null,
  };
}
