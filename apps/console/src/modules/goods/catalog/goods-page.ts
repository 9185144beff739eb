import type { ReplyOf } from '@jishi/api-client';
import { filledParams, type GoodsDraft, presaleOf } from './goods-form.ts';

type ShopGoods = ReplyOf<'getGoods'>;

/** Stands for a product that has not been saved. */
export const UNSAVED = '00000000-0000-7000-8000-000000000000';
/** Ids of SKUs that have none yet. */
const skuId = (index: number): string => `00000000-0000-7000-8000-${String(index + 1).padStart(12, '0')}`;

/** The product page as shoppers would get it if this were saved and on sale. A SKU without a price is not there yet. */
export function pageOf(id: string, draft: GoodsDraft): ShopGoods {
  const priced = draft.matrix.skus.flatMap((sku, index) => (sku.priceFen === null ? [] : [{ ...sku, index }]));
  const prices = priced.map(({ priceFen }) => priceFen ?? 0);
  const [priceFen, maxPriceFen] = prices.length > 0 ? [Math.min(...prices), Math.max(...prices)] : [0, 0];
  const lowest = priced.find((sku) => sku.priceFen === priceFen);
  return {
    id,
    title: draft.title.trim() || '商品标题',
    subtitle: draft.subtitle.trim(),
    brand: draft.brand.trim(),
    unit: draft.unit.trim() || '件',
    categoryId: draft.categoryId ?? UNSAVED,
    state: 'on',
    pictures: draft.pictures,
    specs: draft.matrix.specs.filter(({ name, values }) => name.trim() !== '' && values.length > 0),
    skus: priced.map((sku) => ({
      id: sku.id ?? skuId(sku.index),
      code: sku.code,
      specs: sku.specs,
      priceFen: sku.priceFen ?? 0,
      marketPriceFen: sku.marketPriceFen,
      picture: sku.picture,
      available: sku.id ? sku.available : (sku.firstPieces ?? 0),
    })),
    services: draft.services,
    detail: draft.detail.filter((block) => block.kind === 'picture' || block.text.trim() !== ''),
    tags: draft.tags,
    params: filledParams(draft.params),
    presale: presaleOf(draft.presale),
    priceFen,
    maxPriceFen,
    marketPriceFen: lowest?.marketPriceFen ?? null,
    deal: null,
    promotions: [],
    member: null,
  };
}
