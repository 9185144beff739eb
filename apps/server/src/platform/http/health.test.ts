import { beforeAll, expect, test, vi } from 'vitest';
import { SECOND } from '../../kernel/clock.ts';
import { VERSION } from '../../kernel/version.ts';
import { type StartedApp, startApp, startAppForFile } from '../../test/app.ts';
import { later } from '../../test/later.ts';

let app: StartedApp;
beforeAll(async () => {
  app = await startAppForFile();
});
const ask = (url: string, headers: Record<string, string> = {}) => fetch(app.address + url, { headers });

test('ready says what is not right: a schema that lacks something; what a newer program added leaves the old one at work', async () => {
  expect((await ask('/readyz')).status).toBe(200);
  await app.sql.query("insert into schema_migration (name, checksum) values ('9999_later.sql', '')");
  expect((await ask('/readyz')).status).toBe(200);
  await app.sql.query("delete from schema_migration where name = '9999_later.sql'");
  await app.sql.query("update schema_migration set name = '0000_gone' where name = '0002_ledger.sql'");
  const lacking = await ask('/readyz');
  expect([lacking.status, ((await lacking.json()) as { checks: { database: string } }).checks.database]).toEqual([
    503,
    expect.stringContaining('0002_ledger.sql'),
  ]);
  await app.sql.query("update schema_migration set name = '0002_ledger.sql' where name = '0000_gone'");
  expect(await (await ask('/readyz')).json()).toEqual({
    status: 'ready',
    checks: { database: 'ok', disk: 'ok', jobs: 'ok' },
  });
});

test('a pool of which every connection is held for good is noticed: not ready at once, to be restarted after half a minute', async () => {
  const { pool } = app.platform.database;
  const held = await Promise.all(Array.from({ length: pool.options.max ?? 0 }, () => pool.connect()));
  try {
    const healthy = await ask('/healthz');
    expect([healthy.status, await healthy.json()]).toEqual([200, { status: 'ok', version: VERSION }]);
    const ready = await ask('/readyz');
    expect([ready.status, ((await ready.json()) as { checks: { database: string } }).checks.database]).toEqual([
      503,
      'no answer within 2 s',
    ]);
    later(app, 31 * SECOND);
    expect((await ask('/healthz')).status).toBe(503);
  } finally {
    for (const client of held) client.release();
  }
  await vi.waitFor(async () => expect((await ask('/healthz')).status).toBe(200));
});

test('figures are for this machine alone, and what a proxy passes on is not this machine', async () => {
  expect((await ask('/metrics')).status).toBe(200);
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])
    expect([header, (await ask('/metrics', { [header]: '127.0.0.1' })).status]).toEqual([header, 403]);
});

test('with METRICS_TOKEN figures are for who shows it, wherever they come from, and for nobody else', async () => {
  const token = 'a-token-of-the-collector';
  const { address } = await startApp({ METRICS_TOKEN: token });
  const status = async (headers: Record<string, string>) => (await fetch(`${address}/metrics`, { headers })).status;
  expect(await status({})).toBe(403);
  for (const wrong of [token, `Bearer ${token}x`, `Bearer ${token.slice(1)}`, 'Bearer ', `bearer ${token}`])
    expect([wrong, await status({ authorization: wrong })]).toEqual([wrong, 403]);
  expect(await status({ authorization: `Bearer ${token}` })).toBe(200);
  expect(await status({ authorization: `Bearer ${token}`, 'x-forwarded-for': '203.0.113.7' })).toBe(200);
});
