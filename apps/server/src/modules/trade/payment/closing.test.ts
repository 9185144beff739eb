import { PayClient } from '@jishi/wechat';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { MINUTE, SECOND, setClock } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import type { Placed } from '../../../test/given.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { later, sweepsRun, timersRun } from '../../../test/later.ts';

let app: StartedApp;
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
});
afterEach(async () => {
  app.sandbox.control.clearFaults();
  expect(await brokenPromises(app)).toEqual([]);
});

const QUERY = '/v3/pay/transactions/out-trade-no/';
const stateOf = async ({ shopper, id }: Placed) => (await shopper.get(`/shop/orders/${id}`)).body.state;
const prepay = ({ shopper, id }: Placed, method = 'jsapi') => shopper.post(`/shop/orders/${id}/payment`, { method });
const poll = async ({ shopper, id }: Placed) => (await shopper.get(`/shop/orders/${id}/payment`)).body;
const cancel = ({ shopper, id }: Placed) => shopper.post(`/shop/orders/${id}/cancellation`, { reason: '不想要了' });
const tradeOf = ({ number }: Placed, mark = 'J') =>
  app.sandbox.control.transactions().find((t) => t.outTradeNo === `${number}${mark}`);
async function placed(): Promise<Placed> {
  const goods = await app.given.goods({ stock: 10, pricesFen: [5900] });
  return app.given.order([{ skuId: goods.skus[0]!.id, quantity: 1 }]);
}
const dropCallbacks = () =>
  app.sandbox.control.addFault({ target: 'callback', action: 'drop', event: 'TRANSACTION.SUCCESS', times: 50 });
/** How often WeChat was asked while a fault was on. */
const taken = (id: number, of: number) => of - (app.sandbox.control.faults().find((f) => f.id === id)?.left ?? 0);

test.each([5, 120])(
  'our clock %i s behind PostgreSQL’s: a timer that rings early is set again, and the order closes at its time',
  async (seconds) => {
    const back = setClock(() => Date.now() - seconds * SECOND);
    try {
      const order = await placed();
      await timersRun(app);
      expect(await stateOf(order)).toBe('unpaid');
      const restore = setClock(() => Date.now() - seconds * SECOND + 31 * MINUTE);
      await timersRun(app);
      expect(await stateOf(order)).toBe('closed');
      restore();
    } finally {
      back();
    }
  },
);

test('an order is cancelled while its prepay is on its way: the shopper is told, and the number is closed at WeChat', async () => {
  const order = await placed();
  app.sandbox.control.addFault({
    target: 'interface',
    path: '/v3/pay/transactions/jsapi',
    action: 'slow',
    delayMs: 900,
  });
  const asking = prepay(order);
  await new Promise((wait) => setTimeout(wait, 300));
  expect((await cancel(order)).body.state).toBe('closed');
  await app.platform.jobs.drain();
  const answer = await asking;
  expect([answer.status, answer.body.code]).toEqual([409, 'PAYMENT_NOT_DUE']);
  await timersRun(app);
  await timersRun(app);
  expect(tradeOf(order)?.state).toBe('CLOSED');
});

test('a prepay that overtook the cancellation is paid and every call-back lost: the money is found and goes back by itself', async () => {
  const order = await placed();
  app.sandbox.control.addFault({ target: 'interface', path: '/v3/pay/transactions/native', action: 'error', times: 3 });
  const lost = await prepay(order, 'native');
  expect([lost.status, lost.body.code]).toEqual([503, 'WECHAT_SILENT']);
  app.sandbox.control.clearFaults();
  await cancel(order);
  await app.platform.jobs.drain();
  // Only now the prepay arrives at WeChat.
  const { rows } = await app.sql.query('select * from payment where subject_id = $1', [order.id]);
  const { baseUrl, mchid, appid, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } = app.sandbox.merchant;
  const verifier = { mode: 'public-key' as const, publicKeyId, publicKey };
  await new PayClient({ baseUrl, mchid, appid, serialNo, privateKey, apiV3Key, verifier }).prepayNative({
    description: rows[0].description,
    out_trade_no: rows[0].number,
    notify_url: rows[0].notify_url,
    amount: { total: Number(rows[0].amount_fen), currency: 'CNY' },
  });
  dropCallbacks();
  app.sandbox.control.pay({ out_trade_no: rows[0].number });
  await vi.waitFor(
    async () => {
      await timersRun(app);
      const { refunds } = (await order.shopper.get(`/shop/orders/${order.id}`)).body;
      expect(refunds).toMatchObject([{ kind: 'late', state: 'succeeded', amountFen: 6700 }]);
    },
    { timeout: 15_000, interval: 100 },
  );
});

test('a shopper who is just paying when the order closes is asked about again, until it is known how it ended', async () => {
  const order = await placed();
  await prepay(order);
  await cancel(order);
  // WeChat will not close a number that is being paid, nor say that it is paid.
  const trade = tradeOf(order)!;
  Object.assign(trade, { state: 'USERPAYING' });
  await app.platform.jobs.drain();
  await timersRun(app);
  const status = async () =>
    (await app.sql.query('select status from payment where subject_id = $1', [order.id])).rows[0].status;
  expect(await status()).toBe('pending');
  Object.assign(tradeOf(order)!, { state: 'NOTPAY' });
  await timersRun(app);
  expect([await status(), tradeOf(order)?.state]).toEqual(['closed', 'CLOSED']);
});

test('payments that are pending past their time are found although their job was lost', async () => {
  const order = await placed();
  await prepay(order);
  await cancel(order);
  await app.sql.query('update outbox set relayed_at = now() where relayed_at is null');
  await app.sql.query(`update payment set expires_at = now() - interval '6 minutes' where subject_id = $1`, [order.id]);
  await sweepsRun(app);
  expect(tradeOf(order)?.state).toBe('CLOSED');
});

test('a shop that is renamed, or moves, between two tries is still paid: what WeChat was asked with is frozen', async () => {
  const owner = await app.given.owner();
  const order = await placed();
  expect((await prepay(order)).status).toBe(200);
  const settings = (await owner.get('/admin/settings')).body;
  expect((await owner.send('PUT', '/admin/settings', { ...settings, name: '换了名字的店' })).status).toBe(200);
  const back = later(app, 6 * SECOND);
  const again = await prepay(order);
  expect(again.status, JSON.stringify(again.body)).toBe(200);
  back();
  await owner.send('PUT', '/admin/settings', settings);
  app.sandbox.control.pay(again.body.jsapi);
  expect(await poll(order)).toMatchObject({ state: 'succeeded' });
});

test('what WeChat or the network says never reaches the shopper', async () => {
  const order = await placed();
  app.sandbox.control.addFault({
    target: 'interface',
    path: '/v3/pay/transactions/jsapi',
    action: 'error',
    status: 403,
    code: 'NO_AUTH',
  });
  const refused = await prepay(order);
  expect([refused.status, refused.body.code]).toEqual([409, 'WECHAT_MISCONFIGURED']);
  expect(JSON.stringify(refused.body)).not.toMatch(/NO_AUTH|127\.0\.0\.1|reason/);
});

test('twenty looks at a payment within a moment ask WeChat once', async () => {
  const order = await placed();
  await prepay(order);
  const { id } = app.sandbox.control.addFault({
    target: 'interface',
    path: QUERY,
    method: 'GET',
    action: 'slow',
    delayMs: 1,
    times: 100,
  });
  for (let n = 0; n < 4; n++) await Promise.all(Array.from({ length: 5 }, () => poll(order)));
  expect(taken(id, 100)).toBe(1);
});

// Last: WeChat has been silent so often that for ten seconds nobody is asked.
test('forty unpaid orders, a silent WeChat: twenty are asked about at once, the rest close unasked, and the stock is free', async () => {
  const goods = await app.given.goods({ stock: 40, pricesFen: [5900] });
  const orders: Placed[] = [];
  for (let n = 0; n < 40; n++) orders.push(await app.given.order([{ skuId: goods.skus[0]!.id, quantity: 1 }]));
  for (const order of orders) expect((await prepay(order)).status).toBe(200);
  const { id } = app.sandbox.control.addFault({
    target: 'interface',
    path: QUERY,
    method: 'GET',
    action: 'slow',
    delayMs: 20 * SECOND,
    times: 500,
  });
  // The timers are lost: the sweeper closes them all in one go.
  await app.sql.query('update outbox set relayed_at = now() where relayed_at is null');
  await app.sql.query(`update order_head set closes_at = now() - interval '3 minutes' where id = any($1::uuid[])`, [
    orders.map((o) => o.id),
  ]);
  await app.platform.jobs.makeSweepsDue();
  const running = app.platform.jobs.drain();
  await vi.waitFor(
    async () => {
      const { rows } = await app.sql.query(
        'select status, count(*)::int from order_head where id = any($1) group by 1',
        [orders.map((o) => o.id)],
      );
      expect(rows).toEqual([{ status: 'closed', count: 40 }]);
    },
    { timeout: 25_000, interval: 100 },
  );
  // Twenty are asked at once; after five silences nobody else is. (Ending the numbers at WeChat, afterwards, is another lane.)
  expect(taken(id, 500)).toBeLessThanOrEqual(30);
  const next = await placed();
  const asked = taken(id, 500);
  expect((await prepay(next)).body.code).toBe('WECHAT_SILENT');
  expect(taken(id, 500)).toBe(asked);
  app.sandbox.control.clearFaults();
  await running;
  expect((await app.guest.get(`/shop/goods/${goods.id}`)).body.skus[0].available).toBe(40);
}, 60_000);
