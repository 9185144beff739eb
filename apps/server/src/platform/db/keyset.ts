import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { type CursorPart, readCursor } from '../../kernel/page.ts';

export interface PageAsk {
  /** Where the page before ended. */
  cursor?: string;
  /** Rows of a page. */
  limit: number;
}
/** What a row of a list carries for `pageOf`. */
export interface Keyed {
  cursor_key: string;
}
/** The order of a list, and the pages that follow from it. */
export interface Keyset {
  /** The query's rows in this order, behind the cursor, one more than `limit`. Refuses with BAD_INPUT a cursor of another list. */
  page<D, T extends keyof D, O>(query: SelectQueryBuilder<D, T, O>, ask: PageAsk): SelectQueryBuilder<D, T, O & Keyed>;
  /**
   * The ids of the same page where an index has these rows in as many runs as a column has values: so much of each run is read as a page
   * can show, and the runs are merged. The order's last column is the id. Columns are named without their table.
   */
  merged(runs: Runs, ask: PageAsk): RawBuilder<Keyed & { id: string }>;
}
/** Rows of a table by one of its columns. */
export interface Runs {
  table: string;
  column: string;
  type: 'text' | 'uuid';
  /** Of the column, each once. */
  values: readonly string[];
  /** What else the rows must be, by columns of the table. */
  where: RawBuilder<SqlBool>;
}

const TYPES: Readonly<Record<CursorPart | 'text', RawBuilder<unknown>>> = {
  text: sql`text`,
  number: sql`bigint`,
  uuid: sql`uuid`,
  time: sql`timestamptz`,
};

/**
 * A list in the order of these columns, all in one direction, the last of them unique. The cursor holds their values as PostgreSQL
 * writes them: JavaScript's times have no microseconds, and rows of one millisecond would be lost between two pages.
 */
export function keyset(direction: 'asc' | 'desc', ...columns: readonly (readonly [string, CursorPart])[]): Keyset {
  const names = sql.join(columns.map(([name]) => sql.ref(name)));
  const parts = columns.map(([, part]) => part);
  const sign = direction === 'desc' ? sql`<` : sql`>`;
  const behind = (cursor: string) => {
    const values = readCursor(cursor, parts).map((value, i) => sql`${value}::${TYPES[parts[i] as CursorPart]}`);
    return sql<SqlBool>`(${names}) ${sign} (${sql.join(values)})`;
  };
  return {
    page(query, { cursor, limit }) {
      let page = query.select(sql<string>`json_build_array(${names})::text`.as('cursor_key'));
      if (cursor) page = page.where(behind(cursor));
      for (const [name] of columns) page = page.orderBy(sql.ref(name), direction);
      return page.limit(limit + 1) as never;
    },
    merged({ table, column, type, values, where }, { cursor, limit }) {
      const order = sql.join(columns.map(([name]) => sql`${sql.ref(name)} ${sql.raw(direction)}`));
      const id = sql.ref(columns.at(-1)?.[0] ?? 'id');
      return sql<Keyed & { id: string }>`
        select page.id_of_page as id, page.cursor_key
        from unnest(${values}::${TYPES[type]}[]) as run(of_run) cross join lateral (
          select ${names}, ${id} as id_of_page, json_build_array(${names})::text as cursor_key from ${sql.table(table)}
          where ${where} and ${sql.ref(column)} = run.of_run ${cursor ? sql`and ${behind(cursor)}` : sql``}
          order by ${order} limit ${limit + 1}) as page
        order by ${order} limit ${limit + 1}`;
    },
  };
}

/**
 * A value that PostgreSQL plans for as for any other. Where it sees that most rows have the value, it reads them in the list's order
 * along an index without it and throws away what does not fit, as if the others lay evenly between them. They do not: the newest
 * orders of a shop are those that have not been received, and a page of received ones went through all of these.
 */
export const unguessed = <T>(value: T, type: 'text' | 'uuid'): RawBuilder<T> =>
  sql<T>`(select ${value}::${TYPES[type]})`;
