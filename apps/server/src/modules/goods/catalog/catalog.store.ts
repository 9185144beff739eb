import { type SqlBool, sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { type Db, type Keyed, keyset, type PageAsk, type Tx } from '../../../platform/db/index.ts';
import type { GOODS_SORTS, Presale } from './catalog.api.ts';
import { categoryRow } from './category.store.ts';
import type { GoodsInput, SkuInput } from './editor.api.ts';

type Sort = (typeof GOODS_SORTS)[number];
const SHELF_ORDER = {
  default: keyset('desc', ['sort', 'number'], ['id', 'uuid']),
  newest: keyset('desc', ['id', 'uuid']),
  'price-up': keyset('asc', ['price_fen', 'number'], ['id', 'uuid']),
  'price-down': keyset('desc', ['price_fen', 'number'], ['id', 'uuid']),
};

/**
 * The column that holds a category's goods: a department's are those of all below it, and its own. Found first, because an index
 * serves one column; `category_id = x or department_id = x` would use none.
 */
export const columnOf = async (db: Db, tenantId: number, category: string): Promise<'category_id' | 'department_id'> =>
  (await categoryRow(db, tenantId, category))?.parent_id ? 'category_id' : 'department_id';

/** A card as it was serialised, and what promotions look at. */
export interface CardRow {
  id: string;
  card: string;
  category_id: string;
  department_id: string;
  tags: unknown;
  sku_ids: string[];
  sku_prices: number[];
}
export const CARD_COLUMNS = ['id', 'card', 'category_id', 'department_id', 'tags', 'sku_ids', 'sku_prices'] as const;

/** Goods on sale after a cursor, one more than `limit` so that the caller sees whether there is a next page. */
export async function shelf(
  db: Db,
  tenantId: number,
  ask: PageAsk & { category?: string; sort: Sort },
): Promise<(CardRow & Keyed)[]> {
  let query = db
    .selectFrom('catalog_goods')
    .select(CARD_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'on');
  if (ask.category) query = query.where(await columnOf(db, tenantId, ask.category), '=', ask.category);
  return SHELF_ORDER[ask.sort].page(query, ask).execute();
}

export interface PageRow extends Omit<CardRow, 'card'> {
  state: string;
  page: string;
  sku_pages: string[];
}

/** What a row takes in memory: texts have two bytes a character once one of them is Chinese. */
export const bytesOf = (row: PageRow): number =>
  2 * (row.page.length + row.sku_pages.join('').length) + 110 * row.sku_ids.length + 200;

export async function pagesOf(db: Db, tenantId: number, ids: string[]): Promise<Map<string, PageRow>> {
  const rows = await db
    .selectFrom('catalog_goods')
    .select(['id', 'state', 'page', 'sku_pages', 'sku_ids', 'sku_prices', 'category_id', 'department_id', 'tags'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export async function cardsOf(db: Db, tenantId: number, ids: string[]): Promise<Map<string, CardRow>> {
  const rows = await db
    .selectFrom('catalog_goods')
    .select(CARD_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('state', '=', 'on')
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Shows goods beside one, in this order. */
export const relateGoods = (tx: Tx, tenantId: number, id: string, related: string[]) =>
  tx.updateTable('catalog_goods').set({ related }).where('tenant_id', '=', tenantId).where('id', '=', id).execute();

/** Goods on sale beside one: those that were chosen for it, then others of its category, `most` at most. */
export async function relatedCards(db: Db, tenantId: number, id: string, most: number): Promise<CardRow[]> {
  const goods = await db
    .selectFrom('catalog_goods')
    .select(['related', 'category_id'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!goods) return [];
  const chosen = await cardsOf(db, tenantId, goods.related);
  const first = goods.related.flatMap((other) => chosen.get(other) ?? []).slice(0, most);
  if (first.length === most) return first;
  const others = await db
    .selectFrom('catalog_goods')
    .select(CARD_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'on')
    .where('category_id', '=', goods.category_id)
    .orderBy('sort', 'desc')
    .orderBy('id', 'desc')
    .limit(most + first.length + 1)
    .execute();
  return [...first, ...others.filter((other) => other.id !== id && !chosen.has(other.id))].slice(0, most);
}

/** What an order needs to know of a SKU. */
export interface SaleSku {
  skuId: string;
  goodsId: string;
  /** Its category and the department that this is in: the same where the category is one. */
  categoryIds: [category: string, department: string];
  tags: string[];
  title: string;
  specs: string[];
  picture: string;
  priceFen: number;
  /** What freight counts by; 0: nobody filled it in. */
  weightGrams: number;
  volumeCm3: number;
  /** The freight template that the product names. */
  freightId: string | null;
  presale: Presale | null;
  /** False when the product is off sale or the SKU retired. */
  onSale: boolean;
}

export async function saleSkus(db: Db, tenantId: number, skuIds: string[]): Promise<Map<string, SaleSku>> {
  const rows = await db
    .selectFrom('catalog_sku as s')
    .innerJoin('catalog_goods as g', (join) =>
      join.onRef('g.tenant_id', '=', 's.tenant_id').onRef('g.id', '=', 's.goods_id'),
    )
    .select([
      's.id',
      's.goods_id',
      's.specs',
      's.price_fen',
      's.retired',
      's.weight_grams',
      's.volume_cm3',
      'g.freight_id',
      's.picture',
      'g.title',
      'g.state',
      'g.category_id',
      'g.department_id',
      'g.tags',
      'g.ship_days',
      sql<string | null>`to_char(g.ship_on, 'YYYY-MM-DD')`.as('ship_on'),
      sql<string>`g.pictures->>0`.as('cover'),
    ])
    .where('s.tenant_id', '=', tenantId)
    .where('g.tenant_id', '=', tenantId)
    .where('s.id', '=', sql<string>`any(${skuIds}::uuid[])`)
    .execute();
  return new Map(
    rows.map((r) => [
      r.id,
      {
        skuId: r.id,
        goodsId: r.goods_id,
        categoryIds: [r.category_id, r.department_id],
        tags: r.tags as string[],
        title: r.title,
        specs: r.specs as string[],
        picture: r.picture ?? r.cover,
        priceFen: r.price_fen,
        weightGrams: r.weight_grams,
        volumeCm3: r.volume_cm3,
        freightId: r.freight_id,
        presale: r.ship_on || r.ship_days ? { shipOn: r.ship_on, shipDays: r.ship_days } : null,
        onSale: r.state === 'on' && !r.retired,
      },
    ]),
  );
}

export const goodsRow = (db: Db, tenantId: number, id: string) =>
  db.selectFrom('catalog_goods').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();

/** Every SKU that a product ever had, those that were taken out too. */
export const everySku = (db: Db, tenantId: number, goodsId: string) =>
  db
    .selectFrom('catalog_sku')
    .select(['id', 'code', 'specs'])
    .where('tenant_id', '=', tenantId)
    .where('goods_id', '=', goodsId)
    .orderBy('retired')
    .orderBy('id', 'desc')
    .execute();

export const skusOf = (db: Db, tenantId: number, goodsId: string) =>
  db
    .selectFrom('catalog_sku')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('goods_id', '=', goodsId)
    .where('retired', '=', false)
    .orderBy('position')
    .execute();

export interface GoodsWrite {
  goods: GoodsInput;
  departmentId: string;
  priceFen: number;
  maxPriceFen: number;
  marketPriceFen: number | null;
  card: string;
  page: string;
  skuPages: string[];
  skuIds: string[];
  skuPrices: number[];
}

const columnsOf = (w: GoodsWrite) => ({
  category_id: w.goods.categoryId,
  department_id: w.departmentId,
  title: w.goods.title,
  subtitle: w.goods.subtitle,
  brand: w.goods.brand,
  unit: w.goods.unit,
  pictures: JSON.stringify(w.goods.pictures),
  specs: JSON.stringify(w.goods.specs),
  services: JSON.stringify(w.goods.services),
  detail: JSON.stringify(w.goods.detail),
  tags: JSON.stringify(w.goods.tags),
  params: JSON.stringify(w.goods.params ?? []),
  related: w.goods.relatedIds ?? [],
  sort: w.goods.sort,
  ship_on: w.goods.presale?.shipOn ?? null,
  ship_days: w.goods.presale?.shipDays ?? null,
  price_fen: w.priceFen,
  max_price_fen: w.maxPriceFen,
  market_price_fen: w.marketPriceFen,
  card: w.card,
  page: w.page,
  sku_pages: w.skuPages,
  sku_ids: w.skuIds,
  sku_prices: w.skuPrices,
  updated_at: now(),
});

export const insertGoods = (tx: Tx, tenantId: number, id: string, w: GoodsWrite) =>
  tx
    .insertInto('catalog_goods')
    .values({ tenant_id: tenantId, id, state: 'draft', ...columnsOf(w) })
    .execute();

/** Replaces a product if it still is at `version`; returns whether it was. */
export async function replaceGoods(
  tx: Tx,
  tenantId: number,
  id: string,
  version: number,
  w: GoodsWrite,
): Promise<boolean> {
  const done = await tx
    .updateTable('catalog_goods')
    .set({ ...columnsOf(w), version: version + 1 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** What goods become; those in the bin only come out of it. */
const CHANGES = {
  on: { state: 'on', binned_from: null, from: sql<SqlBool>`state in ('draft', 'off')` },
  off: { state: 'off', binned_from: null, from: sql<SqlBool>`state in ('draft', 'on')` },
  bin: {
    state: 'bin',
    binned_from: sql<string>`case state when 'draft' then 'draft' else 'off' end`,
    from: sql<SqlBool>`state <> 'bin'`,
  },
  restore: { state: sql<string>`binned_from`, binned_from: null, from: sql<SqlBool>`state = 'bin'` },
};
/** Returns those that changed. */
export function setState(tx: Tx, tenantId: number, ids: string[], to: keyof typeof CHANGES) {
  const { from, ...columns } = CHANGES[to];
  return tx
    .updateTable('catalog_goods')
    .set({ ...columns, updated_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where(from)
    .returning('id')
    .execute();
}

/** Removes goods with their SKUs; `states`: of those in the bin, what they were before. Returns whether there was one. */
export async function removeGoods(tx: Tx, tenantId: number, id: string, states: readonly string[]): Promise<boolean> {
  const found = await tx
    .selectFrom('catalog_goods')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where(sql<SqlBool>`coalesce(binned_from, state) = any(${[...states]}::text[])`)
    .forUpdate()
    .executeTakeFirst();
  if (!found) return false;
  await tx.deleteFrom('catalog_sku').where('tenant_id', '=', tenantId).where('goods_id', '=', id).execute();
  await tx.deleteFrom('catalog_goods').where('tenant_id', '=', tenantId).where('id', '=', id).execute();
  return true;
}

/** Whether something is on sale besides `except`. */
export async function hasGoodsOnSale(db: Db, tenantId: number, except: readonly string[]): Promise<boolean> {
  const rows = await db
    .selectFrom('catalog_goods')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'on')
    .orderBy('sort', 'desc')
    .orderBy('id', 'desc')
    .limit(except.length + 1)
    .execute();
  return rows.some(({ id }) => !except.includes(id));
}

/** Writes the SKUs of a product: new ones in, known ones changed, left-out ones retired; a new price enters the history. */
export async function writeSkus(
  tx: Tx,
  tenantId: number,
  goodsId: string,
  skus: (SkuInput & { id: string })[],
): Promise<void> {
  const before = await tx
    .selectFrom('catalog_sku')
    .select(['id', 'price_fen'])
    .where('tenant_id', '=', tenantId)
    .where('goods_id', '=', goodsId)
    .execute();
  const oldPrice = new Map(before.map((s) => [s.id, s.price_fen]));
  await tx
    .updateTable('catalog_sku')
    .set({ retired: true })
    .where('tenant_id', '=', tenantId)
    .where('goods_id', '=', goodsId)
    .execute();
  const rows = JSON.stringify(skus.map((s, position) => skuColumns(s, position)));
  await sql`
    insert into catalog_sku (tenant_id, goods_id, id, code, specs, price_fen, market_price_fen, cost_fen, weight_grams, volume_cm3, barcode,
      picture, position)
    select ${tenantId}, ${goodsId}::uuid, s.* from json_to_recordset(${rows}::json) as s(
      id uuid, code text, specs jsonb, price_fen bigint, market_price_fen bigint, cost_fen bigint, weight_grams integer, volume_cm3 integer,
      barcode text, picture text, position integer)
    on conflict (tenant_id, id) do update set code = excluded.code, specs = excluded.specs, price_fen = excluded.price_fen,
      market_price_fen = excluded.market_price_fen, cost_fen = excluded.cost_fen, weight_grams = excluded.weight_grams,
      volume_cm3 = excluded.volume_cm3, barcode = excluded.barcode, picture = excluded.picture, position = excluded.position, retired = false`.execute(
    tx,
  );
  const priced = skus.filter((s) => oldPrice.get(s.id) !== s.priceFen);
  await sql`
    insert into catalog_price (tenant_id, id, sku_id, price_fen, at)
    select ${tenantId}, p.*, ${now()} from unnest(
      ${priced.map(() => newId())}::uuid[], ${priced.map((s) => s.id)}::uuid[], ${priced.map((s) => s.priceFen)}::bigint[]) as p`.execute(
    tx,
  );
}

const skuColumns = (s: SkuInput & { id: string }, position: number) => ({
  id: s.id,
  code: s.code,
  specs: s.specs,
  price_fen: s.priceFen,
  market_price_fen: s.marketPriceFen,
  cost_fen: s.costFen,
  weight_grams: s.weightGrams,
  volume_cm3: s.volumeCm3 ?? 0,
  barcode: s.barcode ?? null,
  picture: s.picture,
  position,
});

const BY_ID = keyset('asc', ['s.id', 'uuid']);

/** SKUs with the titles of their goods, for stock lists. */
export function namedSkus(db: Db, tenantId: number, ask: PageAsk & { goodsId?: string; skuIds?: string[] }) {
  let query = db
    .selectFrom('catalog_sku as s')
    .innerJoin('catalog_goods as g', (join) =>
      join.onRef('g.tenant_id', '=', 's.tenant_id').onRef('g.id', '=', 's.goods_id'),
    )
    .select(['s.id', 's.goods_id', 's.code', 's.specs', 'g.title'])
    .where('s.tenant_id', '=', tenantId)
    .where('g.tenant_id', '=', tenantId);
  // Pieces of a SKU that was taken out can still be moved by those who name it.
  if (!ask.skuIds) query = query.where('s.retired', '=', false);
  if (ask.goodsId) query = query.where('s.goods_id', '=', ask.goodsId);
  if (ask.skuIds) query = query.where('s.id', '=', sql<string>`any(${ask.skuIds}::uuid[])`);
  return BY_ID.page(query, ask).execute();
}
