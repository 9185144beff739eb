import { nowMs } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { eventKind, eventRow, send } from '../../../platform/outbox/index.ts';
import { slot } from '../../../platform/slots.ts';
import { keepUses } from '../media/index.ts';
import {
  type AdminGoods,
  type CategoryInput,
  catalogRefusals,
  type GoodsChanged,
  type GoodsInput,
  type SkuInput,
} from './catalog.api.ts';
import {
  cardOf,
  matrixTrouble,
  presaleFits,
  priceRange,
  promisesStock,
  repeatedCode,
  skuIdsOf,
} from './catalog.rules.ts';
import * as store from './catalog.store.ts';
import * as categories from './category.store.ts';

export const goodsChanged = eventKind<GoodsChanged>('goods.changed');

/** How many pieces of each SKU can be sold now; a SKU that never had stock may be absent. */
export type Availability = (db: Db, tenantId: number, skuIds: string[]) => Promise<Map<string, number>>;
/** Filled by stock/inventory. */
export const availability = slot<Availability>('goods/catalog: availability');

/** Ids of goods in any state that a keyword means: words of title, brand and tags, or a SKU code. Filled by goods/search. */
export const goodsFinder =
  slot<(db: Db, tenantId: number, keyword: string) => Promise<string[]>>('goods/catalog: finder');

/** Adds a product as a draft. Refuses with SPEC_MATRIX_WRONG, CATEGORY_NOT_FOUND, SKU_CODE_TAKEN. */
export async function createGoods(
  tx: Tx,
  tenantId: number,
  input: GoodsInput,
): Promise<{ id: string; skuIds: string[] }> {
  const id = newId();
  const { write, skus } = await prepare(tx, tenantId, id, input, []);
  await store.insertGoods(tx, tenantId, id, write);
  await writeSkus(tx, tenantId, id, skus);
  await keepUses(tx, tenantId, id, picturesOf(input));
  await send(tx, tenantId, [eventRow(goodsChanged, { goodsId: id })]);
  return { id, skuIds: write.skuIds };
}

/** Replaces a product. Refuses as `createGoods`, and with GOODS_NOT_FOUND or CONFLICT when it changed since it was read. */
export async function updateGoods(
  tx: Tx,
  tenantId: number,
  id: string,
  version: number,
  input: GoodsInput,
): Promise<void> {
  const old = await store.goodsRow(tx, tenantId, id);
  if (!old) throw catalogRefusals.GOODS_NOT_FOUND();
  const { write, skus } = await prepare(tx, tenantId, id, input, await store.everySku(tx, tenantId, id));
  if (!(await store.replaceGoods(tx, tenantId, id, version, write))) throw common.CONFLICT({ version: old.version });
  await writeSkus(tx, tenantId, id, skus);
  await keepUses(tx, tenantId, id, picturesOf(input));
  await send(tx, tenantId, [eventRow(goodsChanged, { goodsId: id })]);
}

/** Removes a product that was never on sale. Refuses with GOODS_NOT_FOUND, GOODS_NOT_DRAFT, and GOODS_HAS_STOCK while it holds pieces. */
export async function deleteDraft(tx: Tx, tenantId: number, id: string, availableOf: Availability): Promise<void> {
  const goods = await store.goodsRow(tx, tenantId, id);
  if (!goods) throw catalogRefusals.GOODS_NOT_FOUND();
  const skus = await store.everySku(tx, tenantId, id);
  const pieces = await availableOf(
    tx,
    tenantId,
    skus.map((s) => s.id),
  );
  if ([...pieces.values()].some((n) => n > 0)) throw catalogRefusals.GOODS_HAS_STOCK();
  if (!(await store.removeGoods(tx, tenantId, id, ['draft']))) throw catalogRefusals.GOODS_NOT_DRAFT();
  await keepUses(tx, tenantId, id, []);
  await send(tx, tenantId, [eventRow(goodsChanged, { goodsId: id })]);
}

/** Removes a product that nobody ever ordered and that holds no pieces, as the caller knows; false when it is gone or on sale. */
export async function removeUnsold(tx: Tx, tenantId: number, id: string): Promise<boolean> {
  if (!(await store.removeGoods(tx, tenantId, id, ['draft', 'off']))) return false;
  await keepUses(tx, tenantId, id, []);
  await send(tx, tenantId, [eventRow(goodsChanged, { goodsId: id })]);
  return true;
}

/** Puts goods on or off sale; returns how many changed. */
export async function setGoodsState(tx: Tx, tenantId: number, ids: string[], state: 'on' | 'off'): Promise<number> {
  const changed = await store.setState(tx, tenantId, ids, state);
  await send(
    tx,
    tenantId,
    changed.map(({ id }) => eventRow(goodsChanged, { goodsId: id })),
  );
  return changed.length;
}

const picturesOf = ({ pictures, skus, detail }: GoodsInput): string[] => [
  ...pictures,
  ...skus.flatMap((sku) => sku.picture ?? []),
  ...detail.flatMap((block) => (block.kind === 'picture' ? [block.picture] : [])),
];

type OldSkus = Awaited<ReturnType<typeof store.everySku>>;
async function prepare(tx: Tx, tenantId: number, id: string, input: GoodsInput, old: OldSkus) {
  const trouble = matrixTrouble(input.specs, input.skus);
  if (trouble) throw catalogRefusals.SPEC_MATRIX_WRONG({}, trouble);
  const repeated = repeatedCode(input.skus);
  if (repeated) throw catalogRefusals.SKU_CODE_TAKEN({ code: repeated });
  if (input.presale && !presaleFits(input.presale, nowMs())) throw catalogRefusals.PRESALE_WRONG();
  if (input.presale && promisesStock(input.services)) throw catalogRefusals.PRESALE_SERVICES();
  const category = await categories.categoryRow(tx, tenantId, input.categoryId);
  if (!category) throw catalogRefusals.CATEGORY_NOT_FOUND();
  const ids = skuIdsOf(input.skus, old);
  const skus = input.skus.map((s, i) => ({ ...s, id: ids[i] ?? newId() }));
  const write: store.GoodsWrite = {
    goods: input,
    departmentId: category.parent_id ?? category.id,
    ...priceRange(input.skus),
    card: JSON.stringify(cardOf(id, input)),
    page: JSON.stringify(pageHead(id, input)),
    skuPages: skus.map((s) => JSON.stringify(skuPage(s))),
    skuIds: skus.map((s) => s.id),
    skuPrices: skus.map((s) => s.priceFen),
  };
  return { write, skus };
}

async function writeSkus(
  tx: Tx,
  tenantId: number,
  goodsId: string,
  skus: (SkuInput & { id: string })[],
): Promise<void> {
  try {
    await store.writeSkus(tx, tenantId, goodsId, skus);
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'catalog_sku_code') throw catalogRefusals.SKU_CODE_TAKEN();
    throw error;
  }
}

const pageHead = (id: string, g: GoodsInput) => ({
  id,
  title: g.title,
  subtitle: g.subtitle,
  brand: g.brand,
  unit: g.unit,
  categoryId: g.categoryId,
  state: 'on',
  pictures: g.pictures,
  specs: g.specs,
  services: g.services,
  detail: g.detail,
  tags: g.tags,
  presale: g.presale ?? null,
  ...priceRange(g.skus),
});

const skuPage = (s: SkuInput & { id: string }) => ({
  id: s.id,
  code: s.code,
  specs: s.specs,
  priceFen: s.priceFen,
  marketPriceFen: s.marketPriceFen,
  picture: s.picture,
});

/** The product page as JSON text: what was serialised when it was saved, with the stock and the promotions of this moment. */
export function pageText(row: store.PageRow, available: Map<string, number>, promoted: object): string {
  const skus = row.sku_pages.map(
    (text, i) => `${text.slice(0, -1)},"available":${available.get(row.sku_ids[i] ?? '') ?? 0}}`,
  );
  return `${row.page.slice(0, -1)},"skus":[${skus.join(',')}],${JSON.stringify(promoted).slice(1)}`;
}

/** One product as the editor needs it. Refuses with GOODS_NOT_FOUND. */
export async function editorGoods(
  db: Db,
  tenantId: number,
  id: string,
  availableOf: Availability,
): Promise<AdminGoods> {
  const [goods, skus] = [await store.goodsRow(db, tenantId, id), await store.skusOf(db, tenantId, id)];
  if (!goods) throw catalogRefusals.GOODS_NOT_FOUND();
  const available = await availableOf(db, tenantId, goods.sku_ids);
  return {
    ...JSON.parse(goods.page),
    state: goods.state,
    sort: goods.sort,
    version: goods.version,
    updatedAt: goods.updated_at.toISOString(),
    skus: skus.map((s) => ({
      id: s.id,
      code: s.code,
      specs: s.specs as string[],
      priceFen: s.price_fen,
      marketPriceFen: s.market_price_fen,
      costFen: s.cost_fen,
      weightGrams: s.weight_grams,
      picture: s.picture,
      available: available.get(s.id) ?? 0,
    })),
  };
}

/** Adds a category below none or a top one. Refuses with CATEGORY_NOT_FOUND or BAD_INPUT for a third level. */
export async function createCategory(tx: Tx, tenantId: number, input: CategoryInput): Promise<categories.CategoryRow> {
  await checkParent(tx, tenantId, input.parentId);
  const id = await categories.insertCategory(tx, tenantId, input);
  await keepUses(tx, tenantId, id, input.picture ? [input.picture] : []);
  return { id, ...input };
}

/** Replaces a category. A category with children or goods keeps its level, so that their department stays right. */
export async function updateCategory(
  tx: Tx,
  tenantId: number,
  id: string,
  input: CategoryInput,
): Promise<categories.CategoryRow> {
  const old = await categories.categoryRow(tx, tenantId, id);
  if (!old) throw catalogRefusals.CATEGORY_NOT_FOUND();
  if (old.parent_id !== input.parentId)
    throw common.BAD_INPUT({ field: 'parentId' }, '分类的上级不能修改，请新建分类后移动商品');
  await categories.replaceCategory(tx, tenantId, id, input);
  await keepUses(tx, tenantId, id, input.picture ? [input.picture] : []);
  return { id, ...input };
}

async function checkParent(tx: Tx, tenantId: number, parentId: string | null): Promise<void> {
  if (!parentId) return;
  const parent = await categories.categoryRow(tx, tenantId, parentId);
  if (!parent) throw catalogRefusals.CATEGORY_NOT_FOUND();
  if (parent.parent_id) throw common.BAD_INPUT({ field: 'parentId' }, '分类最多两级');
}

/** Removes an empty category. Refuses with CATEGORY_NOT_FOUND or CATEGORY_IN_USE. */
export async function deleteCategory(tx: Tx, tenantId: number, id: string): Promise<void> {
  if (!(await categories.categoryRow(tx, tenantId, id))) throw catalogRefusals.CATEGORY_NOT_FOUND();
  if (!(await categories.removeCategory(tx, tenantId, id))) throw catalogRefusals.CATEGORY_IN_USE();
  await keepUses(tx, tenantId, id, []);
}
