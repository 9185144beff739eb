export { GoodsCard, Presale } from './catalog.api.ts';
export { catalog } from './catalog.routes.ts';
export {
  availability,
  createGoods,
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
  relateGoods,
  type SaleSku,
  saleSkus,
  skusOf,
} from './catalog.store.ts';
export { createCategory, deleteCategory } from './category.service.ts';
export { type GoodsInput, listAdminGoods } from './editor.api.ts';
export { lockFigures, writeFigures } from './figure.store.ts';
export { goodsByFreight, setFreight } from './freight.store.ts';
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
export { putTemplate, removeTerm, replaceTerms } from './term.store.ts';
