export { GoodsCard, type GoodsInput, listAdminGoods } from './catalog.api.ts';
export { cardPage, catalog, GOODS, keptLists } from './catalog.routes.ts';
export {
  availability,
  createCategory,
  createGoods,
  goodsChanged,
  goodsFinder,
  setGoodsState,
} from './catalog.service.ts';
export { cardsOf, everySku, goodsRow, namedSkus, type SaleSku, saleSkus, skusOf } from './catalog.store.ts';
export { lockFigures, writeFigures } from './figure.store.ts';
export { cardsOfRange, goodsOfRange, knownPlaces, skusOfRange } from './range.store.ts';
