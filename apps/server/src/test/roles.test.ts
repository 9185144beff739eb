import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { freePort, newDataDir, type ServerProcess, startServer } from './server-process.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

/** One folder, two processes: what answers requests and what works in the background. */
const SETTINGS = { DATABASE_URL: '', JISHI_DEMO: 'off', SANDBOX_PORT: '0' };
let dataDir = '';
let web: ServerProcess;
let worker: ServerProcess;
let webPort = 0;
let workerPort = 0;
let sql: pg.Client;
const startWeb = () => startServer(webPort, dataDir, SETTINGS, ['--role', 'web']);
const startWorker = () => startServer(workerPort, dataDir, SETTINGS, ['--role', 'worker']);

beforeAll(async () => {
  dataDir = newDataDir();
  [webPort, workerPort] = [await freePort(), await freePort()];
  // In the same moment, in an empty folder: one makes secret, cluster and schema, and the other finds them.
  [web, worker] = await Promise.all([startWeb(), startWorker()]);
  const read = (name: string) => readFileSync(path.join(dataDir, 'postgres', name), 'utf8').trim();
  sql = new pg.Client(`postgres://jishi:${read('password')}@127.0.0.1:${read('port')}/jishi`);
  sql.on('error', () => {});
  await sql.connect();
});
afterAll(async () => {
  await sql?.end();
  await Promise.all([web?.stop(), worker?.stop()]);
  rmSync(path.dirname(dataDir), { recursive: true, force: true });
});

const statusOf = async (url: string) => (await fetch(`http://127.0.0.1:${webPort}${url}`)).status;
const isListening = (port: number) =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    () => true,
    () => false,
  );
/** Something to be done later, as a transaction of the web process leaves it. */
async function leaveWork(): Promise<string> {
  const id = newId();
  await sql.query(`insert into outbox (tenant_id, id, task, payload) values (1, $1, 'job:test.work', '{}')`, [id]);
  return id;
}
const isHandedOn = async (id: string) =>
  (await sql.query('select 1 from outbox where id = $1 and relayed_at is not null', [id])).rowCount === 1;

test('the web process answers and works on nothing; the worker works and listens to nobody', async () => {
  expect(await statusOf('/readyz')).toBe(200);
  expect(await isListening(workerPort)).toBe(false);
  const id = await leaveWork();
  await vi.waitFor(async () => expect(await isHandedOn(id)).toBe(true));
});

test('the worker killed: the web process answers on, what is to be done waits, and the next worker does it', async () => {
  await worker.kill();
  const id = await leaveWork();
  expect(await statusOf('/readyz')).toBe(200);
  expect(await isHandedOn(id)).toBe(false);
  worker = await startWorker();
  await vi.waitFor(async () => expect(await isHandedOn(id)).toBe(true));
});

test('each stops and starts beside the other, whichever had started PostgreSQL', async () => {
  expect(await web.stop()).toBe(0);
  expect(worker.child.exitCode).toBeNull();
  const id = await leaveWork();
  await vi.waitFor(async () => expect(await isHandedOn(id)).toBe(true));
  web = await startWeb();
  expect(await statusOf('/readyz')).toBe(200);
  expect(await worker.stop()).toBe(0);
  expect(await statusOf('/readyz')).toBe(200);
});
