import { nowMs } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { eventKind, eventRow, send } from '../../../platform/outbox/index.ts';
import { slot } from '../../../platform/slots.ts';
import { keepUses } from '../media/index.ts';
import { catalogRefusals, type GoodsChanged } from './catalog.api.ts';
import {
  cardOf,
  isEan,
  matrixTrouble,
  presaleFits,
  priceRange,
  promisesStock,
  repeatedCode,
  repeatedName,
  skuIdsOf,
} from './catalog.rules.ts';
import * as store from './catalog.store.ts';
import { categoryRow } from './category.store.ts';
import type { AdminGoods, GoodsInput, SkuInput, STATE_CHANGES } from './editor.api.ts';

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

/** Removes a product that was never on sale, from the bin too. Refuses with GOODS_NOT_FOUND, GOODS_NOT_DRAFT, and GOODS_HAS_STOCK while it holds pieces. */
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

/** Puts goods on or off sale, into the bin or out of it; returns how many changed. */
export async function setGoodsState(
  tx: Tx,
  tenantId: number,
  ids: string[],
  state: (typeof STATE_CHANGES)[number],
): Promise<number> {
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

/** Why a product cannot be written, whatever the shop has; nothing: it can. Throws the refusal. */
function checkGoods(input: GoodsInput): void {
  const trouble = matrixTrouble(input.specs, input.skus);
  if (trouble) throw catalogRefusals.SPEC_MATRIX_WRONG({}, trouble);
  const repeated = repeatedCode(input.skus);
  if (repeated) throw catalogRefusals.SKU_CODE_TAKEN({ code: repeated });
  if (input.skus.some((sku) => sku.barcode && !isEan(sku.barcode))) throw catalogRefusals.BARCODE_WRONG();
  if (repeatedName(input.params ?? [])) throw catalogRefusals.PARAM_REPEATED();
  if (input.presale && !presaleFits(input.presale, nowMs())) throw catalogRefusals.PRESALE_WRONG();
  if (input.presale && promisesStock(input.services)) throw catalogRefusals.PRESALE_SERVICES();
}

type OldSkus = Awaited<ReturnType<typeof store.everySku>>;
async function prepare(tx: Tx, tenantId: number, id: string, input: GoodsInput, old: OldSkus) {
  checkGoods(input);
  const category = await categoryRow(tx, tenantId, input.categoryId);
  if (!category) throw catalogRefusals.CATEGORY_NOT_FOUND();
  return writeOf(id, input, category.parent_id ?? category.id, skuIdsOf(input.skus, old));
}

/** A product as it is written, and its SKUs with their ids; `skuIds`: null for one that is new. */
function writeOf(id: string, input: GoodsInput, departmentId: string, skuIds: readonly (string | null)[]) {
  const skus = input.skus.map((s, i) => ({ ...s, id: skuIds[i] ?? newId() }));
  const write: store.GoodsWrite = {
    goods: input,
    departmentId,
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
  params: g.params ?? [],
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
    relatedIds: goods.related,
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
      volumeCm3: s.volume_cm3,
      barcode: s.barcode,
      picture: s.picture,
      available: available.get(s.id) ?? 0,
    })),
  };
}
