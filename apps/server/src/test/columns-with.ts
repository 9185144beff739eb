import type { TestApp } from './world.ts';

/** Every table and column, also those of the jobs, in which a text stands. */
export async function columnsWith({ sql }: TestApp, text: string): Promise<string[]> {
  const { rows } = await sql.query<{ place: string; tab: string; col: string }>(`
    select format('%s.%s', c.oid::regclass, a.attname) as place, c.oid::regclass::text as tab, quote_ident(a.attname) as col
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('public', 'graphile_worker')`);
  const found: string[] = [];
  for (const { place, tab, col } of rows) {
    const { rowCount } = await sql.query(`select 1 from ${tab} where position($1 in ${col}::text) > 0 limit 1`, [text]);
    if (rowCount) found.push(place);
  }
  return found;
}
