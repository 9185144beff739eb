import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';
import { isRunning } from './process-identity.ts';
import { startHolder } from './test/holder.ts';

// A start takes seconds, a first one tens of them where many tests share the machine.
vi.setConfig({ testTimeout: 120_000 });

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
  expect(second).toMatchObject({ port: first.port, url: first.url, origin: 'started' });
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
  expect(adopted).toMatchObject({ port, origin: 'adopted' });
  expect(postmaster()).toBe(survivor);
  expect(said.join()).toContain(String(survivor));
  await write(adopted, 2);
  await adopted.stop();
  expect(isRunning(survivor)).toBe(false);
  const next = await start();
  expect(next.origin).toBe('started');
  expect(await notes(next)).toContain(2);
});

/** The port of a PostgreSQL whose parent is killed with -9. */
async function startedAndKilled(): Promise<number> {
  const holder = await startHolder(dir);
  expect(await holder.kill()).toBe('SIGKILL');
  return holder.port;
}

test('program and PostgreSQL killed with -9 leave a pid file: the next start recovers what was committed', async () => {
  const holder = await startHolder(dir);
  const pid = postmaster();
  await holder.kill();
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  expect(existsSync(pidFile())).toBe(true);
  const next = await start();
  expect(next.origin).toBe('started');
  expect(await notes(next)).toContain(1);
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
  expect(server.origin).toBe('started');
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
);

test('a second process shares the PostgreSQL of the first and leaves it running; the last one stops it', async () => {
  const first = await startHolder(dir);
  const second = await start();
  expect(second).toMatchObject({ port: first.port, origin: 'shared' });
  expect(said).toEqual([`using the PostgreSQL that process ${first.pid} also uses`]);
  await second.stop();
  expect(said.at(-1)).toBe(`PostgreSQL runs on for process ${first.pid}`);
  expect(await ask(second, 'select 1 as one')).toEqual([{ one: 1 }]);
  const third = await start();
  const pid = postmaster();
  expect(await first.stop()).toBe(0);
  expect(first.said.at(-1)).toBe(`PostgreSQL runs on for process ${process.pid}`);
  expect(await ask(third, 'select 1 as one')).toEqual([{ one: 1 }]);
  await third.stop();
  expect(isRunning(pid)).toBe(false);
});

test('two that start at the same moment have one PostgreSQL', async () => {
  const [one, other] = await Promise.all([startHolder(dir), startHolder(dir)]);
  expect(one.port).toBe(other.port);
  expect([one.origin, other.origin].sort()).toEqual(['shared', 'started']);
  const pid = postmaster();
  expect(await Promise.all([one.stop(), other.stop()])).toEqual([0, 0]);
  expect(isRunning(pid)).toBe(false);
});

/** Asks until PostgreSQL answers again. */
const answersAgain = (server: { url: string }) =>
  vi.waitFor(async () => expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]), {
    timeout: 20_000,
    interval: 100,
  });

test('a PostgreSQL that dies is started again on the same port, and says so', async () => {
  const server = await start();
  await write(server, 10);
  for (let time = 0; time < 2; time++) {
    const pid = postmaster();
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(said.join()).toContain(`PostgreSQL (process ${pid}) has ended by itself`));
    await answersAgain(server);
    expect(postmaster()).not.toBe(pid);
  }
  expect(await notes(server)).toContain(10);
  expect(said.join()).toContain(`PostgreSQL runs again (process ${postmaster()})`);
});

test('who only shared it starts it again too, when the process that had started it is no more', async () => {
  const first = await startHolder(dir);
  const second = await start();
  await first.kill();
  process.kill(postmaster(), 'SIGKILL');
  await vi.waitFor(() => expect(said.join()).toContain('PostgreSQL runs again'), { timeout: 20_000 });
  await answersAgain(second);
  const pid = postmaster();
  await second.stop();
  expect(isRunning(pid)).toBe(false);
});

test('a pid file that names the PostgreSQL of somebody else is stale, and that PostgreSQL lives on', async () => {
  const other = await start({ dir: mkdtempSync(path.join(tmpdir(), 'jishi-embedded-')) });
  const stranger = Number(
    (await ask(other, "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid"))[0]?.pid,
  );
  writeFileSync(pidFile(), `${stranger}\n${path.join(dir, 'data')}\n0\n9\n\n127.0.0.1\n`);
  const server = await start();
  expect(server.origin).toBe('started');
  expect(isRunning(stranger)).toBe(true);
  expect(await ask(other, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a folder that a process of another machine uses is refused while that one gives signs of life, and free afterwards', async () => {
  const file = path.join(dir, 'users', '77-stranger.json');
  writeFileSync(file, JSON.stringify({ pid: 77, startedAt: '1', machine: 'other-host/boot/pid:[1]' }));
  const beat = setInterval(() => utimesSync(file, new Date(), new Date()), 300);
  onTestFinished(() => clearInterval(beat));
  await expect(start()).rejects.toThrow('in use on another machine or in another container (other-host, process 77)');
  expect(existsSync(pidFile())).toBe(false);
  clearInterval(beat);
  expect((await start()).origin).toBe('started');
  expect(existsSync(file)).toBe(false);
});
