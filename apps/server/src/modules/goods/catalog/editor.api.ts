import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
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
import { Picture } from '../media/index.ts';
import { ById, DetailBlock, GOODS_STATES, GoodsDetail, Param, Presale, SkuView, SpecAxis } from './catalog.api.ts';

const PriceFen = Type.Integer({ minimum: 1, maximum: MAX_FEN });
export const SkuInput = Type.Object(
  {
    id: Type.Optional(Id),
    code: Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}$' }),
    specs: Type.Array(Text(30), { maxItems: 3 }),
    priceFen: PriceFen,
    marketPriceFen: Nullable(PriceFen),
    costFen: Nullable(FenAmount),
    weightGrams: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    volumeCm3: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000, description: 'Cubic centimetres' })),
    barcode: Type.Optional(
      Nullable(Type.String({ pattern: '^(\\d{8}|\\d{13})$', description: 'EAN-8 or EAN-13 with its check digit' })),
    ),
    picture: Nullable(Picture),
  },
  { additionalProperties: false },
);
export type SkuInput = Static<typeof SkuInput>;
export const GoodsInput = Type.Object(
  {
    title: Text(60),
    subtitle: Text(100, 0),
    brand: Text(30, 0),
    unit: Text(6),
    categoryId: Id,
    pictures: Type.Array(Picture, { minItems: 1, maxItems: 9 }),
    specs: Type.Array(SpecAxis, { maxItems: 3 }),
    skus: Type.Array(SkuInput, { minItems: 1, maxItems: 200 }),
    services: Type.Array(Text(20), { maxItems: 8 }),
    detail: Type.Array(DetailBlock, { maxItems: 40 }),
    tags: Type.Array(Text(10), { maxItems: 5 }),
    params: Type.Optional(Type.Array(Param, { maxItems: 40 })),
    relatedIds: Type.Optional(
      Type.Array(Id, { maxItems: 12, uniqueItems: true, description: 'Goods that are shown beside it, in this order' }),
    ),
    sort: Type.Integer({ minimum: 0, maximum: 999_999, description: 'Higher comes first' }),
    presale: Type.Optional(Nullable(Presale)),
  },
  { additionalProperties: false },
);
export type GoodsInput = Static<typeof GoodsInput>;
const AdminSku = Type.Object({
  ...SkuView.properties,
  costFen: Nullable(FenAmount),
  weightGrams: Type.Integer(),
  volumeCm3: Type.Integer(),
  barcode: Nullable(Type.String()),
});
export const AdminGoods = Type.Object({
  ...GoodsDetail.properties,
  skus: Type.Array(AdminSku),
  relatedIds: Type.Array(Id),
  sort: Type.Integer(),
  version: Type.Integer({ description: 'Send it back as `version`; a newer one refuses with CONFLICT' }),
  updatedAt: Time,
});
export type AdminGoods = Static<typeof AdminGoods>;
const AdminGoodsRow = Type.Object({
  id: Id,
  title: Type.String(),
  picture: Type.String(),
  categoryName: Type.String(),
  state: Choice(GOODS_STATES),
  priceFen: FenAmount,
  maxPriceFen: FenAmount,
  skuCount: Type.Integer(),
  available: Type.Integer({ description: 'Pieces over all SKUs' }),
  sold: Type.Integer({
    description: 'Pieces ever sold, less those that came back before dispatch; a few minutes old at most',
  }),
  createdAt: Time,
  updatedAt: Time,
});

const ADMIN_GOODS_SORTS = [
  ...(['updated-up', 'updated-down', 'created-up', 'created-down', 'price-up', 'price-down'] as const),
  ...(['stock-up', 'stock-down', 'sold-up', 'sold-down'] as const),
] as const;
export type AdminGoodsSort = (typeof ADMIN_GOODS_SORTS)[number];
export const listAdminGoods = operation({
  method: 'GET',
  url: '/admin/goods',
  operationId: 'listAdminGoods',
  tag: 'catalog',
  summary: 'Goods in any state but the bin, newest change first or as `sort` says',
  audience: 'goods:read',
  query: Type.Object(
    {
      state: Type.Optional(Choice(GOODS_STATES)),
      category: Type.Optional(Id),
      keyword: Type.Optional(Text(60)),
      sort: Type.Optional(
        Choice(ADMIN_GOODS_SORTS, 'The order by stock and sales is a few minutes old at most, like `sold`'),
      ),
      ...PageQuery,
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(AdminGoodsRow) },
});
export const getAdminGoods = operation({
  method: 'GET',
  url: '/admin/goods/:id',
  operationId: 'getAdminGoods',
  tag: 'catalog',
  summary: 'One product as the editor needs it',
  audience: 'goods:read',
  params: ById,
  reply: { status: 200, schema: AdminGoods },
});
export const createGoods = operation({
  method: 'POST',
  url: '/admin/goods',
  operationId: 'createGoods',
  tag: 'catalog',
  summary: 'Adds a product as a draft',
  audience: 'goods:write',
  body: GoodsInput,
  reply: { status: 201, schema: AdminGoods },
});
export const updateGoods = operation({
  method: 'PUT',
  url: '/admin/goods/:id',
  operationId: 'updateGoods',
  tag: 'catalog',
  summary: 'Replaces a product; a SKU that is left out is retired',
  audience: 'goods:write',
  params: ById,
  body: Type.Object(
    { ...GoodsInput.properties, version: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 200, schema: AdminGoods },
});
export const deleteGoods = operation({
  method: 'DELETE',
  url: '/admin/goods/:id',
  operationId: 'deleteGoods',
  tag: 'catalog',
  summary: 'Removes for good a product that was never on sale and holds no stock',
  audience: 'goods:write',
  params: ById,
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const STATE_CHANGES = ['on', 'off', 'bin', 'restore'] as const;
export const setGoodsState = operation({
  method: 'POST',
  url: '/admin/goods/state',
  operationId: 'setGoodsState',
  tag: 'catalog',
  summary:
    'Puts goods on sale or takes them off, into the bin (`bin`) or out of it (`restore`: off sale, or a draft again), up to 100 at once',
  audience: 'goods:write',
  body: Type.Object(
    { ids: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }), state: Choice(STATE_CHANGES) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 200, schema: Type.Object({ changed: Type.Integer() }) },
});
named({ SkuInput, GoodsInput, AdminSku, AdminGoods, AdminGoodsRow });
