import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSandbox, type Merchant } from '@jishi/sandbox';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { saveConnection, type WechatConnection } from '../modules/identity/tenant/index.ts';
import { openDatabase } from '../open-database.ts';
import { readConfig } from '../platform/config.ts';
import { Database } from '../platform/db/index.ts';
import { Secrets } from '../platform/secrets/secrets.ts';
import { connectionOf } from '../seed.ts';
import { freePort, newDataDir, runCommand, type ServerProcess, startServer } from './server-process.ts';

vi.setConfig({ testTimeout: 120_000 });

/** The folder of one shop whose server runs through the whole file; each test starts something beside it. */
let dataDir = '';
let port = 0;
let server: ServerProcess;
const SETTINGS = { DATABASE_URL: '', JISHI_DEMO: 'off', SANDBOX_PORT: '0' };
const address = () => `http://127.0.0.1:${port}`;

beforeAll(async () => {
  dataDir = newDataDir();
  port = await freePort();
  server = await startServer(port, dataDir, SETTINGS);
}, 120_000);
afterAll(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const said = () => server.said.join('\n');
const ask = async (url: string, init?: RequestInit) => {
  const reply = await fetch(url.startsWith('/') ? address() + url : url, init);
  return { status: reply.status, text: await reply.text() };
};
const isReady = async (base = address()) => (await ask(`${base}/readyz`)).status;

/** A connection of PostgreSQL's superuser. */
async function superuser(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: superuserUrl() });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}
function superuserUrl(): string {
  const read = (name: string) => readFileSync(path.join(dataDir, 'postgres', name), 'utf8').trim();
  return `postgres://jishi:${read('password')}@127.0.0.1:${read('port')}/jishi`;
}
const signIn = (login: string, password: string, host?: string) =>
  ask('/admin/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...(host && { host }) },
    body: JSON.stringify({ login, password }),
  });

test('a server without a shop says how to open one; the command opens it beside the running server', async () => {
  const link = /First shop\s+(\S+\/console\/setup#[\w-]{43}) \(good for 24 hours, used once\)/.exec(said())?.[1] ?? '';
  expect(link.startsWith(`${address()}/`)).toBe(true);
  expect(readFileSync(path.join(dataDir, 'jishi.log'), 'utf8')).not.toContain(link.split('#')[1]);
  expect((await ask('/shop/profile')).status).toBe(404);
  const nameless = await runCommand(['shop', 'create', '--data', dataDir], SETTINGS);
  expect(nameless).toEqual({ code: 1, said: expect.stringContaining('needs a name') });
  const opened = await runCommand(
    ['shop', 'create', '--name', '山间小店', '--login', 'lin', '--data', dataDir],
    SETTINGS,
  );
  expect(opened.code, opened.said).toBe(0);
  const [, login = '', password = ''] = /Login\s+(\S+) \/ (\S+)/.exec(opened.said) ?? [];
  expect(login).toBe('lin');
  expect(JSON.parse((await ask('/shop/profile')).text).name).toBe('山间小店');
  expect((await signIn(login, password)).status).toBe(200);
  expect(await isReady()).toBe(200);
});

test('a second shop has a host of its own, and the first answers as before', async () => {
  const create = (...options: string[]) => runCommand(['shop', 'create', '--data', dataDir, ...options], SETTINGS);
  expect((await create('--name', '二店')).said).toContain('needs --host');
  const opened = await create('--name', '二店', '--host', 'https://Second.example.com/');
  expect(opened.code, opened.said).toBe(0);
  expect((await create('--name', '三店', '--host', 'second.example.com')).said).toContain(
    'another shop answers under second.example.com',
  );
  const nameUnder = async (host: string) => JSON.parse(await rawGet('/shop/profile', host)).name;
  expect(await nameUnder('second.example.com')).toBe('二店');
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'anything.example.com'])
    expect([host, await nameUnder(host)]).toEqual([host, '山间小店']);
});

/** The body of an answer asked for under another Host, which fetch does not let one write. */
function rawGet(url: string, host: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk)).once('error', fail);
    socket.once('end', () => done(text.slice(text.indexOf('\r\n\r\n') + 4)));
    socket.write(`GET ${url} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}

test('a lost password is replaced by a command; the old one and its sessions are over', async () => {
  const reset = await runCommand(
    ['shop', 'reset-owner', '--login', 'lin', '--shop', 'shop-1', '--data', dataDir],
    SETTINGS,
  );
  expect(reset.code, reset.said).toBe(0);
  const [, , password = ''] = /Login\s+(\S+) \/ (\S+)/.exec(reset.said) ?? [];
  expect((await signIn('lin', password)).status).toBe(200);
  const unknown = await runCommand(
    ['shop', 'reset-owner', '--login', 'nobody', '--shop', 'shop-1', '--data', dataDir],
    SETTINGS,
  );
  expect(unknown).toEqual({ code: 1, said: expect.stringContaining('has no login nobody') });
});

test('migrate, and a second start whose port is taken, leave the running server its database', async () => {
  const migrated = await runCommand(['migrate', '--data', dataDir], SETTINGS);
  expect(migrated.code).toBe(0);
  expect(migrated.said).toContain(`PostgreSQL runs on for process ${server.child.pid}`);
  expect(await isReady()).toBe(200);
  const again = await runCommand(['serve', '--port', String(port), '--data', dataDir], SETTINGS);
  expect(again.code).toBe(1);
  expect(again.said).toContain(`port ${port} is taken`);
  expect(again.said).not.toContain('    at ');
  expect(await isReady()).toBe(200);
});

test('a second process of the folder runs beside the first, without a sandbox, and PostgreSQL outlives whichever ends first', async () => {
  const otherPort = await freePort();
  const second = await startServer(otherPort, dataDir, SETTINGS);
  onTestFinished(() => void second.child.kill('SIGKILL'));
  expect(second.said.join('\n')).toContain(`using the PostgreSQL that process ${server.child.pid} also uses`);
  expect(second.said.join('\n')).toContain(`process ${server.child.pid} runs that of this folder`);
  expect(second.said.join('\n')).not.toContain('(sandbox)');
  expect(await isReady(`http://127.0.0.1:${otherPort}`)).toBe(200);
  expect(await server.stop()).toBe(0);
  expect(said()).toContain(`PostgreSQL runs on for process ${second.child.pid}`);
  expect(await isReady(`http://127.0.0.1:${otherPort}`)).toBe(200);
  server = await startServer(port, dataDir, SETTINGS);
  expect(await second.stop()).toBe(0);
  expect(await isReady()).toBe(200);
});

test('a start moves the shop of its own sandbox along, and touches no other connection', async () => {
  const mine = JSON.parse(readFileSync(path.join(dataDir, 'sandbox', 'merchant.json'), 'utf8')) as Merchant;
  const other = await createSandbox({ port: 0, dir: mkdtempSync(path.join(tmpdir(), 'jishi-other-')) });
  onTestFinished(() => other.close());
  const sealed = async () => {
    const sql = await superuser();
    const { rows } = await sql.query('select wechat from tenant where tenant_id = 1');
    await sql.end();
    return rows[0].wechat;
  };
  await connectShop(mine, { payBaseUrl: 'http://127.0.0.1:1', apiBaseUrl: 'http://127.0.0.1:1' });
  const before = await sealed();
  await restart();
  expect(await sealed()).not.toBe(before);
  await connectShop(other.merchant);
  const others = await sealed();
  await restart();
  expect(await sealed()).toBe(others);
  const real = { payBaseUrl: 'https://api.mch.weixin.qq.com', apiBaseUrl: 'https://api.weixin.qq.com' };
  await connectShop(mine, real);
  const merchants = await sealed();
  // While it runs, too: there is nothing to practise with any more.
  await vi.waitFor(() => expect(said()).toContain('the sandbox WeChat is closed'), { timeout: 40_000 });
  await restart();
  expect(said()).toContain('no sandbox WeChat: a shop is connected to WeChat itself');
  await restart({ ...SETTINGS, JISHI_SANDBOX: 'on' });
  expect(said()).toContain('(sandbox)');
  expect(await sealed()).toBe(merchants);
});

test('a shop that the world can reach gets neither sandbox nor demo unasked', async () => {
  const dir = newDataDir();
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const PUBLIC = { DATABASE_URL: '', SANDBOX_PORT: '0', PUBLIC_URL: 'https://shop.example.com' };
  const served = await startServer(await freePort(), dir, PUBLIC);
  expect(served.said.join('\n')).toContain('no sandbox WeChat: PUBLIC_URL can be reached from the world');
  expect(served.said.join('\n')).toContain('First shop');
  expect(await served.stop()).toBe(0);
});

/** Stores a connection as the server would, through a pool of this test's own. */
async function connectShop(merchant: Merchant, change: Partial<WechatConnection> = {}): Promise<void> {
  const config = readConfig(['--data', dataDir], SETTINGS);
  const secrets = Secrets.open(config.secret, dataDir);
  const { urls, embedded } = await openDatabase(config, secrets, () => {});
  const database = new Database({ url: urls.app, size: 2 });
  const connection = { ...connectionOf(merchant, address()), ...change };
  await database.inTx(1, (tx) => saveConnection(tx, secrets, 1, connection));
  await database.close();
  await embedded?.stop();
}

async function restart(settings: Record<string, string> = SETTINGS): Promise<void> {
  expect(await server.stop()).toBe(0);
  server = await startServer(port, dataDir, settings);
}

test('a PostgreSQL that dies is started again; meanwhile requests are answered with 503, and the server lives', async () => {
  const pid = Number(readFileSync(path.join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  const statuses = new Set<number>();
  await vi.waitFor(
    async () => {
      for (const url of ['/shop/profile', '/shop/categories']) statuses.add((await ask(url)).status);
      expect(said()).toContain('PostgreSQL runs again');
      expect(await isReady()).toBe(200);
    },
    { timeout: 60_000, interval: 50 },
  );
  expect([...statuses].filter((s) => s !== 200 && s !== 503)).toEqual([]);
  expect(server.child.exitCode).toBeNull();
});

test('PostgreSQL cuts every connection, again and again, under load: no answer but 200 and 503, and the server lives', async () => {
  const sql = await superuser();
  let asking = true;
  const statuses = new Map<number, number>();
  const askAlong = async (url: string) => {
    while (asking) {
      const { status } = await ask(url);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const load = Promise.all(
    ['/shop/profile', '/shop/goods', '/shop/categories', '/readyz'].flatMap((u) => [askAlong(u), askAlong(u)]),
  );
  for (let time = 0; time < 15; time++) {
    await sql.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename is not null',
    );
    await new Promise((wait) => setTimeout(wait, 100));
  }
  asking = false;
  await load;
  expect([...statuses.keys()].filter((s) => s !== 200 && s !== 503)).toEqual([]);
  expect(statuses.get(200)).toBeGreaterThan(0);
  await vi.waitFor(async () => expect(await isReady()).toBe(200), { timeout: 20_000 });
  expect(server.child.exitCode).toBeNull();
});

test('a node with another secret is refused before it shuts the first one out', async () => {
  const url = superuserUrl();
  const otherDir = mkdtempSync(path.join(tmpdir(), 'jishi-node-'));
  onTestFinished(() => rmSync(otherDir, { recursive: true, force: true }));
  const refused = await runCommand(['serve', '--port', '0', '--data', otherDir], { ...SETTINGS, DATABASE_URL: url });
  expect(refused.code).toBe(1);
  expect(refused.said).toContain('was set up with another master secret');
  expect(refused.said).not.toContain('    at ');
  // New connections of the first node, which would need the password that the second one would have set.
  const sql = await superuser();
  await sql.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename is not null',
  );
  await vi.waitFor(async () => expect(await isReady()).toBe(200), { timeout: 20_000 });
  const secret = readFileSync(path.join(dataDir, 'secret'), 'utf8').trim();
  const same = await runCommand(['migrate', '--data', otherDir], {
    ...SETTINGS,
    DATABASE_URL: url,
    JISHI_SECRET: secret,
  });
  expect(same.code, same.said).toBe(0);
});

test('a program older than the schema does not start, and changes nothing', async () => {
  const sql = await superuser();
  await sql.query("insert into schema_migration (name, checksum) values ('9999_later.sql', '')");
  const refused = await runCommand(['migrate', '--data', dataDir], SETTINGS);
  expect(refused).toEqual({ code: 1, said: expect.stringContaining('does not know 9999_later.sql') });
  // Also one that never migrates; the one that runs goes on until it is replaced.
  const web = await runCommand(['serve', '--role', 'web', '--port', '0', '--data', dataDir], {
    ...SETTINGS,
    MIGRATE: 'off',
  });
  expect(web).toEqual({ code: 1, said: expect.stringContaining('does not know 9999_later.sql') });
  expect(await isReady()).toBe(200);
  await sql.query("delete from schema_migration where name = '9999_later.sql'");
  expect(await isReady()).toBe(200);
});

test('SIGTERM ends within its time, whatever clients do: idle, silent, slow', async () => {
  const sockets = await Promise.all(
    [
      '',
      'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n',
      'POST /shop/session HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{',
      'GET /he',
    ].map(async (text) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      await new Promise((open) => socket.once('connect', open));
      socket.write(text);
      return socket;
    }),
  );
  await new Promise((sent) => setTimeout(sent, 300));
  const startedMs = Date.now();
  expect(await server.stop()).toBe(0);
  expect(Date.now() - startedMs).toBeLessThan(10_000);
  for (const socket of sockets) socket.destroy();
  server = await startServer(port, dataDir, SETTINGS);
});

test('what the folder holds is for its owner alone', () => {
  const mode = (name: string) => statSync(path.join(dataDir, name)).mode & 0o777;
  expect(mode('') & 0o066).toBe(0);
  for (const secret of ['secret', 'jishi.log', 'postgres/password', 'sandbox/control-key', 'sandbox/merchant.json'])
    expect([secret, mode(secret)]).toEqual([secret, 0o600]);
});
