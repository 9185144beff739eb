import type { BodyOf, ReplyOf } from '@jishi/api-client';
import type { StatusLook } from '../../../parts/StatusTag.tsx';

export type AdminCoupon = ReplyOf<'getAdminCoupon'>;
export type CouponRule = BodyOf<'createCoupon'>['rule'];

export const COUPON_STATES: Record<AdminCoupon['state'], StatusLook> = {
  draft: { text: '草稿', color: 'default' },
  issuing: { text: '发放中', color: 'success' },
  stopped: { text: '已停止', color: 'warning' },
};
export const KIND_WORDS: Record<CouponRule['kind'], string> = { fixed: '满减券', percent: '折扣券', freight: '运费券' };

/** What the form holds: the rule, and which of its alternatives is chosen, so that switching to and fro loses nothing typed. */
export interface CouponDraft {
  name: string;
  threshold: 'none' | 'amount';
  validity: 'days' | 'dates';
  limited: boolean;
  rule: CouponRule;
}

export const NEW_COUPON: CouponDraft = {
  name: '',
  threshold: 'amount',
  validity: 'days',
  limited: true,
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
    excludes: [],
    returns: true,
  },
};

export const draftOf = ({ name, rule }: Pick<AdminCoupon, 'name' | 'rule'>): CouponDraft => ({
  name,
  threshold: rule.thresholdFen > 0 ? 'amount' : 'none',
  validity: rule.usableDays === null ? 'dates' : 'days',
  limited: rule.total !== null,
  rule,
});

/** The rule that is sent: of each alternative only what is chosen. */
export function ruleOf({ threshold, validity, limited, rule }: CouponDraft): CouponRule {
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
  };
}
