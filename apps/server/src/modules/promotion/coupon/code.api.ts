import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, Id, Nullable, named, PageOf, PageQuery, Text, Time } from '../../../kernel/schema.ts';
import { HeldCoupon } from './held.api.ts';

const BATCH_KINDS = ['made', 'uploaded', 'shared'] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];
const BATCH_STATES = ['making', 'ready', 'voided'] as const;
export type BatchState = (typeof BATCH_STATES)[number];
const CODE_STATES = ['open', 'used', 'voided'] as const;
export type CodeState = (typeof CODE_STATES)[number];

/** More belong into a second batch. */
const MOST_MADE = 100_000;
const MOST_UPLOADED = 10_000;

const CodeBatch = Type.Object({
  id: Id,
  kind: Choice(
    BATCH_KINDS,
    'made: single codes by the server; uploaded: single codes of the merchant; shared: one for all',
  ),
  state: Choice(BATCH_STATES),
  code: Nullable(Type.String({ description: 'The shared one' })),
  wanted: Type.Integer({ description: 'Codes' }),
  made: Type.Integer({ description: 'Of them there by now' }),
  redeemed: Type.Integer({ description: 'How often they were used' }),
  createdAt: Time,
});
export type CodeBatch = Static<typeof CodeBatch>;
const CouponCode = Type.Object({ code: Type.String(), state: Choice(CODE_STATES), usedAt: Nullable(Time) });
named({ CodeBatch, CouponCode });

const params = Type.Object({ id: Id });
const admin = { tag: 'coupon' } as const;

export const listCodeBatches = operation({
  ...admin,
  method: 'GET',
  url: '/admin/coupons/:id/code-batches',
  operationId: 'listCodeBatches',
  summary: 'Codes of a coupon by the batches in which they were made, newest first',
  audience: 'promotion:write',
  params,
  query: Type.Object(PageQuery, { additionalProperties: false }),
  reply: { status: 200, schema: PageOf(CodeBatch) },
});
const AddCodes = Type.Object(
  {
    kind: Choice(BATCH_KINDS),
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_MADE, description: 'Of kind made' })),
    lines: Type.Optional(
      Type.Array(Text(100, 0), {
        maxItems: MOST_UPLOADED,
        description: 'Of kind uploaded: one code a line; empty lines count in the numbers that errors name',
      }),
    ),
    code: Type.Optional(Text(40)),
  },
  { additionalProperties: false },
);
export type AddCodes = Static<typeof AddCodes>;
export const addCodes = operation({
  ...admin,
  method: 'POST',
  url: '/admin/coupons/:id/code-batches',
  operationId: 'addCodes',
  summary:
    'Adds codes that a coupon is got by: so many made by the server in the background, a list of one’s own of which a wrong line is named, or one for everybody',
  audience: 'promotion:write',
  params,
  body: AddCodes,
  reply: { status: 201, schema: CodeBatch },
});
export const voidCodes = operation({
  ...admin,
  method: 'POST',
  url: '/admin/code-batches/:id/voiding',
  operationId: 'voidCodes',
  summary: 'Voids what is not used of a batch of codes; coupons that were got by it stay',
  audience: 'promotion:write',
  params,
  repeatable: true,
  reply: { status: 200, schema: CodeBatch },
});
export const listCodes = operation({
  ...admin,
  method: 'GET',
  url: '/admin/coupon-codes',
  operationId: 'listCodes',
  summary: 'Single codes of a batch; who knows one can use it',
  audience: 'promotion:write',
  query: Type.Object(
    { batchId: Id, state: Type.Optional(Choice(CODE_STATES)), ...PageQuery },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(CouponCode) },
});

export const redeemCode = operation({
  method: 'POST',
  url: '/shop/my-coupons/redemptions',
  operationId: 'redeemCode',
  tag: 'coupon',
  summary: 'Gets the coupon that a code stands for; blanks, dashes and small letters do not matter',
  audience: 'shopper',
  body: Type.Object({ code: Text(60) }, { additionalProperties: false }),
  // Guessing: a single code has sixty random bits, a shared one is a word of the merchant's.
  limit: { per: 'caller', burst: 10, perMinute: 3, refusedOnly: true },
  reply: { status: 201, schema: HeldCoupon },
});
