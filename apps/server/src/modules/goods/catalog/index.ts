export { GoodsCard, type GoodsInput, listAdminGoods, Presale } from './catalog.api.ts';
export { catalog } from './catalog.routes.ts';
export {
  availability,
  createCategory,
  createGoods,
  deleteCategory,
  goodsChanged,
  goodsFinder,
  removeUnsold,
  setGoodsState,
} from './catalog.service.ts';
export {
  cardsOf,
  everySku,
  goodsRow,
  hasGoodsOnSale,
  namedSkus,
  type SaleSku,
  saleSkus,
  skusOf,
} from './catalog.store.ts';
export { lockFigures, writeFigures } from './figure.store.ts';
export { noteDeals, type PastPrices, pastPrices } from './price-history.store.ts';
export {
  CardPage,
  cardPage,
  GOODS,
  keptLists,
  type PromotedGoods,
  type Promotions,
  promotions,
  promotionsOf,
} from './promoted.ts';
export {
  cardsOfRange,
  cardsOfRangeByGap,
  GAP_CURSOR,
  goodsOfRange,
  knownPlaces,
  pictureOfRange,
  skusOfRange,
} from './range.store.ts';
