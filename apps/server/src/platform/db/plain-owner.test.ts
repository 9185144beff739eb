import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '@jishi/embedded';
import pg from 'pg';
import { beforeAll, expect, test, vi } from 'vitest';
import { openDatabase } from '../../open-database.ts';
import { openSecondShop, SECRET, type StartedApp, startAppForFile } from '../../test/app.ts';
import { brokenPromises } from '../../test/invariants.ts';
import { readConfig } from '../config.ts';
import { Secrets } from '../secrets/secrets.ts';

vi.setConfig({ hookTimeout: 240_000, testTimeout: 120_000 });

/** A PostgreSQL as others run it for a fee: our user may make roles and owns a database, and is no superuser. */
let server: EmbeddedPostgres;
let admin: pg.Client;
let ownerUrl = '';
let app: StartedApp;
let dir = '';
const open = () => {
  const config = readConfig(['--data', dir], { DATABASE_URL: ownerUrl, JISHI_SECRET: SECRET });
  return openDatabase(config, Secrets.open(config.secret, config.dataDir), () => {});
};
const at = (database: string, user?: string) => {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  if (user) [url.username, url.password] = [user, user];
  return url.href;
};
async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'jishi-managed-'));
  server = await startPostgres({ dir: path.join(dir, 'postgres'), flags: ['fsync=off', 'full_page_writes=off'] });
  admin = await connected(at('postgres'));
  await admin.query("create role merchant login createrole password 'merchant'");
  await admin.query('create database mall owner merchant');
  ownerUrl = at('mall', 'merchant');
  const { urls } = await open();
  const drop = async () => {
    await admin.end();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  const database = { url: urls.app, workerUrl: urls.worker, ownerUrl: at('mall'), drop };
  app = await startAppForFile(database);
});

test('a shop is opened, found by its host, and sells; its promises hold', async () => {
  await app.platform.jobs.start();
  const [sku] = (await app.given.goods({ stock: 10, pricesFen: [5900] })).skus;
  const sold = await app.given.paidOrder([{ skuId: sku!.id, quantity: 2 }]);
  const owner = await app.given.owner();
  const parcel = { carrier: 'ZTO', trackingNumber: 'ZT123456789' };
  expect((await owner.post(`/admin/orders/${sold.id}/shipment`, parcel)).status).toBe(201);
  await vi.waitFor(async () =>
    expect((await app.sql.query('select 1 from outbox where relayed_at is null')).rowCount).toBe(0),
  );
  expect(await brokenPromises(app)).toEqual([]);
  expect(await (await fetch(`${app.address}/readyz`)).json()).toMatchObject({ status: 'ready' });
});

test('a later start finds everything as it is', async () => {
  expect((await open()).urls.app).toBe(app.database.url);
  expect((await app.guest.get('/shop/profile')).status).toBe(200);
});

test('the wall stands for requests; who owns the tables sees everything, so that pg_dump does', async () => {
  await openSecondShop(app);
  const count = async (url: string, tenant: string) => {
    const client = await connected(url);
    await client.query("select set_config('jishi.tenant', $1, false)", [tenant]);
    const { rows } = await client.query('select count(*)::int as n from staff');
    await client.end();
    return rows[0].n;
  };
  expect([await count(app.database.url, ''), await count(app.database.url, '2')]).toEqual([0, 1]);
  const owner = await connected(ownerUrl);
  // As pg_dump asks: an error rather than half of the rows.
  await owner.query('set row_security = off');
  expect((await owner.query('select 1 from staff')).rowCount).toBe(2);
  await owner.end();
});

test('a role that may look across the wall is refused, with the sentence that mends it', async () => {
  await admin.query('alter role jishi_app bypassrls');
  await expect(open()).rejects.toThrow('alter role jishi_app nosuperuser nobypassrls');
  await admin.query('alter role jishi_app nobypassrls');
  await open();
});

test('another installation on the same server is refused before it shuts the first one out', async () => {
  await admin.query('create database other owner merchant');
  const config = readConfig(['--data', dir], {
    DATABASE_URL: at('other', 'merchant'),
    JISHI_SECRET: `another ${SECRET}`,
  });
  const opened = openDatabase(config, Secrets.open(config.secret, config.dataDir), () => {});
  await expect(opened).rejects.toThrow('the database role jishi_app of this PostgreSQL server has another password');
  // New connections of the first go on.
  await (await connected(app.database.url)).end();
  // The database that was refused belongs to nobody yet: the right secret takes it.
  const ours = readConfig(['--data', dir], { DATABASE_URL: at('other', 'merchant'), JISHI_SECRET: SECRET });
  await openDatabase(ours, Secrets.open(ours.secret, ours.dataDir), () => {});
});
