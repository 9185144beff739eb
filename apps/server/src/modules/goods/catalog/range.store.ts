import { type SqlBool, sql } from 'kysely';
import { type CursorPart, cursorOf, readCursor } from '../../../kernel/page.ts';
import { type Db, type Keyed, keyset, type PageAsk } from '../../../platform/db/index.ts';
import { CARD_COLUMNS, type CardRow } from './catalog.store.ts';

/** Some goods of a shop: all, or those named in one of these ways, less the exceptions. A category stands for those below it too. */
export interface GoodsRange {
  kind: 'all' | 'chosen';
  goodsIds: readonly string[];
  categoryIds: readonly string[];
  tags: readonly string[];
  exceptGoodsIds: readonly string[];
  exceptCategoryIds: readonly string[];
}

const inCategories = (ids: readonly string[]) =>
  sql<SqlBool>`(g.category_id = any(${ids}::uuid[]) or g.department_id = any(${ids}::uuid[]))`;
/** Whether the goods of the row `g` belong to a range. */
const inRange = (range: GoodsRange) =>
  range.kind === 'all'
    ? sql<SqlBool>`not (${excepted(range)})`
    : sql<SqlBool>`(g.id = any(${range.goodsIds}::uuid[]) or ${inCategories(range.categoryIds)}
        or g.tags ?| ${range.tags}::text[]) and not (${excepted(range)})`;
const excepted = (range: GoodsRange) =>
  sql<SqlBool>`g.id = any(${range.exceptGoodsIds}::uuid[]) or ${inCategories(range.exceptCategoryIds)}`;

/** How many goods on sale belong to a range, and the titles of the first three. */
export async function goodsOfRange(db: Db, tenantId: number, range: GoodsRange) {
  const { rows } = await sql<{ count: number; titles: string[] | null }>`
    select count(*)::int as count, (array_agg(g.title order by g.sort desc, g.id desc))[1:3] as titles
    from catalog_goods g
    where g.tenant_id = ${tenantId} and g.state = 'on' and ${inRange(range)}`.execute(db);
  return { count: rows[0]?.count ?? 0, titles: rows[0]?.titles ?? [] };
}

/** Which of these ids are goods, and which are categories, of the shop. */
export async function knownPlaces(db: Db, tenantId: number, goodsIds: string[], categoryIds: string[]) {
  const { rows } = await sql<{ goods: string[] | null; categories: string[] | null }>`
    select
      (select array_agg(g.id) from catalog_goods g where g.tenant_id = ${tenantId} and g.id = any(${goodsIds}::uuid[])) as goods,
      (select array_agg(c.id) from catalog_category c
        where c.tenant_id = ${tenantId} and c.id = any(${categoryIds}::uuid[])) as categories`.execute(db);
  return { goods: new Set(rows[0]?.goods), categories: new Set(rows[0]?.categories) };
}

const SHELF = keyset('desc', ['g.sort', 'number'], ['g.id', 'uuid']);

/** Cards of the goods on sale that belong to a range, in the order of the shelf. */
export const cardsOfRange = (db: Db, tenantId: number, range: GoodsRange, ask: PageAsk): Promise<(CardRow & Keyed)[]> =>
  SHELF.page(
    db
      .selectFrom('catalog_goods as g')
      .select(CARD_COLUMNS.map((column) => `g.${column}` as const))
      .where('g.tenant_id', '=', tenantId)
      .where('g.state', '=', 'on')
      .where(inRange(range)),
    ask,
  ).execute();

/** The picture of the first of these goods; empty when none is on sale. */
export async function pictureOfRange(db: Db, tenantId: number, range: GoodsRange): Promise<string> {
  const [first] = await cardsOfRange(db, tenantId, range, { limit: 1 });
  return first ? (JSON.parse(first.card) as { picture: string }).picture : '';
}

const DEARER = keyset('asc', ['g.price_fen', 'number'], ['g.id', 'uuid']);
const CHEAPER = keyset('desc', ['g.price_fen', 'number'], ['g.id', 'uuid']);
/** Of `cardsOfRangeByGap`: whether the goods are cheaper than the gap, their price, their id. */
export const GAP_CURSOR: readonly CursorPart[] = ['number', 'number', 'uuid'];

/**
 * The same, those first that reach a gap with the least; then those that come nearest to it. `gapFen`: fen that are missing. Both halves
 * follow the index of prices, so that it costs a page, however many goods there are.
 */
export async function cardsOfRangeByGap(
  db: Db,
  tenantId: number,
  range: GoodsRange,
  gapFen: number,
  { cursor, limit }: PageAsk,
): Promise<(CardRow & Keyed)[]> {
  const [isCheaper, priceFen, id] = cursor ? readCursor(cursor, GAP_CURSOR) : [0];
  const after = cursor ? { cursor: cursorOf(Number(priceFen), String(id)) } : {};
  const half = async (cheaper: 0 | 1, ask: PageAsk) => {
    const query = db
      .selectFrom('catalog_goods as g')
      .select(CARD_COLUMNS.map((column) => `g.${column}` as const))
      .where('g.tenant_id', '=', tenantId)
      .where('g.state', '=', 'on')
      .where('g.price_fen', cheaper ? '<' : '>=', gapFen)
      .where(inRange(range));
    const rows = await (cheaper ? CHEAPER : DEARER).page(query, ask).execute();
    return rows.map((row) => ({ ...row, cursor_key: `[${cheaper},${row.cursor_key.slice(1)}` }));
  };
  const first = isCheaper ? [] : await half(0, { ...after, limit });
  if (first.length > limit) return first;
  const rest = await half(1, { ...(isCheaper ? after : {}), limit: limit - first.length });
  return [...first, ...rest];
}

/** SKUs of the goods on sale that belong to a range, in the order of the shelf. */
export async function skusOfRange(db: Db, tenantId: number, range: GoodsRange) {
  const { rows } = await sql<{
    id: string;
    goods_id: string;
    category_id: string;
    department_id: string;
    tags: string[];
    title: string;
    specs: string[];
    price_fen: number;
    cost_fen: number | null;
  }>`
    select s.id, s.goods_id, g.category_id, g.department_id, g.tags, g.title, s.specs, s.price_fen, s.cost_fen
    from catalog_goods g join catalog_sku s on s.tenant_id = g.tenant_id and s.goods_id = g.id
    where g.tenant_id = ${tenantId} and s.tenant_id = ${tenantId} and g.state = 'on' and not s.retired and ${inRange(range)}
    order by g.sort desc, g.id desc, s.position`.execute(db);
  return rows.map((r) => ({
    skuId: r.id,
    goodsId: r.goods_id,
    categoryIds: [r.category_id, r.department_id],
    tags: r.tags,
    title: r.title,
    specs: r.specs,
    priceFen: r.price_fen,
    costFen: r.cost_fen,
  }));
}
