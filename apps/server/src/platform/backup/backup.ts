import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { CannotStart } from '../cannot-start.ts';
import { openStream, sealStream } from '../secrets/sealed-stream.ts';
import { dump, type Source } from './dump.ts';
import { type Loaded, loadFile, loadSequences, loadTable, readyForRows } from './load.ts';
import { eachRecord, type Head, type SchemaFile } from './records.ts';

interface Made extends Loaded {
  file: string;
  bytes: number;
}
type Manifest = Extract<Head, { kind: 'manifest' }>;

/**
 * Writes everything into one file under the passphrase, reads it back and counts, and only then gives it its name. Throws when anything
 * of it fails; then there is no such file.
 */
export async function makeBackup(source: Source, file: string, passphrase: string): Promise<Made> {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.part`;
  try {
    const packed = pipedThrough(dump(source), createGzip());
    await pipeline(sealStream(packed, passphrase), createWriteStream(part, { mode: 0o600, flush: true }));
    const { rows, files } = await checkBackup(part, passphrase);
    renameSync(part, file);
    return { file, bytes: statSync(file).size, rows, files };
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** Reads a backup to its end without keeping anything. Throws CannotStart when something is damaged or missing. */
async function checkBackup(file: string, passphrase: string): Promise<Loaded & { manifest: Manifest; secret: string }> {
  const found = { rows: 0, files: 0 };
  let manifest: Manifest | null = null;
  let secret = '';
  let end: Loaded | null = null;
  await eachRecord(recordsOf(file, passphrase), async (head, data) => {
    if (head.kind === 'manifest') manifest = head;
    if (head.kind === 'secret') for await (const piece of data) secret += piece.toString();
    if (head.kind === 'table')
      for await (const piece of data) found.rows += (JSON.parse(piece.toString()) as unknown[]).length;
    if (head.kind === 'file') found.files++;
    if (head.kind === 'end') end = { rows: head.rows, files: head.files };
  });
  compare(found, end);
  if (!manifest) throw new CannotStart('the backup does not say what it is of');
  return { ...found, manifest, secret };
}

function compare(found: Loaded, said: Loaded | null): void {
  if (!said) throw new CannotStart('the backup was cut off');
  if (found.rows !== said.rows || found.files !== said.files)
    throw new CannotStart(
      `the backup says that it has ${said.rows} rows and ${said.files} files, and has ${found.rows} and ${found.files}`,
    );
}

interface Target {
  dataDir: string;
  /** Where the database is; asked for after the secret stands in the folder. */
  openOwner: () => Promise<string>;
  /** Makes the schema of exactly these files in the empty database. Throws CannotStart when this program has others. */
  makeSchema: (files: readonly SchemaFile[]) => Promise<void>;
  /** The secret that the process was given, if it was. */
  givenSecret: string | null;
}

/**
 * Puts a backup into an empty database and an empty folder: everything or nothing of the rows. Throws CannotStart, before anything is
 * changed, when the backup is damaged, the passphrase another one, the folder's secret another one, or the database not empty.
 */
export async function restoreBackup(file: string, passphrase: string, target: Target): Promise<Loaded> {
  const { manifest, secret, ...said } = await checkBackup(file, passphrase);
  if (target.givenSecret !== null && target.givenSecret !== secret)
    throw new CannotStart(
      'JISHI_SECRET is another secret than the backup’s. Start without it, or with the right one; nothing was changed',
    );
  // The embedded database is made with it, so it must stand there first; a refusal takes it away again.
  const kept = target.givenSecret === null ? path.join(target.dataDir, 'secret') : null;
  if (kept) keepSecret(kept, secret);
  let client: pg.Client;
  try {
    client = await openEmpty(target, manifest);
  } catch (error) {
    if (kept) rmSync(kept, { force: true });
    throw error;
  }
  try {
    const loaded = await loadAll(client, recordsOf(file, passphrase), target.dataDir);
    compare(loaded, said);
    return loaded;
  } finally {
    await client.end();
  }
}

/** The empty database with the backup's schema. Throws CannotStart when it is not empty or this program has another schema. */
async function openEmpty(target: Target, { schema }: Manifest): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await target.openOwner(), application_name: 'jishi-restore' });
  await client.connect();
  try {
    await refuseFilled(client);
    await target.makeSchema(schema);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function loadAll(client: pg.Client, records: AsyncIterable<Buffer>, dataDir: string): Promise<Loaded> {
  const loaded: Loaded = { rows: 0, files: 0 };
  await client.query('begin');
  await client.query('set local statement_timeout = 0');
  const ready = await readyForRows(client);
  await eachRecord(records, async (head, data) => {
    if (head.kind === 'table') loaded.rows += await loadTable(client, head.name, data);
    if (head.kind === 'sequences') await loadSequences(client, head.values);
    if (head.kind === 'file') {
      await loadFile(dataDir, head.name, data);
      loaded.files++;
    }
  });
  await ready.done();
  await client.query('commit');
  await client.query('analyze');
  return loaded;
}

async function refuseFilled(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(
    `select 1 from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') limit 1`,
  );
  if (rowCount)
    throw new CannotStart(
      'the database is not empty: a restore goes into an empty one, beside the old; nothing was changed',
    );
}

function keepSecret(file: string, secret: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new CannotStart(`${file} is there already: a restore goes into an empty folder; nothing was changed`);
  }
}

const recordsOf = (file: string, passphrase: string): AsyncIterable<Buffer> =>
  pipedThrough(openStream(createReadStream(file), passphrase), createGunzip());

/** A source through a transform; an error of the source ends the reading with that error. */
function pipedThrough(source: AsyncIterable<Buffer>, transform: ReturnType<typeof createGzip>): AsyncIterable<Buffer> {
  const readable = Readable.from(source);
  readable.on('error', (error) => transform.destroy(error));
  return readable.pipe(transform);
}
