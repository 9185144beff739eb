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

export const campaignRefusals = refusals({
  CAMPAIGN_NOT_FOUND: { status: 404, message: '活动不存在，可能已被删除' },
  CAMPAIGN_STARTED: {
    status: 409,
    message: '活动已开始，只能延长时间、增加名额或改名称；要改其他内容，请停止后复制新建',
  },
  CAMPAIGN_ENDED: { status: 409, message: '活动已结束或已停止，请复制新建' },
  CAMPAIGN_NOT_DRAFT: { status: 409, message: '发布过的活动不能删除；可以停止' },
  CAMPAIGNS_FULL: { status: 409, message: '进行中和待开始的活动最多 50 个，请先停止不需要的活动' },
});

const CAMPAIGN_KINDS = ['discount', 'reduction', 'pieces', 'extra', 'bundle', 'freight', 'member'] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];
const CAMPAIGN_STATES = ['draft', 'planned', 'running', 'over', 'stopped'] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];
/** Groups of the price engine that a campaign may refuse to share an order or a line with. */

const PayPercent = Type.Integer({ minimum: 1, maximum: 99, description: 'What is still paid: 85 is 8.5 折' });
const OffFen = Type.Integer({ minimum: 1, maximum: MAX_FEN, description: 'Fen taken off' });
const Pieces = (maximum: number, description: string) => Type.Integer({ minimum: 1, maximum, description });

/** Of campaigns that count the pieces that they give, in all and for each person. */
const LIMITS = {
  quota: Nullable(Pieces(1_000_000, 'Pieces at this price in all; null: no limit')),
  perPerson: Nullable(Pieces(9999, 'Pieces at this price a person; null: no limit')),
  returns: Type.Boolean({
    description: 'Whether pieces that are refunded go back to the quota and to the share of the person',
  }),
};

/** 限时折扣: another price of each piece for a time. */
const DiscountRule = Type.Object(
  {
    way: Choice(['percent', 'minus', 'price'], 'A percentage, fen off each piece, or a price of its own for each SKU'),
    payPercent: Nullable(PayPercent),
    offFen: Nullable(OffFen),
    prices: Type.Array(
      Type.Object(
        { skuId: Id, priceFen: Type.Integer({ minimum: 1, maximum: MAX_FEN }) },
        { additionalProperties: false },
      ),
      { maxItems: 500, description: 'With `price`: SKUs of the goods of the scope' },
    ),
    ...LIMITS,
  },
  { additionalProperties: false },
);
export type DiscountRule = Static<typeof DiscountRule>;

const Step = Type.Object(
  {
    from: Type.Integer({ minimum: 1, maximum: MAX_FEN, description: 'Fen of goods, or pieces' }),
    offFen: Nullable(OffFen),
    payPercent: Nullable(PayPercent),
  },
  { additionalProperties: false },
);
/** 满减、满折、满件折: the more is bought, the more is taken off. */
const ReductionRule = Type.Object(
  {
    by: Choice(['amount', 'pieces'], 'What the steps count'),
    steps: Type.Array(Step, { minItems: 1, maxItems: 10 }),
    repeats: Type.Boolean({ description: '每满: the one step applies as often as it fits' }),
    capFen: Nullable(OffFen),
    broken: Choice(
      ['keep', 'deduct'],
      'When goods go back and the rest no longer reaches it. keep: what was paid for them is refunded; deduct: what the rest gets too much is kept back',
    ),
  },
  { additionalProperties: false },
);
export type ReductionRule = Static<typeof ReductionRule>;

/** 第 N 件 X 折、N 件 M 元: counted from the dearest piece. */
const PiecesRule = Type.Object(
  {
    pieces: Type.Integer({ minimum: 2, maximum: 20, description: 'Pieces of a set' }),
    payPercent: Nullable(
      Type.Integer({ minimum: 0, maximum: 99, description: 'What the cheapest of a set still costs' }),
    ),
    priceFen: Nullable(Type.Integer({ minimum: 1, maximum: MAX_FEN, description: 'What a set costs' })),
    mostSets: Nullable(Pieces(100, 'Sets an order; null: as many as fit, 100 at most')),
  },
  { additionalProperties: false },
);
export type PiecesRule = Static<typeof PiecesRule>;

/** 满赠、加价购: for enough goods of the scope, pieces of other SKUs at a price of their own; 0 is a gift. */
const ExtraRule = Type.Object(
  {
    by: Choice(['amount', 'pieces'], 'What `from` counts'),
    from: Type.Integer({ minimum: 1, maximum: MAX_FEN, description: 'Fen of goods, or pieces' }),
    items: Type.Array(
      Type.Object(
        { goodsId: Id, skuId: Id, priceFen: Type.Integer({ minimum: 0, maximum: MAX_FEN }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 20, description: 'What the shopper chooses from' },
    ),
    most: Pieces(20, 'Pieces of them an order'),
    broken: Choice(
      ['keep', 'back', 'deduct'],
      'When goods go back and the rest no longer reaches it. keep: the extra stays; back: it goes back too; deduct: what it was cheaper is kept back',
    ),
    ...LIMITS,
  },
  { additionalProperties: false },
);
export type ExtraRule = Static<typeof ExtraRule>;

/** 套装: certain SKUs together for one price, or so many of them as the shopper likes. */
const BundleRule = Type.Object(
  {
    pick: Nullable(
      Type.Integer({ minimum: 2, maximum: 20, description: 'Free choice: pieces of a set; null: all items' }),
    ),
    items: Type.Array(
      Type.Object(
        { goodsId: Id, skuId: Id, quantity: Pieces(20, 'Pieces of a fixed set; 1 in a free choice') },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 20 },
    ),
    priceFen: Type.Integer({ minimum: 1, maximum: MAX_FEN, description: 'What a set costs' }),
    mostSets: Nullable(Pieces(100, 'Sets an order; null: as many as fit, 100 at most')),
  },
  { additionalProperties: false, description: 'The scope follows from the items, whatever is sent' },
);
export type BundleRule = Static<typeof BundleRule>;

/** 会员价: another price of each piece for customers of a level. */
const MemberRule = Type.Object(
  {
    level: Type.Integer({ minimum: 1, maximum: 5, description: 'Customers of this level and above' }),
    way: Choice(['percent', 'price'], 'A percentage, or a price of its own for each SKU'),
    payPercent: Nullable(PayPercent),
    prices: Type.Array(
      Type.Object(
        { skuId: Id, priceFen: Type.Integer({ minimum: 1, maximum: MAX_FEN }) },
        { additionalProperties: false },
      ),
      { maxItems: 500, description: 'With `price`: SKUs of the goods of the scope' },
    ),
  },
  { additionalProperties: false },
);
export type MemberRule = Static<typeof MemberRule>;

const Provinces = Type.Array(Type.String({ pattern: '^\\d{2}$' }), {
  maxItems: 34,
  uniqueItems: true,
  description: 'First two digits of GB/T 2260',
});
/** 包邮: enough goods free the order of its freight, or of a part of it. */
const FreightRule = Type.Object(
  {
    by: Choice(['amount', 'pieces'], 'What `from` counts'),
    from: Type.Integer({
      minimum: 0,
      maximum: MAX_FEN,
      description: 'Fen of goods after all discounts, or pieces; 0: any',
    }),
    offFen: Nullable(OffFen),
    provinces: { ...Provinces, description: 'Only these; none: all' },
    exceptProvinces: { ...Provinces, description: 'Not these' },
  },
  { additionalProperties: false },
);
export type FreightRule = Static<typeof FreightRule>;

const fields = {
  kind: Choice(CAMPAIGN_KINDS, 'The rule of this name must be there, and no other'),
  name: Text(40),
  startsAt: Time,
  endsAt: Time,
  weekly: Nullable(Weekly),
  scope: Scope,
  excludes: Type.Array(Choice(OFFER_GROUPS), {
    maxItems: OFFER_GROUPS.length,
    uniqueItems: true,
    description: 'Kinds of offers that it does not go with',
  }),
  discount: Type.Optional(DiscountRule),
  reduction: Type.Optional(ReductionRule),
  pieces: Type.Optional(PiecesRule),
  extra: Type.Optional(ExtraRule),
  bundle: Type.Optional(BundleRule),
  freight: Type.Optional(FreightRule),
  member: Type.Optional(MemberRule),
};
const CampaignInput = Type.Object(fields, { additionalProperties: false });
export type CampaignInput = Static<typeof CampaignInput>;

const told = {
  id: Id,
  state: Choice(CAMPAIGN_STATES),
  label: Type.String({ description: 'For the shopper, short' }),
  scopeText: Type.String(),
  stoppedAt: Nullable(Time),
  version: Type.Integer(),
  updatedAt: Time,
};
export const CampaignRow = Type.Object({
  ...told,
  kind: fields.kind,
  name: Type.String(),
  startsAt: Time,
  endsAt: Time,
  weekly: fields.weekly,
  quota: Nullable(Type.Integer()),
  quotaLeft: Nullable(Type.Integer({ description: 'Pieces that can still be had at the price' })),
});
export const Campaign = Type.Object({
  ...fields,
  ...told,
  sentences: Type.Array(Type.String(), { description: 'The whole rule, as a shopper reads it' }),
});
export const CampaignCheck = Type.Object({
  goods: Type.Integer({ description: 'Goods on sale that it covers' }),
  mostFen: Nullable(FenAmount),
  mostText: Type.String({ description: 'The most that it can cost, and how that was found' }),
  belowCost: Type.Array(
    Type.Object({
      skuId: Id,
      title: Type.String(),
      specs: Type.Array(Type.String()),
      priceFen: FenAmount,
      lowestFen: FenAmount,
      costFen: FenAmount,
    }),
    { description: 'SKUs that could be sold below what they cost; the first twenty' },
  ),
  belowCostCount: Type.Integer(),
  sets: Nullable(Type.Integer({ description: 'How many sets of a bundle the stock allows; null for others' })),
  /** What a discount can be compared with; null for others. */
  struck: Nullable(
    Type.Object({
      none: Type.Integer({ description: 'SKUs that were never sold: no price is struck through' }),
      lower: Type.Integer({
        description: 'SKUs that were sold for less than their list price: that is struck through',
      }),
      raised: Type.Integer({ description: 'SKUs whose list price was raised in the seven days before' }),
      text: Type.String(),
    }),
  ),
  overlaps: Type.Array(Type.Object({ id: Id, name: Type.String(), label: Type.String(), text: Type.String() }), {
    description: 'Other campaigns for some of the same goods at some of the same time, and what happens then',
  }),
  sentences: Type.Array(Type.String()),
});
named({
  CampaignInput,
  CampaignRow,
  Campaign,
  CampaignCheck,
  DiscountRule,
  ReductionRule,
  PiecesRule,
  ExtraRule,
  BundleRule,
  FreightRule,
  MemberRule,
});

const one = { params: Type.Object({ id: Id }), tag: 'promotion' } as const;

export const listAdminCampaigns = operation({
  method: 'GET',
  url: '/admin/campaigns',
  operationId: 'listAdminCampaigns',
  tag: 'promotion',
  summary: 'Campaigns, latest change first',
  audience: 'promotion:read',
  query: Type.Object(
    {
      state: Type.Optional(Choice(CAMPAIGN_STATES)),
      kind: Type.Optional(Choice(CAMPAIGN_KINDS)),
      keyword: Type.Optional(Text(40)),
      ...PageQuery,
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(CampaignRow) },
});
export const getAdminCampaign = operation({
  ...one,
  method: 'GET',
  url: '/admin/campaigns/:id',
  operationId: 'getAdminCampaign',
  summary: 'One campaign',
  audience: 'promotion:read',
  reply: { status: 200, schema: Campaign },
});
export const checkCampaign = operation({
  method: 'POST',
  url: '/admin/campaigns/check',
  operationId: 'checkCampaign',
  tag: 'promotion',
  summary: 'What a campaign would cost and mean; saves nothing',
  audience: 'promotion:read',
  body: Type.Object(
    { ...fields, id: Type.Optional({ ...Id, description: 'Of the campaign that is changed' }) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 200, schema: CampaignCheck },
});
const publish = Type.Boolean({ description: 'False: a draft' });
export const createCampaign = operation({
  method: 'POST',
  url: '/admin/campaigns',
  operationId: 'createCampaign',
  tag: 'promotion',
  summary: 'Adds a campaign',
  audience: 'promotion:write',
  body: Type.Object({ ...fields, publish }, { additionalProperties: false }),
  reply: { status: 201, schema: Campaign },
});
export const updateCampaign = operation({
  ...one,
  method: 'PUT',
  url: '/admin/campaigns/:id',
  operationId: 'updateCampaign',
  summary: 'Changes a campaign; one that has started only to the buyer’s advantage',
  audience: 'promotion:write',
  body: Type.Object(
    { ...fields, publish, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 200, schema: Campaign },
});
const CampaignFigures = Type.Object({
  orders: Type.Integer({ description: 'Paid ones' }),
  buyers: Type.Integer(),
  newBuyers: Type.Integer({ description: 'Those who had never paid an order before' }),
  pieces: Type.Integer({ description: 'That it counted for, less returns' }),
  offFen: Type.Integer({ minimum: 0, description: 'Fen taken off, less refunds' }),
  salesFen: Type.Integer({ minimum: 0, description: 'Fen of these orders, less refunds' }),
});
named({ CampaignFigures });
export const getCampaignFigures = operation({
  ...one,
  method: 'GET',
  url: '/admin/campaigns/:id/figures',
  operationId: 'getCampaignFigures',
  summary: 'What a campaign has done so far, read from the parts that orders keep',
  audience: 'promotion:read',
  reply: { status: 200, schema: CampaignFigures },
});
export const stopCampaign = operation({
  ...one,
  method: 'POST',
  url: '/admin/campaigns/:id/stop',
  operationId: 'stopCampaign',
  summary: 'Ends a campaign for good; orders that were placed keep their price',
  audience: 'promotion:write',
  reply: { status: 200, schema: Campaign },
});
export const deleteCampaign = operation({
  ...one,
  method: 'DELETE',
  url: '/admin/campaigns/:id',
  operationId: 'deleteCampaign',
  summary: 'Removes a draft',
  audience: 'promotion:write',
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const setCustomerLevel = operation({
  ...one,
  method: 'PUT',
  url: '/admin/customers/:id/level',
  operationId: 'setCustomerLevel',
  summary: 'Sets the level that member’s prices ask for; 0 takes it away',
  audience: 'promotion:write',
  body: Type.Object({ level: Type.Integer({ minimum: 0, maximum: 5 }) }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: Type.Object({ level: Type.Integer() }) },
});
