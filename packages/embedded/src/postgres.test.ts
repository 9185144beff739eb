import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';

const FAST = ['fsync=off', 'full_page_writes=off'];
/** One cluster for all tests of the file: unpacking and initdb take seconds. Each test starts it and leaves it stopped. */
let dir = '';
let running: EmbeddedPostgres[] = [];
const said: string[] = [];

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'jishi-embedded-'));
  vi.stubEnv('LANG', undefined);
  vi.stubEnv('LC_ALL', undefined);
  vi.stubEnv('LC_CTYPE', undefined);
  const first = await start();
  await ask(first, 'create table note (id int primary key, text text not null)');
  await first.stop();
}, 120_000);
afterEach(async () => {
  for (const server of running) await server.stop();
  running = [];
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

async function start(options: { port?: number; dir?: string } = {}): Promise<EmbeddedPostgres> {
  said.length = 0;
  const server = await startPostgres({ dir, flags: FAST, log: (line) => said.push(line), ...options });
  running.push(server);
  return server;
}

async function ask(server: { url: string }, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  return client
    .query(sql, values)
    .then((answer) => answer.rows)
    .finally(() => client.end());
}
const write = (server: EmbeddedPostgres, id: number) =>
  ask(server, 'insert into note values ($1, $2)', [id, `note ${id}`]);
const notes = async (server: EmbeddedPostgres) =>
  (await ask(server, 'select id from note order by id')).map((r) => r.id);
const pidFile = () => path.join(dir, 'data', 'postmaster.pid');
const postmaster = (): number => Number(readFileSync(pidFile(), 'utf8').split('\n')[0]);

test('stopped and started again: the data is there, on the port that is remembered, and nothing is unpacked or made anew', async () => {
  const first = await start();
  await write(first, 1);
  await first.stop();
  expect(existsSync(pidFile())).toBe(false);
  await expect(ask(first, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const second = await start();
  expect(second).toMatchObject({ port: first.port, url: first.url, adopted: false });
  expect(await notes(second)).toContain(1);
  expect(said).toEqual([]);
  await second.stop();
  await second.stop();
});

test('a remembered port that another program has taken: a free one is found, and kept from then on', async () => {
  const first = await start();
  await first.stop();
  const other = createServer().listen(first.port, '127.0.0.1');
  await new Promise((listening) => other.once('listening', listening));
  const second = await start();
  expect(second.port).not.toBe(first.port);
  await second.stop();
  await new Promise((closed) => other.close(closed));
  expect((await start()).port).toBe(second.port);
});

test('a program killed with -9 leaves PostgreSQL running: the next start takes it over with everything, and can stop it', async () => {
  const port = await startedAndKilled();
  const survivor = postmaster();
  const adopted = await start();
  expect(adopted).toMatchObject({ port, adopted: true });
  expect(postmaster()).toBe(survivor);
  expect(said.join()).toContain(String(survivor));
  await write(adopted, 2);
  await adopted.stop();
  expect(isRunning(survivor)).toBe(false);
  const next = await start();
  expect(next.adopted).toBe(false);
  expect(await notes(next)).toContain(2);
});

/** The port of a PostgreSQL whose parent is killed with -9. */
async function startedAndKilled(): Promise<number> {
  const parent = spawn(process.execPath, ['tools/run.mjs', 'packages/embedded/src/test/hold.ts', dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const port = await new Promise<number>((told, failed) => {
    parent.stdout.once('data', (chunk: Buffer) => told(Number(chunk)));
    parent.once('exit', (code) => failed(new Error(`the program ended with ${code}`)));
  });
  const gone = new Promise((ended) => parent.once('exit', (_code, signal) => ended(signal)));
  parent.kill('SIGKILL');
  expect(await gone).toBe('SIGKILL');
  return port;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z');
  } catch {
    return false;
  }
}

test('PostgreSQL itself killed with -9 leaves its pid file: the next start recovers what was committed', async () => {
  const first = await start();
  await write(first, 3);
  const pid = postmaster();
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  expect(existsSync(pidFile())).toBe(true);
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(await notes(second)).toContain(3);
});

test.each([
  ['a process that is not PostgreSQL', () => String(process.pid)],
  ['a process that is no more', () => String(2 ** 22 - 1)],
  ['nothing', () => ''],
])('a pid file that names %s is stale: it is put aside, and that process lives on', async (_what, pid) => {
  const { port } = await start().then(async (server) => {
    await server.stop();
    return server;
  });
  writeFileSync(pidFile(), `${pid()}\n${path.join(dir, 'data')}\n0\n${port}\n\n127.0.0.1\n`);
  const server = await start();
  expect(server.adopted).toBe(false);
  expect(postmaster()).not.toBe(process.pid);
  expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('without LANG the cluster is UTF-8 all the same, and trigrams find Chinese', async () => {
  expect([process.env.LANG, process.env.LC_ALL]).toEqual([undefined, undefined]);
  const server = await start();
  expect(await ask(server, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
  await ask(server, 'create extension if not exists pg_trgm');
  const [found] = await ask(
    server,
    `select similarity('手冲挂耳咖啡', '手冲咖啡') as near, similarity('手冲挂耳咖啡', '毛巾') as far, length('手冲') as length`,
  );
  expect(found).toMatchObject({ far: 0, length: 2 });
  expect(found?.near).toBeGreaterThan(0);
});

test('only the password opens it, over the loopback only, and the password is for its owner', async () => {
  const server = await start();
  const wrong = new URL(server.url);
  wrong.password = 'wrong';
  await expect(ask({ url: wrong.href }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  expect(await ask(server, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await ask(server, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
  expect(statSync(path.join(dir, 'password')).mode & 0o777).toBe(0o600);
  expect(statSync(path.join(dir, 'data')).mode & 0o077).toBe(0);
});

test.runIf(process.getuid?.() === 0)(
  'as root below a private folder: the cluster lies where its own user can walk, is found again, and that folder stays private',
  async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'jishi-home-'));
    const place = path.join(home, 'project', 'postgres');
    mkdirSync(path.dirname(place));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const first = await start({ dir: place });
    const moved = said.find((line) => line.includes(home))?.match(/lies in (\S+)$/)?.[1] ?? '';
    onTestFinished(() => rmSync(moved, { recursive: true, force: true }));
    expect(existsSync(path.join(moved, 'data', 'PG_VERSION'))).toBe(true);
    expect(statSync(home).mode & 0o777).toBe(0o700);
    await ask(first, 'create table kept ()');
    await first.stop();
    const second = await start({ dir: place });
    expect(await ask(second, `select to_regclass('kept')::text as found`)).toEqual([{ found: 'kept' }]);
    await second.stop();
  },
  60_000,
);
