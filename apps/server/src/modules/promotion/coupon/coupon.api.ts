import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import {
  Choice,
  FenAmount,
  Id,
  MAX_FEN,
  Nullable,
  named,
  PageOf,
  PageQuery,
  Text,
  Time,
} from '../../../kernel/schema.ts';
import { OFFER_GROUPS, Scope, Weekly } from '../scope/index.ts';

export const couponRefusals = refusals({
  COUPON_NOT_FOUND: { status: 404, message: '没有找到这张优惠券，可能已被删除' },
  COUPON_STATE: { status: 409, message: '优惠券的状态已变化，请刷新后重试' },
  COUPON_NOT_ISSUING: { status: 409, message: '这张优惠券已停止发放' },
  COUPON_NOT_YET: { status: 409, message: '还没到领取时间，请稍后再来' },
  COUPON_OVER: { status: 409, message: '这张优惠券的领取时间已过' },
  COUPON_SOLD_OUT: { status: 409, message: '这张优惠券已被领完' },
  COUPON_LIMIT: { status: 409, message: '您已领过这张优惠券，不能再领了' },
  COUPON_NEWCOMERS: { status: 409, message: '这张优惠券仅限没有在本店付过款的新客领取' },
  COUPON_TOO_MANY: { status: 409, message: '同时发放的优惠券最多 100 种，请先停止一些' },
  CODE_UNKNOWN: { status: 404, message: '没有这个兑换码，请检查后重新输入' },
  CODE_USED: { status: 409, message: '这个兑换码已被使用' },
  CODE_VOIDED: { status: 409, message: '这个兑换码已作废' },
  CODES_BEFORE_ISSUE: { status: 409, message: '请先开始发放，再添加兑换码' },
  COUPON_GONE: { status: 409, message: '所选优惠券已被使用或不再可用，请重新选择' },
});

export const COUPON_KINDS = ['fixed', 'percent', 'freight', 'exchange'] as const;
export type CouponKind = (typeof COUPON_KINDS)[number];
const COUPON_STATES = ['draft', 'issuing', 'stopped'] as const;
export type CouponState = (typeof COUPON_STATES)[number];
export const HELD_STATES = ['held', 'locked', 'used', 'returned', 'expired', 'voided'] as const;
export type HeldState = (typeof HELD_STATES)[number];
/** Where a shopper has one from. */
export const ORIGINS = ['claim', 'staff', 'code', 'order', 'friend'] as const;
export type Origin = (typeof ORIGINS)[number];

const Positive = Type.Integer({ minimum: 1, maximum: MAX_FEN, description: 'Integer fen' });

/** What a coupon does, for whom, and how many there are. */
export const CouponRule = Type.Object(
  {
    kind: Choice(
      COUPON_KINDS,
      'fixed: fen off; percent: part of the price off; freight: off the freight; exchange: takes the whole price of one piece, the dearest that it may',
    ),
    offFen: Nullable(Positive),
    payPercent: Nullable(
      Type.Integer({ minimum: 1, maximum: 99, description: 'percent: part that is still paid, 85 for 8.5 折' }),
    ),
    capFen: Nullable(Positive),
    thresholdFen: FenAmount,
    scope: Scope,
    usableFrom: Nullable(Time),
    usableUntil: Nullable(Time),
    usableDays: Nullable(Type.Integer({ minimum: 1, maximum: 365 })),
    startAfterDays: Type.Integer({ minimum: 0, maximum: 90 }),
    total: Nullable(Type.Integer({ minimum: 1, maximum: 10_000_000 })),
    perPerson: Type.Integer({ minimum: 1, maximum: 100 }),
    budgetFen: Nullable(Positive),
    newcomersOnly: Type.Boolean(),
    claimFrom: Nullable(Time),
    claimUntil: Nullable(Time),
    access: Choice(
      ['open', 'link', 'handed', 'code'],
      'open: anybody finds and claims it; link: whoever has the address of its page claims it, and it stands nowhere else; handed: only given by the shop; code: by a code, and given by the shop',
    ),
    hours: Nullable(Weekly),
    history: Nullable(
      Type.Object(
        {
          is: Choice(
            ['first', 'nth', 'again'],
            'first: the first order; nth: the nth; again: days after the last payment',
          ),
          n: Type.Integer({ minimum: 1, maximum: 365, description: 'Which order, or how many days; 1 with `first`' }),
        },
        { additionalProperties: false, description: 'Only for an order with this place among those that were paid' },
      ),
    ),
    handOut: Nullable(
      Type.Object(
        { on: Choice(['paid', 'received']), fromFen: FenAmount },
        {
          additionalProperties: false,
          description: 'Given by itself for an order from so many fen on, when it is paid or received',
        },
      ),
    ),
    excludes: Type.Array(Choice(OFFER_GROUPS), {
      maxItems: OFFER_GROUPS.length,
      uniqueItems: true,
      description: 'Groups that it does not share an order with',
    }),
    returns: Type.Boolean({ description: 'Whether it comes back when the order that used it is wholly refunded' }),
  },
  { additionalProperties: false },
);
export type CouponRule = Static<typeof CouponRule>;

const CouponInput = Type.Object({ name: Text(20), rule: CouponRule }, { additionalProperties: false });
export type CouponInput = Static<typeof CouponInput>;

/** What a shopper reads of a coupon. */
export const CouponWords = Type.Object({
  title: Type.String({ description: '满 100 减 20' }),
  scope: Type.String({ description: '全店商品' }),
  validity: Type.String({ description: '领取后 7 天有效' }),
  lines: Type.Array(Type.String(), { description: 'Every condition, one a line' }),
});

const Figures = Type.Object({
  issued: Type.Integer({ description: 'Coupons that shoppers got' }),
  left: Nullable(Type.Integer({ description: 'That can still be issued; null without a limit' })),
  open: Type.Integer({ description: 'Held or locked in an unpaid order' }),
  used: Type.Integer(),
  ended: Type.Integer({ description: 'Expired or voided' }),
  costFen: Type.Integer({ description: 'Fen that used ones took off' }),
  openFen: Type.Integer({ description: 'Fen of the budget that coupons still open may cost' }),
  budgetLeftFen: Nullable(Type.Integer()),
});
const AdminCoupon = Type.Object({
  id: Id,
  name: Type.String(),
  state: Choice(COUPON_STATES),
  version: Type.Integer(),
  rule: CouponRule,
  words: CouponWords,
  figures: Figures,
  updatedAt: Time,
});
export type AdminCoupon = Static<typeof AdminCoupon>;

named({ CouponRule, CouponInput, CouponWords, CouponFigures: Figures, AdminCoupon });

const params = Type.Object({ id: Id });
const admin = { tag: 'coupon' } as const;

export const listAdminCoupons = operation({
  ...admin,
  method: 'GET',
  url: '/admin/coupons',
  operationId: 'listAdminCoupons',
  summary: 'Coupons of the shop with their figures, latest change first',
  audience: 'promotion:read',
  query: Type.Object({ state: Type.Optional(Choice(COUPON_STATES)), ...PageQuery }, { additionalProperties: false }),
  reply: { status: 200, schema: PageOf(AdminCoupon) },
});
export const getAdminCoupon = operation({
  ...admin,
  method: 'GET',
  url: '/admin/coupons/:id',
  operationId: 'getAdminCoupon',
  summary: 'One coupon with its figures',
  audience: 'promotion:read',
  params,
  reply: { status: 200, schema: AdminCoupon },
});
export const previewCoupon = operation({
  ...admin,
  method: 'POST',
  url: '/admin/coupons/preview',
  operationId: 'previewCoupon',
  summary: 'What shoppers would read of a coupon, what it can cost at most, and what keeps it from being saved',
  audience: 'promotion:read',
  body: Type.Object({ rule: CouponRule }, { additionalProperties: false }),
  repeatable: true,
  reply: {
    status: 200,
    schema: Type.Object({
      words: CouponWords,
      mostFen: Nullable(
        Type.Integer({ description: 'The most that all of them take off; null when nothing bounds it' }),
      ),
      errors: Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
    }),
  },
});
export const createCoupon = operation({
  ...admin,
  method: 'POST',
  url: '/admin/coupons',
  operationId: 'createCoupon',
  summary: 'Adds a coupon as a draft',
  audience: 'promotion:write',
  body: CouponInput,
  reply: { status: 201, schema: AdminCoupon },
});
export const updateCoupon = operation({
  ...admin,
  method: 'PUT',
  url: '/admin/coupons/:id',
  operationId: 'updateCoupon',
  summary:
    'Changes a coupon; once it was issued only to the shopper’s advantage: more of them, a later end, another name',
  audience: 'promotion:write',
  params,
  body: Type.Object(
    { ...CouponInput.properties, version: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }) },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: AdminCoupon },
});
export const setCouponState = operation({
  ...admin,
  method: 'POST',
  url: '/admin/coupons/:id/state',
  operationId: 'setCouponState',
  summary: 'Begins to issue a coupon, or stops; what shoppers hold stays theirs',
  audience: 'promotion:write',
  params,
  body: Type.Object({ state: Choice(['issuing', 'stopped']) }, { additionalProperties: false }),
  reply: { status: 200, schema: AdminCoupon },
});
export const deleteCoupon = operation({
  ...admin,
  method: 'DELETE',
  url: '/admin/coupons/:id',
  operationId: 'deleteCoupon',
  summary: 'Removes a draft',
  audience: 'promotion:write',
  params,
  repeatable: true,
  reply: { status: 204, schema: null },
});
/** More at once belong into an import of their own. */
const MOST_SENT = 100;
export const sendCoupon = operation({
  ...admin,
  method: 'PUT',
  url: '/admin/coupons/:id/sendings/:sendingId',
  operationId: 'sendCoupon',
  summary:
    'Gives one coupon to each of some customers; those who cannot get it are named with the reason. The id of the sending is the caller’s: a repeat gives nothing more',
  audience: 'promotion:write',
  params: Type.Object({ id: Id, sendingId: Id }),
  body: Type.Object(
    { customerIds: Type.Array(Id, { minItems: 1, maxItems: MOST_SENT, uniqueItems: true }) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: {
    status: 200,
    schema: Type.Object({
      sent: Type.Integer(),
      refused: Type.Array(Type.Object({ customerId: Id, code: Type.String(), message: Type.String() })),
    }),
  },
});
