import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { buildApp, closeApp } from '../app.ts';
import { restore } from '../backup-commands.ts';
import { newId } from '../kernel/ids.ts';
import { readConfig } from '../platform/config.ts';
import { MIGRATIONS, migrate } from '../platform/db/index.ts';
import { verifyLedgers } from '../upkeep-commands.ts';
import { SECRET, startApp } from './app.ts';
import { createEmptyDatabase, type TestDatabase, testRoles } from './database.ts';
import { startFront } from './front.ts';
import { installed, keepRelease, keptReleases, PASSPHRASE, program, programOf, shopOf } from './kept-release.ts';
import { ended } from './sale-process.ts';
import { freePort } from './server-process.ts';
import { TENANT } from './world.ts';

/** What a next version may do to the schema while the one before still works: expand. */
const NEXT = `create table made_up_thing (tenant_id integer not null, id uuid not null, note text not null default '', primary key (tenant_id, id));
call protect('made_up_thing');
alter table order_head add column made_up_note text not null default '';
create index order_head_made_up on order_head (tenant_id, made_up_note) where made_up_note <> '';
`;
const SOLD = 8;

const temporary = (): string => {
  const dir = mkdtempSync(path.join(tmpdir(), 'jishi-upgrade-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};
const settings = (dataDir: string, databaseUrl: string) =>
  readConfig(['--data', dataDir, '--port', '0'], {
    ...{ DATABASE_URL: databaseUrl, JISHI_SECRET: SECRET, BACKUP_PASSPHRASE: PASSPHRASE, PASSWORD_COST: '10' },
  });

/** A program with HTTP and worker that listens; killed after the test at the latest. */
async function started({ folder, file }: { folder: string; file: string }, dataDir: string, database: TestDatabase) {
  const port = await freePort();
  const env = { ...process.env, JISHI_SECRET: SECRET, JISHI_SANDBOX: 'off', LIMIT_SCALE: '1000' };
  const args = [file, String(port), dataDir, database.url, database.workerUrl];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], env });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise<void>((done, fail) => {
    child.stdout?.on('data', (said: Buffer) => said.toString().includes('ready') && done());
    child.once('exit', (code) => fail(new Error(`the program ended with ${code} before it was ready`)));
  });
  return { port, child };
}

async function stopped(child: ChildProcess): Promise<void> {
  const end = ended(child);
  child.kill('SIGTERM');
  expect(await end).toBe('exit 0');
}

/** A release with its shop is brought to the next version while people buy. `migrations`: files of the next schema. */
async function upgrade(release: string, next: { code: Buffer; migrations: readonly string[] }): Promise<void> {
  const database = await createEmptyDatabase();
  onTestFinished(() => database.drop());
  const config = settings(temporary(), database.ownerUrl);
  const { dataDir } = config;
  await restore(
    config,
    path.resolve(shopOf(release)),
    () => {},
    () => testRoles,
  );
  const sql = new pg.Client({ connectionString: database.ownerUrl });
  await sql.connect();
  onTestFinished(() => sql.end());
  const names = (await sql.query<{ name: string }>('select name from schema_migration')).rows.map(({ name }) => name);
  const counted = async () =>
    (
      await sql.query(
        'select (select count(*) from order_head)::int orders, (select count(*) from ledger_transfer)::int moved',
      )
    ).rows[0] as { orders: number; moved: number };
  const before = await counted();
  expect(before.orders).toBeGreaterThan(5);

  const platform = await buildApp(config, { app: database.url, worker: database.workerUrl });
  onTestFinished(() => closeApp(platform));
  const { rows: people } = await sql.query<{ customer: string; address: string; sku: string }>(
    `select a.customer_id::text as customer, a.id::text as address, (select id::text from catalog_sku order by id limit 1) as sku
     from customer_address a`,
  );
  const buyers = people.map((one) => ({
    ...one,
    token: platform.principals.shopperToken(TENANT, one.customer, newId()).token,
  }));
  const own = installed(
    programOf(release),
    names.map((name) => path.join(MIGRATIONS, name)),
  );
  const newer = installed(next.code, next.migrations);
  for (const { folder } of [own, newer]) onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const running = [await started(own, dataDir, database), await started(own, dataDir, database)];
  const front = await startFront(() => running.map(({ port }) => port));

  let selling = true;
  const failed: string[] = [];
  const placed: string[] = [];
  const ask = async (token: string, url: string, body?: object) => {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': crypto.randomUUID() };
    const sent = body && { method: 'POST', body: JSON.stringify(body) };
    const reply = await fetch(front + url, {
      ...sent,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    });
    const text = await reply.text();
    if (!reply.ok) failed.push(`${url} ${reply.status} ${text}`);
    return reply.ok ? JSON.parse(text) : {};
  };
  const buy = async ({ token, address, sku }: (typeof buyers)[number]) => {
    while (selling && failed.length === 0) {
      const lines = [{ skuId: sku, quantity: 1 }];
      const { totalFen } = await ask(token, '/shop/quote', { lines });
      const order = { lines, addressId: address, expectedTotalFen: totalFen, note: '', fromCart: false };
      const { id } = await ask(token, '/shop/orders', order);
      if (id) placed.push(id);
      await ask(token, `/shop/orders/${id}`);
    }
  };
  const crowd = Promise.all(buyers.map(buy));
  const soldMore = async () => {
    for (const until = placed.length + SOLD; placed.length < until && failed.length === 0; )
      await new Promise((wait) => setTimeout(wait, 20));
  };
  await soldMore();
  await migrate(database.ownerUrl, path.join(newer.folder, MIGRATIONS), testRoles, () => {});
  await soldMore();
  for (const place of [0, 1]) {
    const old = running[place];
    running[place] = await started(newer, dataDir, database);
    if (old) await stopped(old.child);
    await soldMore();
  }
  selling = false;
  await crowd;
  expect(failed).toEqual([]);
  const after = await counted();
  expect(after.orders).toBe(before.orders + new Set(placed).size);
  expect(after.moved).toBeGreaterThan(before.moved);
  const said: string[] = [];
  expect(await verifyLedgers(platform, (line) => said.push(line)), said.join('\n')).toBe(true);
}

const filesOf = (): string[] => readdirSync(MIGRATIONS).map((name) => path.join(MIGRATIONS, name));

test('a version with a wider schema takes over from the one before while people buy: no request fails, no order is lost', {
  timeout: 600_000,
}, async () => {
  const app = await startApp({ LIMIT_SCALE: '1000' });
  const release = temporary();
  await keepRelease(app, release);
  const wider = path.join(temporary(), '9999_made_up.sql');
  writeFileSync(wider, NEXT);
  await upgrade(release, { code: await program(), migrations: [...filesOf(), wider] });
});

// None yet: `npm run release:keep` adds a folder with each release.
test.each(keptReleases())(
  'the shop of %s is brought to this version while people buy',
  { timeout: 600_000 },
  async (release) => {
    await upgrade(release, { code: await program(), migrations: filesOf() });
  },
);
