export { GoodsCard, type GoodsInput, listAdminGoods } from './catalog.api.ts';
export { cardPage, catalog, GOODS, keptLists } from './catalog.routes.ts';
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
export { cardsOfRange, goodsOfRange, knownPlaces, skusOfRange } from './range.store.ts';
