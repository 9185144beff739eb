import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, FenAmount, Id, Nullable, named, PageOf, PageQuery, Text, Time } from '../../../kernel/schema.ts';
import { HELD_STATES, ORIGINS } from './coupon.api.ts';

const CouponHolder = Type.Object({
  id: Id,
  customerId: Id,
  customerName: Type.String(),
  state: Choice(HELD_STATES),
  origin: Choice(ORIGINS),
  gotAt: Time,
  until: Type.String({ format: 'date-time', description: 'The first instant at which it cannot be used' }),
  orderId: Nullable(Id),
  offFen: Nullable(FenAmount),
  voidReason: Nullable(Type.String()),
});
export type CouponHolder = Static<typeof CouponHolder>;
named({ CouponHolder });

const params = Type.Object({ id: Id });

export const listCouponHolders = operation({
  method: 'GET',
  url: '/admin/coupons/:id/holders',
  operationId: 'listCouponHolders',
  tag: 'coupon',
  summary: 'Who got a coupon, how, and what became of it; latest first',
  audience: 'promotion:read',
  params,
  query: Type.Object({ state: Type.Optional(Choice(HELD_STATES)), ...PageQuery }, { additionalProperties: false }),
  reply: { status: 200, schema: PageOf(CouponHolder) },
});
export const voidHeldCoupons = operation({
  method: 'POST',
  url: '/admin/coupons/:id/voidings',
  operationId: 'voidHeldCoupons',
  tag: 'coupon',
  summary:
    'Voids coupons that shoppers hold, with a reason that they read; those that are used, in an unpaid order, or ended are named',
  audience: 'promotion:write',
  params,
  body: Type.Object(
    { heldIds: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }), reason: Text(100) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: {
    status: 200,
    schema: Type.Object({ voided: Type.Integer(), refused: Type.Array(Id, { description: 'Those that stay' }) }),
  },
});
