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
  Quantity,
  SignedFen,
  Text,
  Time,
} from '../../../kernel/schema.ts';

export const freightRefusals = refusals({
  FREIGHT_NOT_FOUND: { status: 404, message: '运费模板不存在，可能已被删除' },
  FREIGHT_NAME_TAKEN: { status: 409, message: '已有同名的运费模板，请换一个名称' },
  FREIGHT_WRONG: { status: 400, message: '运费模板填写有误，请检查' },
  FREIGHT_IN_USE: { status: 409, message: '还有商品使用这个模板，或者它是默认模板，不能删除' },
  FREIGHT_FULL: { status: 409, message: '运费模板最多 100 个，请先删除不用的' },
});

/** What is counted: pieces, grams, or cubic centimetres. */
const WAYS = ['piece', 'weight', 'volume'] as const;
export type FreightWay = (typeof WAYS)[number];
/** A region of GB/T 2260: a province, a city or a district. */
const RegionCode = Type.String({ pattern: '^[1-9]\\d{5}$', description: 'GB/T 2260: province, city or district' });
const RegionCodes = Type.Array(RegionCode, { minItems: 1, maxItems: 3500, uniqueItems: true });
const MOST_UNITS = 100_000_000;
const Units = (description: string) => Type.Integer({ minimum: 1, maximum: MOST_UNITS, description });
const charge = {
  isFree: Type.Boolean({ description: 'Nothing is charged; the other figures mean nothing then' }),
  firstUnits: Units('Pieces, grams or cm³ that the first fee covers'),
  firstFen: FenAmount,
  moreUnits: Units('Each of these begun after the first costs `moreFen`'),
  moreFen: FenAmount,
  freeFromFen: Nullable(
    Type.Integer({
      minimum: 1,
      maximum: MAX_FEN,
      description: 'Free from this much of its goods, fen after discounts',
    }),
  ),
  freeFromPieces: Nullable(
    Type.Integer({ minimum: 1, maximum: 9999, description: 'Free from this many pieces of its goods' }),
  ),
  freeNeedsBoth: Type.Boolean({ description: 'Whether both conditions must hold, where both are given' }),
};
const Charge = Type.Object(charge, { additionalProperties: false });
const Zone = Type.Object({ regions: RegionCodes, ...charge }, { additionalProperties: false });
const Surcharge = Type.Object(
  {
    regions: RegionCodes,
    fen: Type.Integer({ minimum: 1, maximum: MAX_FEN, description: 'Once an order, also where sending is free' }),
  },
  { additionalProperties: false },
);
const Terms = Type.Object(
  {
    by: Choice(WAYS),
    rest: Type.Object(Charge.properties, {
      additionalProperties: false,
      description: 'What holds wherever no zone does, so that no region is free by accident',
    }),
    zones: Type.Array(Zone, { maxItems: 40 }),
    surcharges: Type.Array(Surcharge, { maxItems: 20 }),
    unsent: Nullable(
      Type.Object(
        { regions: RegionCodes, reason: Type.String({ ...Text(60, 0), description: 'For shoppers' }) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type FreightTerms = Static<typeof Terms>;
export type FreightCharge = Static<typeof Charge>;
const TemplateInput = Type.Object({ name: Text(20), terms: Terms }, { additionalProperties: false });
export type FreightInput = Static<typeof TemplateInput>;
const FreightTemplate = Type.Object({
  id: Id,
  name: Type.String(),
  terms: Terms,
  isDefault: Type.Boolean({ description: 'For goods that name no template' }),
  goods: Type.Integer({ description: 'Goods that name it' }),
  version: Type.Integer(),
  updatedAt: Time,
});
export type FreightTemplate = Static<typeof FreightTemplate>;

const common = { tag: 'freight' } as const;
const ById = Type.Object({ id: Id });
export const listFreightTemplates = operation({
  ...common,
  method: 'GET',
  url: '/admin/freight/templates',
  operationId: 'listFreightTemplates',
  summary: 'All freight templates of the shop, the default one first',
  audience: 'goods:read',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(FreightTemplate) }) },
});
export const getFreightTemplate = operation({
  ...common,
  method: 'GET',
  url: '/admin/freight/templates/:id',
  operationId: 'getFreightTemplate',
  summary: 'One freight template',
  audience: 'goods:read',
  params: ById,
  reply: { status: 200, schema: FreightTemplate },
});
export const createFreightTemplate = operation({
  ...common,
  method: 'POST',
  url: '/admin/freight/templates',
  operationId: 'createFreightTemplate',
  summary: 'Adds a freight template',
  audience: 'settings:write',
  body: TemplateInput,
  reply: { status: 201, schema: FreightTemplate },
});
export const updateFreightTemplate = operation({
  ...common,
  method: 'PUT',
  url: '/admin/freight/templates/:id',
  operationId: 'updateFreightTemplate',
  summary: 'Replaces a freight template; orders that were placed keep their freight',
  audience: 'settings:write',
  params: ById,
  body: Type.Object(
    { ...TemplateInput.properties, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 200, schema: FreightTemplate },
});
export const deleteFreightTemplate = operation({
  ...common,
  method: 'DELETE',
  url: '/admin/freight/templates/:id',
  operationId: 'deleteFreightTemplate',
  summary: 'Removes a freight template that no goods name and that is not the default',
  audience: 'settings:write',
  params: ById,
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const putDefaultFreight = operation({
  ...common,
  method: 'PUT',
  url: '/admin/freight/default',
  operationId: 'putDefaultFreight',
  summary: 'Which template holds for goods that name none; null: the flat freight of the settings',
  audience: 'settings:write',
  body: Type.Object({ id: Nullable(Id) }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: Type.Object({ items: Type.Array(FreightTemplate) }) },
});
export const putFreightGoods = operation({
  ...common,
  method: 'PUT',
  url: '/admin/freight/goods',
  operationId: 'putFreightGoods',
  summary: 'Has goods sent by a template; null: by the shop’s own',
  audience: 'goods:write',
  body: Type.Object(
    { id: Nullable(Id), goodsIds: Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 200, schema: Type.Object({ changed: Type.Integer() }) },
});

const FreightAnswer = Type.Object({
  unsent: Nullable(Type.String({ description: 'Why it is not sent there' })),
  freightFen: Nullable(FenAmount),
  oneMoreFen: Nullable({
    ...SignedFen,
    description: 'What one more piece would change, fen; negative where that makes it free',
  }),
  words: Type.Array(Type.String(), { description: 'How it comes about' }),
});
export const previewFreight = operation({
  ...common,
  method: 'POST',
  url: '/admin/freight/preview',
  operationId: 'previewFreight',
  summary: 'What a template would charge; saves nothing',
  audience: 'goods:read',
  body: Type.Object(
    {
      terms: Terms,
      regionCode: Nullable(RegionCode),
      pieces: Quantity,
      unitsEach: Type.Integer({ minimum: 0, maximum: MOST_UNITS, description: 'Grams or cm³ a piece; by pieces: 1' }),
      goodsFen: FenAmount,
    },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 200, schema: FreightAnswer },
});

export const getFreight = operation({
  ...common,
  method: 'GET',
  url: '/shop/freight',
  operationId: 'getFreight',
  summary: 'What it costs to send pieces of one SKU to an address of the shopper’s, or to a region',
  audience: 'anyone',
  query: Type.Object(
    {
      skuId: Id,
      quantity: Type.Optional(Quantity),
      regionCode: Type.Optional(RegionCode),
    },
    { additionalProperties: false },
  ),
  reply: {
    status: 200,
    schema: Type.Object({
      ...FreightAnswer.properties,
      place: Nullable(Type.String({ description: 'Where that is: a region, or of the shopper’s default address' })),
      text: Type.String({ description: 'All of it in one sentence' }),
    }),
  },
});

named({ FreightTerms: Terms, FreightTemplate, FreightAnswer });
