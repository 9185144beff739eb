import { PayClient } from '@jishi/wechat';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { chinaDate, DAY, HOUR } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { type StartedApp, startAppForFile, TENANT } from '../../../test/app.ts';
import type { Placed } from '../../../test/given.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { later, sweepsRun } from '../../../test/later.ts';
import type { Caller } from '../../../test/world.ts';

const PRICE = 5900;
let app: StartedApp;
let owner: Caller;
let sale: Placed;
/** Its number at WeChat. */
let number: string;
let refundNumber: string;

/** Three paid orders, one of them refunded in part: 41,300 fen in, 5,900 fen back. */
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
  const goods = await app.given.goods({ stock: 99, pricesFen: [PRICE] });
  const buy = (quantity: number) => app.given.paidOrder([{ skuId: goods.skus[0]!.id, quantity }]);
  sale = await buy(2);
  await buy(2);
  const parted = await buy(3);
  number = `${sale.number}J`;
  const [line] = (await parted.shopper.get(`/shop/orders/${parted.id}`)).body.lines;
  await owner.post(`/admin/orders/${parted.id}/refunds`, { lines: [{ lineId: line.id, quantity: 1 }], reason: '缺货' });
  refundNumber = await refundArrives(parted.id);
});
beforeEach(() => app.sandbox.control.clearFaults());
afterEach(async () => {
  app.sandbox.control.clearFaults();
  expect(await brokenPromises(app)).toEqual([]);
  expect(await reconciled()).toEqual({ state: 'balanced', found: [] });
});

async function refundArrives(orderId: string): Promise<string> {
  return vi.waitFor(
    async () => {
      await app.platform.jobs.drain();
      const { rows } = await app.sql.query(
        `select number from payment_refund where subject_id = $1 and status = 'succeeded'`,
        [orderId],
      );
      expect(rows).toHaveLength(1);
      return rows[0].number as string;
    },
    { timeout: 25_000, interval: 50 },
  );
}

const today = () => chinaDate(Date.now());
const run = (day: string) => owner.post('/admin/reconciliations', { day });
const dayOf = async (day: string) => (await owner.get(`/admin/reconciliations/${day}`)).body;

/** Reconciles today: the state, and each difference without its id and texts. */
async function reconciled() {
  const { status, body } = await run(today());
  expect(status, JSON.stringify(body)).toBe(200);
  const { state, items } = await dayOf(today());
  expect(body).toMatchObject({ state, differences: items.length });
  const found = items.map((d: Record<string, unknown>) => {
    expect([d.cause, d.advice].every((text) => typeof text === 'string' && text !== '')).toBe(true);
    const { kind, subject, number, orderId, bookFen, billFen } = d;
    return { kind, subject, number, orderId, bookFen, billFen };
  });
  return { state, found };
}

/** Changes the book behind everybody's back until the test is over. */
async function plant(sql: string, undo: string, values: unknown[]): Promise<void> {
  const { rowCount } = await app.sql.query(sql, values);
  expect(rowCount).toBe(1);
  // Before the assertions that follow every test.
  undoing.push(() => app.sql.query(undo, values));
}
const undoing: (() => Promise<unknown>)[] = [];
async function unplant(): Promise<void> {
  for (const undo of undoing.splice(0).reverse()) await undo();
}
const different = async (difference: Record<string, unknown>) => {
  try {
    expect(await reconciled()).toEqual({ state: 'different', found: [difference] });
  } finally {
    await unplant();
  }
};

test('a day on which book and bill agree: every payment and refund counted on both sides, no difference', async () => {
  expect((await run(today())).body).toMatchObject({
    state: 'balanced',
    payments: 3,
    paymentsFen: 7 * PRICE,
    billPaymentsFen: 7 * PRICE,
    refunds: 1,
    refundsFen: PRICE,
    billRefundsFen: PRICE,
    differences: 0,
    failure: null,
  });
  expect((await owner.get('/admin/reconciliations')).body.items).toMatchObject([{ day: today(), state: 'balanced' }]);
});

test('a day on which nothing was sold is balanced although WeChat has no bill for it', async () => {
  const day = chinaDate(Date.now() - 3 * DAY);
  expect((await run(day)).body).toMatchObject({ state: 'balanced', payments: 0, billPaymentsFen: 0, refunds: 0 });
});

test('a payment that WeChat has and the book lacks', async () => {
  await plant(
    `update payment set succeeded_at = succeeded_at - interval '5 days' where number = $1`,
    `update payment set succeeded_at = succeeded_at + interval '5 days' where number = $1`,
    [number],
  );
  const day = chinaDate(Date.now() - 5 * DAY);
  expect((await run(day)).body.state).toBe('different');
  expect((await dayOf(day)).items).toMatchObject([
    { kind: 'missing-in-bill', number, bookFen: 2 * PRICE, billFen: null },
  ]);
  await different({
    kind: 'missing-in-book',
    subject: 'payment',
    number,
    orderId: null,
    bookFen: null,
    billFen: 2 * PRICE,
  });
});

test('a payment that the book has and WeChat lacks', async () => {
  const id = newId();
  await plant(
    `insert into payment (tenant_id, id, subject_kind, subject_id, due, number, method, amount_fen, status, mchid, appid, description, notify_url, expires_at, succeeded_at, created_at)
     select tenant_id, $2, subject_kind, subject_id, due, 'INVENTED0001', 'h5', 777, 'closed', mchid, appid, description, notify_url, expires_at, succeeded_at, created_at from payment where number = $1`,
    `delete from payment where id = $2 and $1 <> ''`,
    [number, id],
  );
  await different({
    kind: 'missing-in-bill',
    subject: 'payment',
    number: 'INVENTED0001',
    orderId: sale.id,
    bookFen: 777,
    billFen: null,
  });
});

test('a payment of another amount, by a single fen', async () => {
  await plant(
    'update payment set amount_fen = amount_fen + 1 where number = $1',
    'update payment set amount_fen = amount_fen - 1 where number = $1',
    [number],
  );
  await different({
    kind: 'amount',
    subject: 'payment',
    number,
    orderId: sale.id,
    bookFen: 2 * PRICE + 1,
    billFen: 2 * PRICE,
  });
});

test('a refund that one side lacks, or knows with another amount', async () => {
  const { rows } = await app.sql.query('select subject_id as order_id from payment_refund where number = $1', [
    refundNumber,
  ]);
  const orderId = rows[0].order_id;
  await plant(
    `update payment_refund set accepted_at = accepted_at - interval '5 days' where number = $1`,
    `update payment_refund set accepted_at = accepted_at + interval '5 days' where number = $1`,
    [refundNumber],
  );
  const base = { subject: 'refund', number: refundNumber };
  await different({ ...base, kind: 'missing-in-book', orderId: null, bookFen: null, billFen: PRICE });
  await plant(
    'update payment_refund set amount_fen = amount_fen - 1 where number = $1',
    'update payment_refund set amount_fen = amount_fen + 1 where number = $1',
    [refundNumber],
  );
  await different({ ...base, kind: 'amount', orderId, bookFen: PRICE - 1, billFen: PRICE });
  await plant(
    `insert into payment_refund (tenant_id, id, payment_id, subject_kind, subject_id, number, amount_fen, reason, case_id, attempt, status, accepted_at, created_at)
     select tenant_id, $2, payment_id, subject_kind, subject_id, 'RINVENTED', 5, reason, $2, 1, 'succeeded', accepted_at, created_at from payment_refund where number = $1`,
    `delete from payment_refund where id = $2 and $1 <> ''`,
    [refundNumber, newId()],
  );
  await different({
    subject: 'refund',
    number: 'RINVENTED',
    kind: 'missing-in-bill',
    orderId,
    bookFen: 5,
    billFen: null,
  });
});

test('all kinds on one day are listed together, and a second run replaces the first', async () => {
  await plant(
    'update payment set amount_fen = amount_fen + 1 where number = $1',
    'update payment set amount_fen = amount_fen - 1 where number = $1',
    [number],
  );
  await plant(
    `update payment_refund set number = 'RRENAMED' where number = $1`,
    `update payment_refund set number = $1 where number = 'RRENAMED'`,
    [refundNumber],
  );
  try {
    for (let time = 0; time < 2; time++) {
      const { state, found } = await reconciled();
      expect(state).toBe('different');
      expect(
        found
          .map((d: { subject: string; kind: string; number: string }) => `${d.subject} ${d.kind} ${d.number}`)
          .sort(),
      ).toEqual(
        [
          `payment amount ${number}`,
          'refund missing-in-bill RRENAMED',
          `refund missing-in-book ${refundNumber}`,
        ].sort(),
      );
    }
  } finally {
    await unplant();
  }
});

test('a bill that cannot be had is a failed run with its reason, not a balanced day; the next run mends it', async () => {
  app.sandbox.control.addFault({ target: 'interface', path: '/v3/bill/tradebill', action: 'error', times: 3 });
  const failed = await run(today());
  expect([failed.status, failed.body.code]).toEqual([502, 'BILL_UNAVAILABLE']);
  expect(await dayOf(today())).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('账单下载失败'),
    items: [],
  });
});

test('a day that has not come, is no day or was not reconciled is refused clearly', async () => {
  const tomorrow = await run(chinaDate(Date.now() + DAY));
  expect([tomorrow.status, tomorrow.body.code]).toEqual([409, 'DAY_NOT_OVER']);
  for (const day of ['2026-02-30', '2026-13-01', 'yesterday', '', '2026-1-1', "2026-01-01'--"])
    expect([(await run(day)).status, (await run(day)).body.code], day).toEqual([400, 'BAD_INPUT']);
  expect((await owner.get('/admin/reconciliations/2020-01-01')).status).toBe(404);
  expect((await owner.get('/admin/reconciliations/2026-02-30')).status).toBe(400);
  const clerk = await app.given.staff(['order:read']);
  expect((await clerk.get('/admin/reconciliations')).status).toBe(403);
  expect((await clerk.post('/admin/reconciliations', { day: today() })).status).toBe(403);
});

test('the daily job reconciles yesterday for every shop, by itself', async () => {
  const day = today();
  await app.sql.query('delete from settlement_difference');
  await app.sql.query('delete from settlement_day');
  const back = later(app, DAY + 11 * HOUR);
  await sweepsRun(app);
  back();
  const { rows } = await app.sql.query('select tenant_id, day::text, status, payments from settlement_day');
  const due = chinaDate(Date.now() + DAY + 11 * HOUR - DAY - 10 * HOUR);
  expect(rows).toContainEqual({ tenant_id: TENANT, day: due, status: 'balanced', payments: due === day ? 3 : 0 });
});

test('money that another system took with the same merchant account is found, until somebody books it', async () => {
  const { baseUrl, mchid, appid, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } = app.sandbox.merchant;
  const other = new PayClient({
    baseUrl,
    mchid,
    appid,
    serialNo,
    privateKey,
    apiV3Key,
    verifier: { mode: 'public-key', publicKeyId, publicKey },
  });
  const foreign = 'OTHERSYSTEM01';
  await other.prepayNative({
    description: '别的系统',
    out_trade_no: foreign,
    notify_url: `${app.address}/wechat/pay/shop1`,
    amount: { total: 123, currency: 'CNY' },
  });
  app.sandbox.control.pay({ out_trade_no: foreign });
  expect(await reconciled()).toEqual({
    state: 'different',
    found: [
      { kind: 'missing-in-book', subject: 'payment', number: foreign, orderId: null, bookFen: null, billFen: 123 },
    ],
  });
  await app.sql.query(
    `insert into payment (tenant_id, id, subject_kind, subject_id, due, number, method, amount_fen, status, mchid, appid, description, notify_url, expires_at, succeeded_at, created_at)
     select tenant_id, $2, subject_kind, subject_id, due, $3, 'native', 123, 'closed', mchid, appid, description, notify_url, expires_at, succeeded_at, created_at from payment where number = $1`,
    [number, newId(), foreign],
  );
  // WeChat tells of it again; now it is a second payment of the same order, and goes back.
  await vi.waitFor(
    async () => {
      await app.platform.jobs.drain();
      const { rows } = await app.sql.query(
        'select r.status from payment_refund r join payment p on p.id = r.payment_id where p.number = $1',
        [foreign],
      );
      expect(rows).toEqual([{ status: 'succeeded' }]);
    },
    { timeout: 25_000, interval: 50 },
  );
});

test('a refund that the book calls done and WeChat does not', async () => {
  const goods = await app.given.goods({ stock: 9, pricesFen: [PRICE] });
  const order = await app.given.paidOrder([{ skuId: goods.skus[0]!.id, quantity: 2 }]);
  const [line] = (await order.shopper.get(`/shop/orders/${order.id}`)).body.lines;
  app.sandbox.control.addFault({ target: 'refund', action: 'abnormal', number: `${order.number}J` });
  await owner.post(`/admin/orders/${order.id}/refunds`, { lines: [{ lineId: line.id, quantity: 1 }], reason: '缺货' });
  const sent = await vi.waitFor(
    async () => {
      await app.platform.jobs.drain();
      const { rows } = await app.sql.query('select number, status from payment_refund where subject_id = $1', [
        order.id,
      ]);
      expect(rows).toMatchObject([{ status: 'abnormal' }]);
      return rows[0].number as string;
    },
    { timeout: 25_000, interval: 50 },
  );
  // Failed on both sides: no difference. Then somebody writes that it arrived.
  expect(await reconciled()).toEqual({ state: 'balanced', found: [] });
  await plant(
    `update payment_refund set status = 'succeeded' where number = $1`,
    `update payment_refund set status = 'abnormal' where number = $1`,
    [sent],
  );
  await different({
    kind: 'state',
    subject: 'refund',
    number: sent,
    orderId: order.id,
    bookFen: PRICE,
    billFen: PRICE,
  });
});
