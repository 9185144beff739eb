export { GoodsCard, type GoodsInput } from './catalog.api.ts';
export { cardPage, catalog, keptLists } from './catalog.routes.ts';
export {
  availability,
  createCategory,
  createGoods,
  goodsChanged,
  goodsFinder,
  setGoodsState,
} from './catalog.service.ts';
export { cardsOf, everySku, goodsRow, namedSkus, saleSkus, skusOf } from './catalog.store.ts';
