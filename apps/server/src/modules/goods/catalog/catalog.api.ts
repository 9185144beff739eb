import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Day, FenAmount, Id, Nullable, named, PageOf, PageQuery, Text } from '../../../kernel/schema.ts';
import { Picture } from '../media/index.ts';
import { CardDeal, GoodsDeal, GoodsMember, GoodsPromotion } from './promoted.api.ts';

export const catalogRefusals = refusals({
  GOODS_NOT_FOUND: { status: 404, message: '商品不存在或已下架' },
  GOODS_NOT_DRAFT: { status: 409, message: '商品上架过，订单还要用到，不能彻底删除；可以放进回收站' },
  GOODS_HAS_STOCK: { status: 409, message: '商品还有库存，请先在库存中清零再删除' },
  CATEGORY_NOT_FOUND: { status: 404, message: '分类不存在' },
  CATEGORY_IN_USE: { status: 409, message: '分类下还有商品或子分类，不能删除' },
  SKU_CODE_TAKEN: { status: 409, message: '规格编码已被其他商品使用' },
  PRESALE_WRONG: { status: 400, message: '预售请填一种发货时间：指定日期（明天起 330 天内），或付款后 3–60 天内' },
  PRESALE_SERVICES: { status: 400, message: '预售商品不能承诺“48小时发货”之类更早的发货，请从服务承诺中去掉' },
  BARCODE_WRONG: { status: 400, message: '条码应为 8 位或 13 位数字，最后一位是校验码' },
  PARAM_REPEATED: { status: 400, message: '参数名称重复，请合并成一行' },
  SPEC_MATRIX_WRONG: { status: 400, message: '规格组合不完整或有重复，请检查规格表' },
});

/** `bin`: taken away by the merchant, and still there for orders and for second thoughts. */
export const GOODS_STATES = ['draft', 'on', 'off', 'bin'] as const;
/** Those that a list shows unless it is asked for the bin. */
export const LISTED_STATES = ['draft', 'on', 'off'] as const;
export const ById = Type.Object({ id: Id });

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

export const DetailBlock = Type.Union([
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

/** A fact about a product, as the table on its page shows it: 材质, 纯棉. */
export const Param = Type.Object({ name: Text(20), value: Text(100) }, { additionalProperties: false });
export type Param = Static<typeof Param>;

export const SkuView = Type.Object({
  id: Id,
  code: Type.String(),
  specs: Type.Array(Type.String(), { description: 'One value an axis, in the order of `specs`' }),
  priceFen: FenAmount,
  marketPriceFen: Nullable(FenAmount),
  picture: Nullable(Type.String()),
  available: Type.Integer({ description: 'Pieces that can be sold now' }),
});
export const GoodsDetail = Type.Object({
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
  params: Type.Array(Param, { description: 'Facts, in the order in which they are shown' }),
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

export const listRelatedGoods = operation({
  method: 'GET',
  url: '/shop/goods/:id/related',
  operationId: 'listRelatedGoods',
  tag: 'catalog',
  summary: 'Goods on sale to look at next: those that the merchant chose, then others of the category; twelve at most',
  audience: 'anyone',
  params: ById,
  reply: { status: 200, schema: Type.Object({ items: Type.Array(GoodsCard) }) },
});

/** A product changed in a way that search, caches or channels care about. */
export interface GoodsChanged {
  goodsId: string;
}

named({ GoodsCard, DetailBlock, SpecAxis, Param, SkuView, GoodsDetail, ShopGoods });
