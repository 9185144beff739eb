export { type CategoryInput, catalogRefusals, GoodsCard, type GoodsInput } from './catalog.api.ts';
export { cardPage, catalog } from './catalog.routes.ts';
export { availability, createCategory, createGoods, goodsChanged, setGoodsState } from './catalog.service.ts';
export { cardsOf, goodsRow, namedSkus, onSaleIds, type SaleSku, saleSkus } from './catalog.store.ts';
