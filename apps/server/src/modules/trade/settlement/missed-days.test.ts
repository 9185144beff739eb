import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { chinaDate, chinaDayStart, DAY, HOUR } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile, TENANT } from '../../../test/app.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { later, sweepsRun } from '../../../test/later.ts';
import type { Caller } from '../../../test/world.ts';
import { saveDay } from './settlement.store.ts';

let app: StartedApp;
let owner: Caller;
const dayAt = (ms: number) => chinaDate(Date.now() + ms);
const dayOf = async (day: string) => (await owner.get(`/admin/reconciliations/${day}`)).body;
const run = (day: string) => owner.post('/admin/reconciliations', { day });
const openCount = async () => (await owner.get('/admin/today')).body.differences;
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
  const goods = await app.given.goods({ stock: 99, pricesFen: [5900] });
  await app.given.paidOrder([{ skuId: goods.skus[0]!.id, quantity: 2 }]);
});
afterEach(async () => {
  app.sandbox.control.clearFaults();
  expect(await brokenPromises(app)).toEqual([]);
});

test('days that were missed are made up for, oldest first; a bill that could not be had is asked for again', async () => {
  // Signed in before the clock moves: a session would be over.
  const states = async () =>
    (await app.sql.query('select day::text, status from settlement_day order by day')).rows.map((r) => r.status);
  const back = later(app, 4 * DAY);
  app.sandbox.control.addFault({ target: 'interface', path: '/v3/bill/tradebill', action: 'error', times: 3 });
  await sweepsRun(app);
  expect(await states()).toEqual(['failed']);
  await sweepsRun(app);
  expect((await states())[0]).toBe('failed');
  back();
  const again = later(app, 4 * DAY + HOUR);
  await sweepsRun(app);
  expect(new Set(await states())).toEqual(new Set(['balanced']));
  expect((await states()).length).toBeGreaterThanOrEqual(3);
  again();
  await app.sql.query('delete from settlement_day');
});

test('a refund that our book has the day before is a difference that says so, and clears itself with the next bill', async () => {
  const goods = await app.given.goods({ stock: 9, pricesFen: [5900] });
  const order = await app.given.paidOrder([{ skuId: goods.skus[0]!.id, quantity: 2 }]);
  const [line] = (await order.shopper.get(`/shop/orders/${order.id}`)).body.lines;
  await owner.post(`/admin/orders/${order.id}/refunds`, { lines: [{ lineId: line.id, quantity: 1 }], reason: '缺货' });
  await vi.waitFor(async () => {
    await app.platform.jobs.drain();
    expect((await order.shopper.get(`/shop/orders/${order.id}`)).body.refundedFen).toBe(5900);
  }, 25_000);
  const [today, yesterday] = [dayAt(0), chinaDate(chinaDayStart(dayAt(0)).getTime() - 1000)];
  expect((await run(today)).body).toMatchObject({
    state: 'balanced',
    refunds: 1,
    refundsFen: 5900,
    billRefundsFen: 5900,
  });
  await app.sql.query('update payment_refund set accepted_at = $1', [new Date(chinaDayStart(today).getTime() - 1000)]);
  expect((await run(yesterday)).body).toMatchObject({ state: 'different', differences: 1 });
  const [difference] = (await dayOf(yesterday)).items;
  expect(difference).toMatchObject({
    kind: 'missing-in-bill',
    subject: 'refund',
    cause: expect.stringContaining('跨零点'),
  });
  expect(await openCount()).toBe(1);
  expect((await run(today)).body).toMatchObject({ state: 'balanced', differences: 0 });
  expect(await dayOf(yesterday)).toMatchObject({
    state: 'handled',
    differences: 0,
    items: [{ handled: { by: 'system', note: expect.stringContaining(today) } }],
  });
  expect(await openCount()).toBe(0);
  await app.sql.query('update payment_refund set accepted_at = succeeded_at');
});

test('a difference that somebody looked into is counted no more, and stays handled when the day is reconciled again', async () => {
  const today = dayAt(0);
  await app.sql.query('update payment set amount_fen = amount_fen + 1 where succeeded_at is not null');
  expect((await run(today)).body.state).toBe('different');
  const { items } = await dayOf(today);
  const open = await openCount();
  expect(open).toBe(items.length);
  const url = `/admin/reconciliations/${today}/differences/${items[0].id}/handling`;
  const clerk = await app.given.staff(['finance:read', 'order:read']);
  expect((await clerk.post(url, { note: '测试' })).status).toBe(403);
  expect((await owner.post(url, { note: '' })).status).toBe(400);
  expect((await owner.post(url, { note: '已与微信核对，人工调整' })).body.handled).toMatchObject({
    by: '店主',
    note: '已与微信核对，人工调整',
  });
  expect(await openCount()).toBe(open - 1);
  await run(today);
  expect(await openCount()).toBe(open - 1);
  await app.sql.query('update payment set amount_fen = amount_fen - 1 where succeeded_at is not null');
  expect((await run(today)).body).toMatchObject({ state: 'balanced', differences: 0 });
});

test('ten thousand differences of one day are kept, as a shared merchant number makes them', async () => {
  const many = Array.from({ length: 10_000 }, (_, n) => ({
    kind: 'missing-in-book' as const,
    subject: 'payment' as const,
    number: `OTHER${n}`,
    orderId: null,
    bookFen: null,
    billFen: n + 1,
  }));
  const day = '2026-01-05';
  const sums = { payments: 0, payments_fen: 0, refunds: 0, refunds_fen: 0, bill_payments_fen: 0, bill_refunds_fen: 0 };
  await app.platform.database.inTx(TENANT, (tx) =>
    saveDay(tx, TENANT, day, { ...sums, status: 'different', failure: null }, many),
  );
  expect((await dayOf(day)).differences).toBe(10_000);
  await app.sql.query('delete from settlement_difference');
  await app.sql.query('delete from settlement_day');
});
