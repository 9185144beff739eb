import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import {
  Choice,
  Day,
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
import { CardDeal, GoodsDeal, GoodsMember, GoodsPromotion } from './promoted.api.ts';

export const catalogRefusals = refusals({
  GOODS_NOT_FOUND: { status: 404, message: '商品不存在或已下架' },
  GOODS_NOT_DRAFT: { status: 409, message: '商品上架过，不能删除；可以下架' },
  GOODS_HAS_STOCK: { status: 409, message: '商品还有库存，请先在库存中清零再删除' },
  CATEGORY_NOT_FOUND: { status: 404, message: '分类不存在' },
  CATEGORY_IN_USE: { status: 409, message: '分类下还有商品或子分类，不能删除' },
  SKU_CODE_TAKEN: { status: 409, message: '规格编码已被其他商品使用' },
  PRESALE_WRONG: { status: 400, message: '预售请填一种发货时间：指定日期（明天起 330 天内），或付款后 3–60 天内' },
  PRESALE_SERVICES: { status: 400, message: '预售商品不能承诺“48小时发货”之类更早的发货，请从服务承诺中去掉' },
  SPEC_MATRIX_WRONG: { status: 400, message: '规格组合不完整或有重复，请检查规格表' },
});

export const GOODS_STATES = ['draft', 'on', 'off'] as const;
const Picture = Type.String({
  maxLength: 200,
  pattern: '^/files/[A-Za-z0-9._-]+$',
  description:
    'Address of an uploaded picture; its size stands in its name (…-750x1000.webp), ?w=360|540|720|1080 is a narrower copy',
});
const PriceFen = Type.Integer({ minimum: 1, maximum: MAX_FEN });

export const GoodsCard = Type.Object({
  id: Id,
  title: Type.String(),
  subtitle: Type.String(),
  picture: Type.String(),
  priceFen: FenAmount,
  maxPriceFen: FenAmount,
  marketPriceFen: Nullable(FenAmount),
  tags: Type.Array(Type.String()),
  deal: Type.Optional(CardDeal),
  badges: Type.Optional(Type.Array(Type.String(), { description: 'What other promotions say: "满 100 减 20"' })),
});
export type GoodsCard = Static<typeof GoodsCard>;

const DetailBlock = Type.Union([
  Type.Object({ kind: Type.Literal('text'), text: Text(2000) }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('picture'), picture: Picture }, { additionalProperties: false }),
]);
export const SpecAxis = Type.Object(
  { name: Text(20), values: Type.Array(Text(30), { minItems: 1, maxItems: 30, uniqueItems: true }) },
  { additionalProperties: false },
);
export type SpecAxis = Static<typeof SpecAxis>;

/** Sold before it is there, and when it is dispatched: exactly one of the two. */
export const Presale = Type.Object(
  {
    shipOn: Nullable(Day),
    shipDays: Nullable(Type.Integer({ minimum: 3, maximum: 60, description: 'Dispatched so many days after payment' })),
  },
  { additionalProperties: false },
);
export type Presale = Static<typeof Presale>;

const SkuView = Type.Object({
  id: Id,
  code: Type.String(),
  specs: Type.Array(Type.String(), { description: 'One value an axis, in the order of `specs`' }),
  priceFen: FenAmount,
  marketPriceFen: Nullable(FenAmount),
  picture: Nullable(Type.String()),
  available: Type.Integer({ description: 'Pieces that can be sold now' }),
});
const GoodsDetail = Type.Object({
  id: Id,
  title: Type.String(),
  subtitle: Type.String(),
  brand: Type.String(),
  unit: Type.String(),
  categoryId: Id,
  state: Choice(GOODS_STATES),
  pictures: Type.Array(Type.String()),
  specs: Type.Array(SpecAxis),
  skus: Type.Array(SkuView),
  services: Type.Array(Type.String()),
  detail: Type.Array(DetailBlock),
  tags: Type.Array(Type.String()),
  presale: Nullable(Presale),
  priceFen: FenAmount,
  maxPriceFen: FenAmount,
  marketPriceFen: Nullable(FenAmount),
});
export type GoodsDetail = Static<typeof GoodsDetail>;
const ShopGoods = Type.Object({
  ...GoodsDetail.properties,
  deal: Nullable(GoodsDeal),
  member: Nullable(GoodsMember),
  promotions: Type.Array(GoodsPromotion, { description: 'What is on for the product beside a price of its own' }),
});
export interface CategoryNode {
  id: string;
  name: string;
  picture: string | null;
  children: CategoryNode[];
}
const CategoryLeaf = Type.Object({ id: Id, name: Type.String(), picture: Nullable(Type.String()) });
const CategoryBranch = Type.Object({
  ...CategoryLeaf.properties,
  children: Type.Array(CategoryLeaf),
});

export const listCategories = operation({
  method: 'GET',
  url: '/shop/categories',
  operationId: 'listCategories',
  tag: 'catalog',
  summary: 'The category tree, two levels',
  audience: 'anyone',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(CategoryBranch) }) },
});
export const GOODS_SORTS = ['default', 'newest', 'price-up', 'price-down'] as const;
export const listGoods = operation({
  method: 'GET',
  url: '/shop/goods',
  operationId: 'listGoods',
  tag: 'catalog',
  summary: 'Goods on sale, of a category or of all',
  audience: 'anyone',
  query: Type.Object(
    { category: Type.Optional(Id), sort: Type.Optional(Choice(GOODS_SORTS)), ...PageQuery },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(GoodsCard) },
});
export const getGoods = operation({
  method: 'GET',
  url: '/shop/goods/:id',
  operationId: 'getGoods',
  tag: 'catalog',
  summary: 'One product with its SKUs and what can be sold of each',
  audience: 'anyone',
  params: Type.Object({ id: Id }),
  reply: { status: 200, schema: ShopGoods },
});

export const SkuInput = Type.Object(
  {
    id: Type.Optional(Id),
    code: Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}$' }),
    specs: Type.Array(Text(30), { maxItems: 3 }),
    priceFen: PriceFen,
    marketPriceFen: Nullable(PriceFen),
    costFen: Nullable(FenAmount),
    weightGrams: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
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
});
export const AdminGoods = Type.Object({
  ...GoodsDetail.properties,
  skus: Type.Array(AdminSku),
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
const ById = Type.Object({ id: Id });
export const listAdminGoods = operation({
  method: 'GET',
  url: '/admin/goods',
  operationId: 'listAdminGoods',
  tag: 'catalog',
  summary: 'Goods in any state, newest change first or as `sort` says',
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
  summary: 'Removes a product that was never on sale and holds no stock',
  audience: 'goods:write',
  params: ById,
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const setGoodsState = operation({
  method: 'POST',
  url: '/admin/goods/state',
  operationId: 'setGoodsState',
  tag: 'catalog',
  summary: 'Puts goods on sale or takes them off, up to 100 at once',
  audience: 'goods:write',
  body: Type.Object(
    { ids: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }), state: Choice(['on', 'off']) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 200, schema: Type.Object({ changed: Type.Integer() }) },
});
const CategoryInput = Type.Object(
  {
    name: Text(20),
    parentId: Nullable(Id),
    picture: Nullable(Picture),
    sort: Type.Integer({ minimum: 0, maximum: 9999 }),
  },
  { additionalProperties: false },
);
export type CategoryInput = Static<typeof CategoryInput>;
const CategoryRow = Type.Object({
  id: Id,
  name: Type.String(),
  parentId: Nullable(Id),
  picture: Nullable(Type.String()),
  sort: Type.Integer(),
});
export const listAdminCategories = operation({
  method: 'GET',
  url: '/admin/categories',
  operationId: 'listAdminCategories',
  tag: 'catalog',
  summary: 'All categories, flat, in order',
  audience: 'goods:read',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(CategoryRow) }) },
});
export const createCategory = operation({
  method: 'POST',
  url: '/admin/categories',
  operationId: 'createCategory',
  tag: 'catalog',
  summary: 'Adds a category; at most two levels',
  audience: 'goods:write',
  body: CategoryInput,
  reply: { status: 201, schema: CategoryRow },
});
export const updateCategory = operation({
  method: 'PUT',
  url: '/admin/categories/:id',
  operationId: 'updateCategory',
  tag: 'catalog',
  summary: 'Replaces a category',
  audience: 'goods:write',
  params: ById,
  body: CategoryInput,
  repeatable: true,
  reply: { status: 200, schema: CategoryRow },
});
export const orderCategories = operation({
  method: 'PUT',
  url: '/admin/categories/order',
  operationId: 'orderCategories',
  tag: 'catalog',
  summary: 'Puts categories that lie beside each other into this order; ones that are gone are passed over',
  audience: 'goods:write',
  body: Type.Object(
    { ids: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const deleteCategory = operation({
  method: 'DELETE',
  url: '/admin/categories/:id',
  operationId: 'deleteCategory',
  tag: 'catalog',
  summary: 'Removes an empty category',
  audience: 'goods:write',
  params: ById,
  repeatable: true,
  reply: { status: 204, schema: null },
});

/** A product changed in a way that search, caches or channels care about. */
export interface GoodsChanged {
  goodsId: string;
}

named({
  GoodsCard,
  DetailBlock,
  SpecAxis,
  SkuView,
  GoodsDetail,
  ShopGoods,
  CategoryLeaf,
  CategoryBranch,
  SkuInput,
  GoodsInput,
  AdminSku,
  AdminGoods,
  AdminGoodsRow,
  CategoryInput,
  CategoryRow,
});
