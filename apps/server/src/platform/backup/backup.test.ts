import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { buildApp, closeApp } from '../../app.ts';
import { backup, restore } from '../../backup-commands.ts';
import { SECRET, startApp } from '../../test/app.ts';
import { createEmptyDatabase, testRoles } from '../../test/database.ts';
import { verifyAudits, verifyLedgers } from '../../upkeep-commands.ts';
import { type Config, readConfig } from '../config.ts';

/** Roles belong to the whole server, which other tests use too. */
const roles = () => testRoles;
const WORDS = 'a passphrase of the test';

function newFolder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'jishi-backup-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
const settings = (dataDir: string, databaseUrl: string, over: Record<string, string> = {}): Config =>
  readConfig(['--data', dataDir, '--port', '0'], {
    DATABASE_URL: databaseUrl,
    JISHI_SECRET: SECRET,
    BACKUP_PASSPHRASE: WORDS,
    PASSWORD_COST: '10',
    ...over,
  });

/** Every row of every table of a database, by table, in no order; without what tells who is alive. */
async function everything(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'graphile_worker') and c.relkind = 'r'
       and c.relname not in ('job_worker', 'backup_run', 'schema_migration', 'schema_secret', 'migrations') order by 1`,
  );
  const held: Record<string, string[]> = {};
  for (const { name } of rows)
    held[name] = (await client.query<{ row: string }>(`select t::text as row from ${name} t order by 1`)).rows.map(
      (r) => r.row,
    );
  await client.end();
  return held;
}

test('a backup restores into an empty database and folder: every row and picture, the ledger and the audit verify, and the shop sells on', async () => {
  const app = await startApp();
  const goods = await app.given.goods({ stock: 20 });
  const order = await app.given.paidOrder([{ skuId: goods.skus[0]?.id ?? '', quantity: 2 }]);
  await app.given.order([{ skuId: goods.skus[0]?.id ?? '', quantity: 1 }]);
  await app.platform.jobs.drain();
  const picture = path.join(app.platform.config.dataDir, 'files', 'p.webp');
  writeFileSync(picture, 'the bytes of a picture');

  const file = path.join(newFolder(), 'shop.backup');
  const said: string[] = [];
  const config = settings(app.platform.config.dataDir, app.database.ownerUrl);
  await backup(config, app.database.ownerUrl, { to: file }, (line) => said.push(line));
  expect(said[0]).toMatch(/shop\.backup: \d+ rows and \d+ files, [\d.]+ MiB, sealed and read back/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file).includes('测试小店')).toBe(false);
  const before = await everything(app.database.ownerUrl);
  expect(before['public.ledger_transfer']?.length).toBeGreaterThan(3);

  const empty = await createEmptyDatabase();
  onTestFinished(() => empty.drop());
  const there = settings(newFolder(), empty.ownerUrl);
  await restore(there, file, (line) => said.push(line), roles);
  expect(await everything(empty.ownerUrl)).toEqual(before);
  expect(readFileSync(path.join(there.dataDir, 'files', 'p.webp'), 'utf8')).toBe('the bytes of a picture');

  const platform = await buildApp(there, { app: empty.url, worker: empty.workerUrl });
  onTestFinished(() => closeApp(platform));
  expect(await verifyLedgers(platform, (line) => said.push(line)), said.join('\n')).toBe(true);
  expect(await verifyAudits(platform, () => {})).toBe(true);
  const found = await platform.http.server.inject({
    url: `/shop/orders/${order.id}`,
    headers: { authorization: `Bearer ${order.shopper.token}` },
  });
  expect([found.statusCode, found.json().number]).toEqual([200, order.number]);
  // Triggers and foreign keys are as they were: nothing is left switched off.
  const client = new pg.Client({ connectionString: empty.ownerUrl });
  await client.connect();
  onTestFinished(() => client.end());
  expect((await client.query(`select 1 from pg_trigger where tgenabled = 'D'`)).rowCount).toBe(0);
  expect((await client.query(`select 1 from pg_constraint where contype = 'f' and condeferrable`)).rowCount).toBe(0);
  await expect(restore(there, file, () => {}, roles)).rejects.toThrow('the database is not empty');
}, 120_000);

test('a damaged or cut backup, another passphrase, another secret, and none at all are refused before anything is changed', async () => {
  const app = await startApp();
  const file = path.join(newFolder(), 'shop.backup');
  const url = app.database.ownerUrl;
  await backup(settings(app.platform.config.dataDir, url), url, { to: file }, () => {});
  const empty = await createEmptyDatabase();
  onTestFinished(() => empty.drop());
  const folder = newFolder();
  const refused = (over: Record<string, string>, words: string, from = file) =>
    expect(restore(settings(folder, empty.ownerUrl, over), from, () => {}, roles)).rejects.toThrow(words);
  await refused({ BACKUP_PASSPHRASE: 'another passphrase!' }, 'the passphrase is another one');
  await refused({ JISHI_SECRET: 'another-secret-that-is-long-enough-0123' }, 'another secret than the backup’s');
  await refused({ BACKUP_PASSPHRASE: '' }, 'BACKUP_PASSPHRASE');
  await refused({}, 'there is no file', `${file}.none`);
  const cut = `${file}.cut`;
  writeFileSync(cut, readFileSync(file));
  truncateSync(cut, statSync(file).size - 40);
  await refused({}, 'damaged', cut);
  const full = { ...settings(folder, url), secret: null };
  await expect(restore(full, file, () => {}, roles)).rejects.toThrow('the database is not empty');
  expect(Object.keys(await everything(empty.ownerUrl))).toEqual([]);
  for (const name of ['files', 'secret']) expect(existsSync(path.join(folder, name)), name).toBe(false);
}, 60_000);
