import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { DB } from '../../../platform/db/generated.ts';
import { type Db, type Keyed, type Keyset, keyset, type PageAsk, unguessed } from '../../../platform/db/index.ts';
import { LISTED_STATES } from './catalog.api.ts';
import { columnOf } from './catalog.store.ts';
import type { AdminGoodsSort } from './editor.api.ts';

export interface AdminGoodsAsk extends PageAsk {
  state?: string;
  category?: string;
  ids?: string[];
  sort?: AdminGoodsSort;
}
type Tables = DB & { g: DB['catalog_goods']; c: DB['catalog_category']; f: DB['catalog_figure'] };

const CHANGED = {
  'updated-down': keyset('desc', ['g.updated_at', 'time'], ['g.id', 'uuid']),
  'updated-up': keyset('asc', ['g.updated_at', 'time'], ['g.id', 'uuid']),
};
const BY_ID = ['goods_id', 'uuid'] as const;
const FIGURES = {
  'created-up': keyset('asc', BY_ID),
  'created-down': keyset('desc', BY_ID),
  'price-up': keyset('asc', ['price_fen', 'number'], BY_ID),
  'price-down': keyset('desc', ['price_fen', 'number'], BY_ID),
  'stock-up': keyset('asc', ['available', 'number'], BY_ID),
  'stock-down': keyset('desc', ['available', 'number'], BY_ID),
  'sold-up': keyset('asc', ['sold', 'number'], BY_ID),
  'sold-down': keyset('desc', ['sold', 'number'], BY_ID),
};

/** Goods in any state for the console, newest change first or as `sort` says. */
export async function adminGoods(db: Db, tenantId: number, ask: AdminGoodsAsk) {
  const { sort = 'updated-down' } = ask;
  if (sort !== 'updated-up' && sort !== 'updated-down') return byFigure(db, tenantId, ask, sort);
  const column = ask.category ? await columnOf(db, tenantId, ask.category) : null;
  const where = (eb: ExpressionBuilder<Tables, 'g'>) => {
    const conditions = [eb('g.tenant_id', '=', tenantId)];
    conditions.push(ask.state ? eb('g.state', '=', unguessed(ask.state, 'text')) : eb('g.state', '<>', 'bin'));
    if (ask.category && column) conditions.push(eb(`g.${column}`, '=', ask.category));
    if (ask.ids) conditions.push(eb('g.id', '=', sql<string>`any(${ask.ids}::uuid[])`));
    return eb.and(conditions);
  };
  return CHANGED[sort].page(rowsOf(db, tenantId).where(where as never), ask).execute();
}

const rowsOf = (db: Db, tenantId: number) =>
  db
    .selectFrom('catalog_goods as g')
    .innerJoin('catalog_category as c', (join) =>
      join.onRef('c.tenant_id', '=', 'g.tenant_id').onRef('c.id', '=', 'g.category_id'),
    )
    .innerJoin('catalog_figure as f', (join) =>
      join.onRef('f.tenant_id', '=', 'g.tenant_id').onRef('f.goods_id', '=', 'g.id'),
    )
    .select([
      'g.id',
      'g.title',
      'g.state',
      'g.price_fen',
      'g.max_price_fen',
      'g.sku_ids',
      'g.created_at',
      'g.updated_at',
      'c.name as category_name',
      'f.sold',
    ])
    .select(sql<string>`g.pictures->>0`.as('cover'))
    .where('c.tenant_id', '=', tenantId)
    .where('f.tenant_id', '=', tenantId);
type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

/** Figures lie in an index state by state, and category by category; a department is its categories. */
async function byFigure(
  db: Db,
  tenantId: number,
  { ids, state, category, ...ask }: AdminGoodsAsk,
  sort: keyof typeof FIGURES,
): Promise<(Row & Keyed)[]> {
  const order = FIGURES[sort];
  const rows = ids
    ? await order.page(amongFound(db, tenantId, { ids, state, category }), ask).execute()
    : await fromRuns(db, tenantId, { state, category }, order, ask);
  const shown = sql<string>`any(${rows.map(({ id }) => id)}::uuid[])`;
  // Said of both tables, so that neither is read whole to be joined.
  const found = await rowsOf(db, tenantId)
    .where('g.tenant_id', '=', tenantId)
    .where('g.id', '=', shown)
    .where('f.goods_id', '=', shown)
    .execute();
  const byId = new Map(found.map((row) => [row.id, row]));
  return rows.flatMap(({ id, cursor_key }) => {
    const row = byId.get(id);
    return row ? [{ ...row, cursor_key }] : [];
  });
}

interface Filter {
  state?: string | undefined;
  category?: string | undefined;
}
interface Place extends Keyed {
  id: string;
}

async function fromRuns(
  db: Db,
  tenantId: number,
  { state, category }: Filter,
  order: Keyset,
  ask: PageAsk,
): Promise<Place[]> {
  const of = category
    ? ({ column: 'category_id', type: 'uuid', values: await withBelow(db, tenantId, category) } as const)
    : ({ column: 'state', type: 'text', values: state ? [state] : LISTED_STATES } as const);
  // Runs along the states are of one state, or of those that are listed.
  const which = category ? (state ? sql` and state = ${state}` : sql` and state <> 'bin'`) : sql``;
  const where = sql<SqlBool>`tenant_id = ${tenantId}${which}`;
  return (await order.merged({ table: 'catalog_figure', where, ...of }, ask).execute(db)).rows;
}

/** What a keyword found is few, and is read before it is sorted: along an index in the list's order all others would be read too. */
const amongFound = (db: Db, tenantId: number, { ids, state, category }: Filter & { ids: string[] }) =>
  db
    .with(
      (cte) => cte('found').materialized(),
      (qb) => {
        let query = qb
          .selectFrom('catalog_figure as f')
          .innerJoin('catalog_goods as g', (join) =>
            join.onRef('g.tenant_id', '=', 'f.tenant_id').onRef('g.id', '=', 'f.goods_id'),
          )
          .select(['f.goods_id', 'f.price_fen', 'f.available', 'f.sold'])
          .where('f.tenant_id', '=', tenantId)
          .where('g.tenant_id', '=', tenantId)
          .where('f.goods_id', '=', sql<string>`any(${ids}::uuid[])`);
        query = state ? query.where('f.state', '=', state) : query.where('f.state', '<>', 'bin');
        if (category)
          query = query.where((eb) =>
            eb.or([eb('g.category_id', '=', category), eb('g.department_id', '=', category)]),
          );
        return query;
      },
    )
    .selectFrom('found')
    .select('goods_id as id');

/** A category and those below it. */
async function withBelow(db: Db, tenantId: number, category: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from catalog_category where tenant_id = ${tenantId} and (id = ${category}::uuid or parent_id = ${category}::uuid)`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
