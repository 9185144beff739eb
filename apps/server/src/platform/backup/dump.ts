import { createReadStream, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { now } from '../../kernel/clock.ts';
import { VERSION } from '../../kernel/version.ts';
import { type SchemaFile, type SequenceValue, written } from './records.ts';
import { tableNames } from './tables.ts';

const ROWS_AT_ONCE = 1000;

export interface Source {
  /** As the owner of the tables, who looks across all shops. */
  ownerUrl: string;
  dataDir: string;
  /** The master secret; it goes along, because without it nothing of the backup can be read. */
  secret: string;
}

/**
 * Everything that belongs together as records: the secret, every row of one moment (one snapshot, which disturbs nobody), the sequences,
 * and then the pictures, which are only ever added.
 */
export async function* dump({ ownerUrl, dataDir, secret }: Source): AsyncGenerator<Buffer> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'jishi-backup' });
  await client.connect();
  let rows = 0;
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local statement_timeout = 0');
    yield* written({ kind: 'manifest', madeAt: now().toISOString(), version: VERSION, schema: await schemaOf(client) });
    yield* written({ kind: 'secret' }, [Buffer.from(secret)]);
    for (const name of await tableNames(client))
      yield* written(
        { kind: 'table', name },
        rowsOf(client, name, (n) => (rows += n)),
      );
    yield* written({ kind: 'sequences', values: await sequencesOf(client) });
    await client.query('commit');
  } finally {
    await client.end();
  }
  const files = filesOf(path.join(dataDir, 'files'));
  for (const name of files) yield* written({ kind: 'file', name }, createReadStream(path.join(dataDir, 'files', name)));
  yield* written({ kind: 'end', rows, files: files.length });
}

const schemaOf = async (client: pg.Client): Promise<SchemaFile[]> =>
  (await client.query<SchemaFile>('select name, checksum from schema_migration order by name')).rows;

/** Rows as PostgreSQL writes them, a JSON list of texts a piece. */
async function* rowsOf(client: pg.Client, table: string, count: (rows: number) => void): AsyncGenerator<Buffer> {
  await client.query(`declare backup no scroll cursor for select t::text as row from ${table} t`);
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${ROWS_AT_ONCE} from backup`);
    if (rows.length === 0) break;
    count(rows.length);
    yield Buffer.from(JSON.stringify(rows.map((r) => r.row)));
  }
  await client.query('close backup');
}

/** Read last: a number too high leaves a gap, one too low would be given twice. */
async function sequencesOf(client: pg.Client): Promise<SequenceValue[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, sequencename) as name from pg_sequences
     where schemaname in ('public', 'graphile_worker') order by 1`,
  );
  const values: SequenceValue[] = [];
  for (const { name } of rows) {
    const { rows: state } = await client.query(`select last_value::text as value, is_called as called from ${name}`);
    values.push({ name, ...(state[0] as { value: string; called: boolean }) });
  }
  return values;
}

/** Names below the folder of pictures; parts of a file that is being written are none. */
const filesOf = (dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
        .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
        .sort()
    : [];
