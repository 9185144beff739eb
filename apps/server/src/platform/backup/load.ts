import { createWriteStream, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { CannotStart } from '../cannot-start.ts';
import type { SequenceValue } from './records.ts';
import { columnsOf, tableNames } from './tables.ts';

/** How many rows and files a restore has put in place, to be compared with what the backup says of itself. */
export interface Loaded {
  rows: number;
  files: number;
}

/**
 * Makes ready for loading within one transaction: nothing fires, foreign keys are looked at when it commits, and what the migrations put
 * into tables is taken out. `done` puts all that back.
 */
export async function readyForRows(client: pg.Client): Promise<{ done: () => Promise<void> }> {
  const tables = await tableNames(client);
  const { rows: keys } = await client.query<{ tab: string; name: string }>(
    `select conrelid::regclass::text as tab, quote_ident(conname) as name from pg_constraint
     where contype = 'f' and not condeferrable and connamespace = 'public'::regnamespace`,
  );
  for (const { tab, name } of keys)
    await client.query(`alter table ${tab} alter constraint ${name} deferrable initially deferred`);
  for (const table of tables) {
    await client.query(`alter table ${table} disable trigger user`);
    await client.query(`delete from ${table}`);
  }
  return {
    done: async () => {
      await client.query('set constraints all immediate');
      for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
      for (const { tab, name } of keys)
        await client.query(`alter table ${tab} alter constraint ${name} not deferrable`);
    },
  };
}

export async function loadTable(client: pg.Client, table: string, data: AsyncIterable<Buffer>): Promise<number> {
  if (!(await tableNames(client)).includes(table))
    throw new CannotStart(`the backup has a table ${table}, this program has none`);
  const columns = await columnsOf(client, table);
  const insert = `insert into ${table} (${columns.join(', ')}) overriding system value
    select ${columns.map((c) => `(r).${c}`).join(', ')} from (select unnest($1::text[])::${table} as r) rows`;
  let count = 0;
  for await (const piece of data) {
    const rows = JSON.parse(piece.toString()) as string[];
    await client.query(insert, [rows]);
    count += rows.length;
  }
  return count;
}

export async function loadSequences(client: pg.Client, values: readonly SequenceValue[]): Promise<void> {
  for (const { name, value, called } of values)
    await client.query('select setval($1::regclass, $2::bigint, $3)', [name, value, called]);
}

/** Writes a picture aside and renames it, so that none stands half. Throws CannotStart for a name that leads elsewhere. */
export async function loadFile(dataDir: string, name: string, data: AsyncIterable<Buffer>): Promise<void> {
  const dir = path.join(dataDir, 'files');
  const target = path.resolve(dir, name);
  if (!target.startsWith(dir + path.sep)) throw new CannotStart(`the backup has a file that leads elsewhere: ${name}`);
  mkdirSync(path.dirname(target), { recursive: true });
  await pipeline(data, createWriteStream(`${target}.part`, { flush: true }));
  renameSync(`${target}.part`, target);
}
