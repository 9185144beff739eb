import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, FenAmount, Id, Nullable, named, PageOf, PageQuery, Time } from '../../../kernel/schema.ts';
import { GoodsCard } from '../../goods/catalog/index.ts';
import { COUPON_KINDS, CouponWords, HELD_STATES, ORIGINS } from './coupon.api.ts';

/** What a ticket draws. */
const Ticket = {
  kind: Choice(COUPON_KINDS),
  offFen: Nullable(FenAmount),
  payPercent: Nullable(Type.Integer()),
  capFen: Nullable(FenAmount),
  thresholdFen: FenAmount,
  name: Type.String(),
  words: CouponWords,
};

/** How a coupon stands for the one who looks at it. */
const STANDINGS = ['open', 'have', 'took', 'out', 'soon', 'over', 'newcomers', 'handed', 'code'] as const;
export type Standing = (typeof STANDINGS)[number];
const OfferedCoupon = Type.Object({
  id: Id,
  ...Ticket,
  standing: Choice(
    STANDINGS,
    'open: can be claimed; have: claimed and usable; took: claimed as often as allowed; out: none left; handed: only given by the shop; code: by a code',
  ),
  claimFrom: Nullable(Time),
  claimUntil: Nullable(Time),
  leftPercent: Nullable(Type.Integer({ minimum: 0, maximum: 100, description: 'Null without a limit' })),
});
export type OfferedCoupon = Static<typeof OfferedCoupon>;

export const HeldCoupon = Type.Object({
  id: Id,
  couponId: Id,
  ...Ticket,
  state: Choice(HELD_STATES),
  origin: Choice(ORIGINS),
  from: Time,
  until: Type.String({ format: 'date-time', description: 'The first instant at which it cannot be used' }),
  orderId: Nullable(Id),
  voidReason: Nullable(Type.String()),
});
export type HeldCoupon = Static<typeof HeldCoupon>;
named({ OfferedCoupon, HeldCoupon });

const params = Type.Object({ id: Id });

export const listCoupons = operation({
  method: 'GET',
  url: '/shop/coupons',
  operationId: 'listCoupons',
  tag: 'coupon',
  summary: 'Coupons that can be claimed now or soon; with goodsId only those that the product counts for',
  audience: 'anyone',
  query: Type.Object({ goodsId: Type.Optional(Id) }, { additionalProperties: false }),
  reply: { status: 200, schema: Type.Object({ items: Type.Array(OfferedCoupon) }) },
});
export const getCoupon = operation({
  method: 'GET',
  url: '/shop/coupons/:id',
  operationId: 'getCoupon',
  tag: 'coupon',
  summary: 'One coupon: what it does and where it can be used',
  audience: 'anyone',
  params,
  reply: { status: 200, schema: OfferedCoupon },
});
export const listCouponGoods = operation({
  method: 'GET',
  url: '/shop/coupons/:id/goods',
  operationId: 'listCouponGoods',
  tag: 'coupon',
  summary: 'Goods on sale that a coupon can be used for',
  audience: 'anyone',
  params,
  query: Type.Object(PageQuery, { additionalProperties: false }),
  reply: { status: 200, schema: PageOf(GoodsCard) },
});
export const claimCoupon = operation({
  method: 'POST',
  url: '/shop/coupons/:id/claims',
  operationId: 'claimCoupon',
  tag: 'coupon',
  summary: 'Claims a coupon for the shopper',
  audience: 'shopper',
  params,
  reply: { status: 201, schema: HeldCoupon },
});
const TABS = ['usable', 'used', 'ended'] as const;
export const listMyCoupons = operation({
  method: 'GET',
  url: '/shop/my-coupons',
  operationId: 'listMyCoupons',
  tag: 'coupon',
  summary: 'The shopper’s coupons: usable ones that end first, used and ended ones latest first',
  audience: 'shopper',
  query: Type.Object({ tab: Choice(TABS), ...PageQuery }, { additionalProperties: false }),
  reply: { status: 200, schema: PageOf(HeldCoupon) },
});
export const countMyCoupons = operation({
  method: 'GET',
  url: '/shop/my-coupons/count',
  operationId: 'countMyCoupons',
  tag: 'coupon',
  summary: 'How many coupons the shopper can use, and how many of them end within three days',
  audience: 'shopper',
  reply: { status: 200, schema: Type.Object({ usable: Type.Integer(), endingSoon: Type.Integer() }) },
});
