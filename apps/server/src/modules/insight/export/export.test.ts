import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startApp, type TestApp } from '../../../test/app.ts';
import { sweepsRun } from '../../../test/later.ts';
import { exportFile, exportFolder, writeExport } from './export.work.ts';

async function shopWithOrders(orders: number) {
  const app = await startApp();
  const owner = await app.given.owner();
  const goods = await app.given.goods({ stock: 500, pricesFen: [5900] });
  const line = [{ skuId: goods.skus[0]?.id ?? '', quantity: 1 }];
  const placed = [];
  for (let i = 0; i < orders; i++) placed.push(await app.given.order(line));
  return { app, owner, placed };
}
const fileOf = (app: TestApp, token: string, url: string) =>
  app.platform.http.server.inject({ url, headers: { host: 'localhost:80', authorization: `Bearer ${token}` } });

test('a list becomes a file for Excel: all of its rows, masked as the list is, only for the person who asked; the audit says how many', async () => {
  const { app, owner, placed } = await shopWithOrders(3);
  await app.given.pay(placed[0]!);
  const made = await owner.post('/admin/me/exports', { kind: 'orders', filters: {} });
  expect(made).toMatchObject({ status: 202, body: { kind: 'orders', state: 'waiting', rows: 0, file: null } });
  expect((await owner.get(`/admin/me/exports/${made.body.id}/file`)).body.code).toBe('EXPORT_NOT_READY');
  await app.platform.jobs.drain();
  const [done] = (await owner.get('/admin/me/exports')).body.items;
  expect(done).toMatchObject({ id: made.body.id, state: 'done', rows: 3 });
  const file = await fileOf(app, owner.token, done.file);
  expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(file.headers['content-disposition']).toMatch(
    /^attachment; filename="orders.csv"; filename\*=UTF-8''%E8%AE%A2%E5%8D%95-/,
  );
  expect(file.body.startsWith('\uFEFF订单编号,状态,')).toBe(true);
  const lines = file.body.trim().split('\r\n');
  expect(lines).toHaveLength(4);
  for (const { number } of placed) expect(file.body).toContain(`"${number}\t"`);
  expect(lines.filter((l) => l.includes(',待发货,'))).toHaveLength(1);
  expect(file.body).toContain('138****1234');
  expect(file.body).not.toMatch(/13800001234|林小满|文三路/);
  expect(file.rawPayload.length).toBe(done.bytes);
  const entries = (await owner.get('/admin/audit')).body.items.filter(
    (a: { operation: string }) => a.operation === 'createExport',
  );
  expect(entries.map((e: { detail: unknown }) => e.detail)).toEqual([
    { kind: 'orders', rows: 3 },
    { fields: ['kind', 'filters'], kind: 'orders', filters: [] },
  ]);
  const other = await app.given.staff(['order:read']);
  expect((await other.get('/admin/me/exports')).body.items).toEqual([]);
  expect((await other.get(done.file)).status).toBe(404);
  expect((await other.post(`/admin/me/exports/${done.id}/cancellation`)).status).toBe(404);
});

test('every kind is written, with the filters of its list; others are refused, and so is a list that one may not see', async () => {
  const { app, owner, placed } = await shopWithOrders(2);
  await app.given.pay(placed[0]!);
  for (const kind of ['goods', 'stock', 'refunds', 'audit']) {
    const { body } = await owner.post('/admin/me/exports', { kind, filters: {} });
    await app.platform.jobs.drain();
    const file = await fileOf(app, owner.token, `/admin/me/exports/${body.id}/file`);
    expect(file.statusCode, `${kind} ${file.body}`).toBe(200);
    expect(file.body.split('\r\n').length, kind).toBeGreaterThanOrEqual(kind === 'refunds' ? 2 : 3);
    if (kind === 'audit') expect(file.body).toContain(',导出列表,');
  }
  const some = await owner.post('/admin/me/exports', { kind: 'orders', filters: { state: 'paid' } });
  await app.platform.jobs.drain();
  const [done] = (await owner.get('/admin/me/exports')).body.items;
  expect(done).toMatchObject({ id: some.body.id, rows: 1 });
  for (const filters of [{ state: 'none' }, { unknown: 1 }, { cursor: 'x' }, { limit: 100 }, { minFen: -1 }])
    expect(
      (await owner.post('/admin/me/exports', { kind: 'orders', filters })).body.code,
      JSON.stringify(filters),
    ).toBe('BAD_INPUT');
  const clerk = await app.given.staff(['goods:read']);
  expect((await clerk.post('/admin/me/exports', { kind: 'orders', filters: {} })).body.code).toBe('EXPORT_NOT_ALLOWED');
  expect((await clerk.post('/admin/me/exports', { kind: 'goods', filters: {} })).status).toBe(202);
});

test('a fourth export waits for the others; a cancelled one writes nothing and leaves nothing', async () => {
  const { app, owner } = await shopWithOrders(1);
  const ask = () => owner.post('/admin/me/exports', { kind: 'orders', filters: {} });
  const [first, , third] = [await ask(), await ask(), await ask()];
  expect((await ask()).body.code).toBe('EXPORT_BUSY');
  expect((await owner.post(`/admin/me/exports/${first.body.id}/cancellation`)).body.state).toBe('cancelled');
  expect((await ask()).status).toBe(202);
  await app.platform.jobs.drain();
  const states = (await owner.get('/admin/me/exports')).body.items.map((e: { state: string }) => e.state).sort();
  expect(states).toEqual(['cancelled', 'done', 'done', 'done']);
  expect(existsSync(exportFile(app.platform, first.body.id))).toBe(false);
  expect(readdirSync(exportFolder(app.platform))).toHaveLength(3);
  // What is done stays done.
  expect((await owner.post(`/admin/me/exports/${third.body.id}/cancellation`)).body.state).toBe('done');
  expect(statSync(exportFile(app.platform, third.body.id)).mode & 0o077).toBe(0);
});

test('a job that broke off begins anew; files go after a week, and with them their rows', async () => {
  const { app, owner } = await shopWithOrders(1);
  const { body } = await owner.post('/admin/me/exports', { kind: 'orders', filters: {} });
  const stopping = new AbortController();
  stopping.abort();
  await expect(writeExport(app.platform, 1, body.id, stopping.signal)).rejects.toThrow();
  expect((await owner.get('/admin/me/exports')).body.items[0].state).toBe('running');
  expect(readdirSync(exportFolder(app.platform))).toEqual([]);
  await app.platform.jobs.drain();
  expect((await owner.get('/admin/me/exports')).body.items[0]).toMatchObject({ state: 'done', rows: 1 });
  const old = new Date(Date.now() - 8 * 24 * 3600_000);
  utimesSync(path.join(exportFolder(app.platform), `${body.id}.csv`), old, old);
  expect((await fileOf(app, owner.token, `/admin/me/exports/${body.id}/file`)).statusCode).toBe(200);
  await sweepsRun(app);
  expect(readdirSync(exportFolder(app.platform))).toEqual([]);
  expect((await owner.get(`/admin/me/exports/${body.id}/file`)).body.code).toBe('EXPORT_GONE');
});
