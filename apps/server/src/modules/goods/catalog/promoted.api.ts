import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, FenAmount, Id, Nullable, named, Time } from '../../../kernel/schema.ts';

/** Fen that a discount of this moment leaves, and of what. */
export const CardDeal = Type.Object({
  label: Type.String({ description: '"限时 8 折"' }),
  priceFen: FenAmount,
  maxPriceFen: FenAmount,
  struckFen: Nullable({
    ...FenAmount,
    description: 'What the lowest price is compared with: a price really paid; null: nothing',
  }),
});
export type CardDeal = Static<typeof CardDeal>;
/** Another price of each piece for a time, which runs or comes within a day. */
export const GoodsDeal = Type.Object({
  id: Id,
  label: Type.String(),
  state: Choice(['on', 'soon']),
  startsAt: Time,
  endsAt: Time,
  left: Nullable(
    Type.Integer({ minimum: 0, description: 'Pieces that can still be had at this price; null: no limit' }),
  ),
  sentences: Type.Array(Type.String(), { description: 'The whole rule' }),
  skus: Type.Array(
    Type.Object({
      skuId: Id,
      priceFen: FenAmount,
      struckFen: Nullable({
        ...FenAmount,
        description: 'What it is compared with: a price really paid; null: nothing',
      }),
    }),
    { description: 'SKUs that get cheaper' },
  ),
});
export type GoodsDeal = Static<typeof GoodsDeal>;
/** A promotion that counts several pieces. */
export const GoodsPromotion = Type.Object({
  id: Id,
  tag: Type.String({ description: '"满减"' }),
  label: Type.String(),
  endsAt: Time,
  sentences: Type.Array(Type.String()),
});
export type GoodsPromotion = Static<typeof GoodsPromotion>;
/** The price for members of a level, which everybody may see. */
export const GoodsMember = Type.Object({
  id: Id,
  priceFen: { ...FenAmount, description: 'The lowest' },
  text: Type.String({ description: 'What it takes' }),
  skus: Type.Array(Type.Object({ skuId: Id, priceFen: FenAmount })),
});
export type GoodsMember = Static<typeof GoodsMember>;
const SkuPrices = Type.Object({
  skuId: Id,
  priceFen: FenAmount,
  comparedFen: Nullable({
    ...FenAmount,
    description: 'What a struck price may be at most: the lowest deal of seven days, else the last one',
  }),
  lowest30Fen: Nullable({ ...FenAmount, description: 'The lowest that it was offered or sold for in thirty days' }),
});
export const getGoodsPrices = operation({
  method: 'GET',
  url: '/shop/goods/:id/prices',
  operationId: 'getGoodsPrices',
  tag: 'catalog',
  summary: 'Past prices of a product: what its price may be compared with, and the lowest of a month',
  audience: 'anyone',
  params: Type.Object({ id: Id }),
  reply: { status: 200, schema: Type.Object({ items: Type.Array(SkuPrices) }) },
});

named({ CardDeal, GoodsDeal, GoodsPromotion, GoodsMember, SkuPrices });
