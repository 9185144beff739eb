import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { smallDisk } from '../../../../tools/small-disk.ts';
import { freePort, runCommand, type ServerProcess, startServer } from './server-process.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** Data folder, embedded PostgreSQL, pictures, log and sandbox on one disk of their own. */
const disk = smallDisk(900);
const SETTINGS = { DATABASE_URL: '', JISHI_DEMO: 'off', SANDBOX_PORT: '0', LIMIT_SCALE: '100' };
const dataDir = path.join(disk?.dir ?? '', 'data');
let server: ServerProcess;
let address = '';
let login = { login: '', password: '' };

beforeAll(async () => {
  if (!disk) return;
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  server = await startServer(port, dataDir, SETTINGS);
  const opened = await runCommand(['shop', 'create', '--name', '山间小店', '--data', dataDir], SETTINGS);
  const [, name = '', password = ''] = /Login\s+(\S+) \/ (\S+)/.exec(opened.said) ?? [];
  login = { login: name, password };
});
afterAll(async () => {
  await server?.stop();
  disk?.remove();
});

const said = () => server.said.join('\n');
async function ask(method: string, url: string, body?: unknown): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
  const reply = await fetch(url.startsWith('/') ? address + url : url, { method, headers, body: JSON.stringify(body) });
  return { status: reply.status, text: await reply.text() };
}
/** Writes a row or more. */
const signIn = () => ask('POST', '/admin/session', login);

/** A connection of PostgreSQL's superuser. */
async function superuser(): Promise<pg.Client> {
  const read = (name: string) => readFileSync(path.join(dataDir, 'postgres', name), 'utf8').trim();
  const client = new pg.Client(`postgres://jishi:${read('password')}@127.0.0.1:${read('port')}/jishi`);
  client.on('error', () => {});
  await client.connect();
  return client;
}

test.runIf(disk)(
  'a full disk: changes are 503 until there is room, what was promised is there, and neither server nor sandbox ends',
  async () => {
    expect((await signIn()).status).toBe(200);
    disk?.fill();
    const seen = new Map<number, number>([[200, 1]]);
    const change = async () => {
      const { status } = await signIn();
      seen.set(status, (seen.get(status) ?? 0) + 1);
      return status;
    };
    await vi.waitFor(async () => expect(await change()).toBe(503), { timeout: 120_000, interval: 10 });
    expect((await ask('GET', '/shop/profile')).status).toBe(200);
    expect(await ask('GET', '/readyz')).toMatchObject({ status: 503, text: expect.stringContaining('MiB free') });
    expect(said()).toContain('the log cannot be written');
    const sandbox = /WeChat\s+(http\S+?)\/\?key/.exec(said())?.[1] ?? '';
    expect((await ask('POST', `${sandbox}/sandbox/api/login`, { person: '新来的' })).status).toBe(200);

    // Worse: PostgreSQL itself ends, since it can write no journal of its own, and cannot start again.
    const sql = await superuser();
    let gone = false;
    sql.once('end', () => {
      gone = true;
    });
    while (!gone)
      await sql.query("select pg_logical_emit_message(false, 'test', repeat('x', 1000000))").catch(() => {});
    await vi.waitFor(() => expect(said()).toContain('has ended by itself'));
    expect(await change()).toBe(503);

    disk?.empty();
    await vi.waitFor(async () => expect(await change()).toBe(200), { timeout: 90_000, interval: 100 });
    expect([...seen.keys()].sort()).toEqual([200, 503]);
    expect((await ask('GET', '/readyz')).status).toBe(200);
    await vi.waitFor(() => expect(said()).toContain('the log is written again'));
    const now = await superuser();
    // Of the sessions only the latest are kept; what was promised stands in the audit.
    const { rows } = await now.query(
      `select count(*)::int as n from audit where operation = 'loginStaff' and result = 200`,
    );
    await now.end();
    expect(rows[0].n).toBeGreaterThanOrEqual(seen.get(200) ?? 0);
    expect(server.child.exitCode).toBeNull();
  },
);
