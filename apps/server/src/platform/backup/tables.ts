import type pg from 'pg';

/** Tables that a restore makes by itself, or that only tell who is alive at the moment. */
const LEFT_OUT = [
  'public.schema_migration',
  'public.schema_secret',
  'public.job_worker',
  'public.backup_run',
  'graphile_worker.migrations',
];

/** All tables of the mall and of its job queue, by qualified name, quoted where needed. */
export async function tableNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'graphile_worker') and c.relkind = 'r'
       and n.nspname || '.' || c.relname <> all ($1) order by 1`,
    [LEFT_OUT],
  );
  return rows.map((r) => r.name);
}

/** Columns that can be written: not those that the database makes itself. */
export async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  return rows.map((r) => r.name);
}
