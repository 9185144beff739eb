import { afterEach, beforeAll, expect, test } from 'vitest';
import { chinaDate } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { type Bought, refundScene } from '../../../test/refund-scene.ts';
import type { Caller } from '../../../test/world.ts';

type Shopper = Caller & { addressId: string; customerId: string };
let app: StartedApp;
let owner: Caller;

beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
});
afterEach(async () => expect(await brokenPromises(app)).toEqual([]));
const { refund, settled, detail } = refundScene(() => ({ app, owner }));

const give = (shopper: Shopper, source: string, amount: number, reason = '活动赠送') =>
  owner.post(`/admin/customers/${shopper.customerId}/purses/${source}/changes`, { amount, reason });
const holds = async (shopper: Shopper) =>
  Object.fromEntries(
    (await shopper.get('/shop/purses')).body.pockets.map((p: { source: string; holds: number }) => [p.source, p.holds]),
  );
const sku = async (priceFen = 10_000) => (await app.given.goods({ stock: 50, pricesFen: [priceFen] })).skus[0]!.id;
const USUAL = { pointsPerYuan: 100, pointsMostPercent: 50, welcomePoints: 0, welcomeBonusFen: 0 };
const settings = (changed: object) => owner.send('PUT', '/admin/purse-settings', { ...USUAL, ...changed });
const ALL = { points: 1_000_000, walletFen: 1_000_000, giftCardFen: 1_000_000 };
/** Places with all that the shopper has, at the quoted sums. */
async function place(shopper: Shopper, lines: { skuId: string; quantity: number }[], purses: object = ALL) {
  const quote = (await shopper.post('/shop/quote', { lines, purses })).body;
  const { totalFen: expectedTotalFen, dueFen: expectedDueFen } = quote;
  const body = {
    lines,
    addressId: shopper.addressId,
    expectedTotalFen,
    expectedDueFen,
    note: '',
    fromCart: false,
    purses,
  };
  return { quote, placed: await shopper.post('/shop/orders', body) };
}
const withAll = async () => {
  const shopper = await app.given.shopper();
  for (const [source, amount] of [
    ['points', 300],
    ['gift-card', 2001],
    ['wallet-bonus', 1003],
    ['wallet', 3007],
  ] as const)
    expect((await give(shopper, source, amount)).status).toBe(201);
  return shopper;
};
async function pay(shopper: Shopper, id: string) {
  const { body } = await shopper.post(`/shop/orders/${id}/payment`, { method: 'jsapi' });
  expect(app.sandbox.control.pay(body.jsapi).result).toBe('ok');
  await shopper.get(`/shop/orders/${id}/payment`);
  return body;
}

test('an order is paid by points, gift card, bonus, balance and WeChat; refunds in pieces give each its own back', async () => {
  const shopper = await withAll();
  const { quote, placed } = await place(shopper, [{ skuId: await sku(), quantity: 3 }]);
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  expect(quote.pockets.map((p: { source: string; fen: number; units: number }) => [p.source, p.fen, p.units])).toEqual([
    ['points', 300, 300],
    ['gift-card', 2001, 2001],
    ['wallet-bonus', 1003, 1003],
    ['wallet', 3007, 3007],
  ]);
  expect(placed.body).toMatchObject({ state: 'unpaid', totalFen: 30_000, dueFen: 23_689 });
  // Held, not spent: nobody can use it twice.
  expect(await holds(shopper)).toEqual({ points: 0, 'gift-card': 0, 'wallet-bonus': 0, wallet: 0 });
  expect((await pay(shopper, placed.body.id)).amountFen).toBe(23_689);
  const order = { ...placed.body, shopper } as Bought;
  const [line] = (await detail(order)).lines;
  for (let n = 0; n < 3; n++) expect((await refund(order, [{ lineId: line.id, quantity: 1 }])).status).toBe(201);
  await settled(order, Array(3).fill('succeeded'));
  expect(await holds(shopper)).toEqual({ points: 300, 'gift-card': 2001, 'wallet-bonus': 1003, wallet: 3007 });
  expect(
    app.sandbox.control
      .refunds()
      .filter((r) => r.outTradeNo === `${order.number}J`)
      .reduce((s, r) => s + r.refundFen, 0),
  ).toBe(23_689);
  const after = await detail(order);
  expect(after).toMatchObject({ state: 'refunded', refundedFen: 30_000 });
  expect(after.purses.every((p: { fen: number; returnedFen: number }) => p.fen === p.returnedFen)).toBe(true);
});

test('balance that covers everything pays at once, without WeChat, and comes back at once', async () => {
  const shopper = await app.given.shopper();
  await give(shopper, 'wallet', 50_000);
  const { placed } = await place(shopper, [{ skuId: await sku(), quantity: 2 }]);
  expect(placed.body).toMatchObject({ state: 'paid', totalFen: 20_000, dueFen: 0 });
  expect((await shopper.post(`/shop/orders/${placed.body.id}/payment`, { method: 'jsapi' })).body.code).toBe(
    'PAYMENT_NOT_DUE',
  );
  const order = { ...placed.body, shopper } as Bought;
  const [line] = (await detail(order)).lines;
  expect((await refund(order, [{ lineId: line.id, quantity: 1 }])).body.state).toBe('succeeded');
  expect((await holds(shopper)).wallet).toBe(40_000);
  const { items } = (await shopper.get('/shop/purses/wallet/entries')).body;
  expect(items.map((e: { amount: number; text: string }) => [e.amount, e.text])).toEqual([
    [10_000, '退款退回'],
    [-20_000, '下单使用'],
    [50_000, '活动赠送'],
  ]);
});

test('an order that closes unpaid gives everything back; two orders at once never spend the same balance', async () => {
  const shopper = await app.given.shopper();
  await give(shopper, 'wallet', 10_000);
  const skuId = await sku();
  const both = await Promise.all([1, 2].map(() => place(shopper, [{ skuId, quantity: 2 }])));
  const codes = both.map(({ placed }) => placed.body.code ?? placed.body.dueFen).sort();
  expect(codes).toEqual([10_000, 'PURSE_SHORT']);
  const id = both.find(({ placed }) => placed.status === 201)?.placed.body.id;
  await shopper.post(`/shop/orders/${id}/cancellation`, { reason: '' });
  expect((await holds(shopper)).wallet).toBe(10_000);
});

test('the same balance spent from 16 devices at once pays for what it covers, once', async () => {
  const shopper = await app.given.shopper();
  await give(shopper, 'wallet', 25_000);
  const skuId = await sku();
  const lines = [{ skuId, quantity: 1 }];
  const ask = { lines, addressId: shopper.addressId, note: '', fromCart: false, purses: { walletFen: 10_000 } };
  const body = { ...ask, expectedTotalFen: 10_000, expectedDueFen: 0 };
  const replies = await Promise.all(Array.from({ length: 16 }, () => shopper.post('/shop/orders', body)));
  expect(replies.filter((r) => r.status === 201).map((r) => r.body.state)).toEqual(['paid', 'paid']);
  expect(new Set(replies.filter((r) => r.status !== 201).map((r) => r.body.code))).toEqual(new Set(['PURSE_SHORT']));
  expect((await holds(shopper)).wallet).toBe(5000);
});

test('who leaves with money in the shop is told first; points and bonus end with the account', async () => {
  const shopper = await app.given.shopper();
  await give(shopper, 'wallet', 1250);
  await give(shopper, 'points', 80);
  const leave = () => shopper.send('DELETE', '/shop/me');
  expect(await leave()).toMatchObject({ status: 409, body: { code: 'LEAVING_UNFINISHED', detail: /余额 ¥12\.50/ } });
  await give(shopper, 'wallet', -1250, '线下退还');
  expect((await leave()).status).toBe(204);
  const { rows } = await app.sql.query("select balance from ledger_account where id = 'purse/points/' || $1", [
    shopper.customerId,
  ]);
  expect(rows).toEqual([{ balance: 0 }]);
});

test('a new customer gets what the merchant set, once', async () => {
  await settings({ welcomePoints: 200, welcomeBonusFen: 300 });
  const shopper = await app.given.shopper();
  await app.platform.jobs.drain();
  expect(await holds(shopper)).toMatchObject({ points: 200, 'wallet-bonus': 300, wallet: 0 });
  const { items } = (await shopper.get('/shop/purses/points/entries')).body;
  expect(items.map((e: { text: string }) => e.text)).toEqual(['新客礼']);
  await settings({});
});

test('the daily reconciliation compares what purses paid with their book', async () => {
  const shopper = await app.given.shopper();
  await give(shopper, 'wallet', 50_000);
  const { placed } = await place(shopper, [{ skuId: await sku(), quantity: 1 }]);
  const day = chinaDate(Date.now());
  const differences = async () => {
    expect((await owner.post('/admin/reconciliations', { day })).status).toBe(200);
    const { items } = (await owner.get(`/admin/reconciliations/${day}`)).body;
    return items.filter((d: { subject: string }) => d.subject === 'purse');
  };
  expect(await differences()).toEqual([]);
  const wrong = (by: string) =>
    app.sql.query(`update order_part set units = units ${by} where order_id = $1 and kind = 'purse'`, [placed.body.id]);
  await wrong('- 1');
  expect(await differences()).toMatchObject([
    { kind: 'purse', orderId: placed.body.id, number: `${placed.body.number} 余额`, bookFen: 9999, billFen: 10_000 },
  ]);
  await wrong('+ 1');
});

test('points pay at most the share of the goods that the merchant sets, at the merchant’s rate', async () => {
  const shopper = await app.given.shopper();
  await give(shopper, 'points', 100_000);
  expect((await settings({ pointsPerYuan: 200, pointsMostPercent: 30 })).status).toBe(200);
  const quote = (await shopper.post('/shop/quote', { lines: [{ skuId: await sku(), quantity: 1 }], purses: ALL })).body;
  expect(quote.pockets[0]).toMatchObject({ source: 'points', fen: 3000, units: 6000 });
  // Nobody is asked for purses that they did not name, and a guest has none.
  const plain = (await shopper.post('/shop/quote', { lines: [{ skuId: await sku(), quantity: 1 }] })).body;
  expect([plain.pockets, plain.dueFen]).toEqual([[], plain.totalFen]);
  await settings({});
});

test('staff give and take back with a reason that the customer reads, never more than there is', async () => {
  const shopper = await app.given.shopper();
  await give(shopper, 'gift-card', 500, '补偿迟发');
  expect((await give(shopper, 'gift-card', -501)).body.code).toBe('PURSE_TOO_LITTLE');
  expect((await give(shopper, 'gift-card', 0)).body.code).toBe('PURSE_NOTHING');
  expect((await give(shopper, 'gift-card', -200, '多给了')).body).toMatchObject({ holds: 300 });
  const { items } = (await shopper.get('/shop/purses/gift-card/entries')).body;
  expect(items.map((e: { text: string }) => e.text)).toEqual(['多给了', '补偿迟发']);
  const audit = (await owner.get('/admin/audit')).body.items;
  expect(audit.some((a: { operation: string }) => a.operation === 'changePurse')).toBe(true);
});
