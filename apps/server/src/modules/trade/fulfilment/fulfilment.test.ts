import { afterEach, beforeAll, expect, test } from 'vitest';
import { chinaDate, chinaDayStart, DAY, HOUR } from '../../../kernel/clock.ts';
import { OWNER, type StartedApp, startAppForFile } from '../../../test/app.ts';
import type { Placed } from '../../../test/given.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { later, sweepsRun, timersRun } from '../../../test/later.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
let skuId: string;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
  skuId = (await app.given.goods({ stock: 100 })).skus[0]!.id;
});
afterEach(async () => {
  app.sandbox.control.clearFaults();
  expect(await brokenPromises(app)).toEqual([]);
});

const UPLOAD = '/wxa/sec/order/upload_shipping_info';
const PARCEL = { carrier: 'ZTO', trackingNumber: 'ZT123456789' };
const OTHER = { carrier: 'YTO', trackingNumber: 'YT000000001' };
const refuse = (code: string, times: number) =>
  app.sandbox.control.addFault({ target: 'interface', path: UPLOAD, action: 'error', status: 200, code, times });
const parcelOf = async ({ id }: Placed) => (await owner.get(`/admin/orders/${id}`)).body.shipments[0];
const correct = async (order: Placed, parcel: typeof PARCEL, who = owner) =>
  who.send('PUT', `/admin/shipments/${(await parcelOf(order))?.id ?? NOBODY}`, parcel);
const NOBODY = '00000000-0000-4000-8000-000000000009';
const again = ({ id }: Placed, who = owner) => who.post(`/admin/orders/${id}/shipment/upload`);
/** The parcels that WeChat knows of an order. */
function atWechat({ number }: Placed): string[] {
  const trade = app.sandbox.control.transactions().find((t) => t.outTradeNo === `${number}J`);
  const shipment = app.sandbox.control.shipments().find((s) => s.transactionId === trade?.transactionId);
  return (shipment?.parcels ?? []).map((p) => `${p.expressCompany} ${p.trackingNo}`);
}

/** A paid order that was shipped; `before` says what WeChat does with the first upload. */
async function shipped(before?: () => void): Promise<Placed> {
  const order = await app.given.paidOrder([{ skuId, quantity: 1 }]);
  before?.();
  expect((await owner.post(`/admin/orders/${order.id}/shipment`, PARCEL)).status).toBe(201);
  await app.platform.jobs.drain();
  return order;
}

test('WeChat gets the parcel with the receiver’s masked number', async () => {
  const order = await shipped();
  expect(await parcelOf(order)).toMatchObject({ wechatUpload: 'done', uploadFailure: null, correctable: true });
  expect(atWechat(order)).toEqual(['ZTO ZT123456789']);
});

test('WeChat’s messages about a parcel lead to the order in the shop’s own mini program', async () => {
  await shipped();
  expect(app.sandbox.control.messagePage()).toBe('trade/order');
});

test.each([
  ['-1', '-1: busy for longer than a call repeats', '没有处理'],
  ['10060001', '10060001: it does not know the payment yet', '还没有查到'],
  ['45009', '45009: the day’s quota is used up', '次数用完'],
  ['40125', '40125: a wrong AppSecret, which the merchant mends', 'AppSecret'],
])('WeChat answers %s: staff read why, and it is told later by itself', async (code, _what, words) => {
  const order = await shipped(() => refuse(code, 20));
  expect(await parcelOf(order)).toMatchObject({
    wechatUpload: 'pending',
    uploadFailure: expect.stringContaining(words),
    nextUploadAt: expect.any(String),
  });
  app.sandbox.control.clearFaults();
  await timersRun(app);
  expect(await parcelOf(order)).toMatchObject({ wechatUpload: 'done', uploadFailure: null, nextUploadAt: null });
  expect(atWechat(order)).toEqual(['ZTO ZT123456789']);
});

test('the pauses grow from seconds to hours, and after two weeks somebody has to look; the button begins anew', async () => {
  const order = await shipped(() => refuse('10060001', 1000));
  const pauses: number[] = [];
  for (;;) {
    const { wechatUpload, nextUploadAt } = await parcelOf(order);
    if (wechatUpload !== 'pending') break;
    pauses.push(Date.parse(nextUploadAt) - Date.now());
    await timersRun(app);
  }
  expect(pauses.slice(0, 7).map((ms) => Math.round((ms / HOUR) * 60))).toEqual(
    [0, 2, 10, 60, 180, 360, 720].map((m) => expect.closeTo(m, -1)),
  );
  const days = pauses.reduce((sum, ms) => sum + ms, 0) / (24 * HOUR);
  expect(days).toBeGreaterThan(7);
  expect(await parcelOf(order)).toMatchObject({ wechatUpload: 'failed', nextUploadAt: null });
  app.sandbox.control.clearFaults();
  expect((await again(order)).body.shipments).toMatchObject([{ wechatUpload: 'pending', uploadFailure: null }]);
  await app.platform.jobs.drain();
  expect(await parcelOf(order)).toMatchObject({ wechatUpload: 'done' });
}, 90_000);

test('what WeChat refuses for good stands on the order in Chinese, without further tries, until staff mend it', async () => {
  const order = await shipped(() => refuse('268485227', 1));
  expect(await parcelOf(order)).toMatchObject({
    wechatUpload: 'failed',
    uploadFailure: expect.stringMatching(/快递公司.*268485227/),
    nextUploadAt: null,
  });
  await timersRun(app);
  await sweepsRun(app);
  expect((await parcelOf(order)).wechatUpload).toBe('failed');
  expect((await correct(order, OTHER)).body.shipments).toMatchObject([
    { ...OTHER, carrierName: '圆通速递', wechatUpload: 'pending', uploadFailure: null },
  ]);
  await app.platform.jobs.drain();
  expect(await parcelOf(order)).toMatchObject({ wechatUpload: 'done', correctable: true });
  expect(atWechat(order)).toEqual(['YTO YT000000001']);
});

test('a wrong number that WeChat has is corrected once; a second correction is refused, here and without asking WeChat', async () => {
  const order = await shipped();
  const answers = await Promise.all([1, 2, 3].map(() => correct(order, OTHER)));
  expect(answers.map((a) => a.status)).toEqual([200, 200, 200]);
  await app.platform.jobs.drain();
  expect(await parcelOf(order)).toMatchObject({ ...OTHER, wechatUpload: 'done', correctable: false });
  expect(atWechat(order)).toEqual(['YTO YT000000001']);
  const { timeline } = (await order.shopper.get(`/shop/orders/${order.id}`)).body;
  const corrections = timeline.filter((t: { kind: string }) => t.kind === 'shipment-corrected');
  expect(corrections).toMatchObject([{ text: '物流信息更正为：圆通速递 YT000000001' }]);
  const third = await correct(order, PARCEL);
  expect([third.status, third.body.code]).toEqual([409, 'SHIPMENT_FIXED']);
  expect(await parcelOf(order)).toMatchObject(OTHER);
});

test('corrected while the first number is on its way to WeChat: WeChat ends with the right one', async () => {
  const order = await app.given.paidOrder([{ skuId, quantity: 1 }]);
  app.sandbox.control.addFault({ target: 'interface', path: UPLOAD, action: 'slow', delayMs: 700, times: 1 });
  await owner.post(`/admin/orders/${order.id}/shipment`, PARCEL);
  const running = app.platform.jobs.drain();
  await new Promise((wait) => setTimeout(wait, 350));
  expect((await correct(order, OTHER)).status).toBe(200);
  await running;
  await timersRun(app);
  expect(await parcelOf(order)).toMatchObject({ ...OTHER, wechatUpload: 'done' });
  expect(atWechat(order)).toEqual(['YTO YT000000001']);
});

test('a job that was lost is found by the sweeper', async () => {
  const order = await app.given.paidOrder([{ skuId, quantity: 1 }]);
  await owner.post(`/admin/orders/${order.id}/shipment`, PARCEL);
  await app.sql.query('update outbox set relayed_at = now() where relayed_at is null');
  await sweepsRun(app);
  expect((await parcelOf(order)).wechatUpload).toBe('pending');
  await app.sql.query(
    `update fulfilment_shipment set next_try_at = now() - interval '11 minutes' where upload = 'pending'`,
  );
  await sweepsRun(app);
  expect((await parcelOf(order)).wechatUpload).toBe('done');
});

test('only what is on its way can be corrected or uploaded again, by staff who may ship', async () => {
  const unshipped = await app.given.paidOrder([{ skuId, quantity: 1 }]);
  for (const answer of [await correct(unshipped, OTHER), await again(unshipped)])
    expect([answer.status, answer.body.code]).toEqual([404, 'SHIPMENT_NOT_FOUND']);
  const order = await shipped();
  expect((await again(order)).body.code).toBe('SHIPMENT_UPLOADED');
  expect((await correct(order, { ...OTHER, carrier: 'XX' })).body.code).toBe('CARRIER_UNKNOWN');
  const clerk = await app.given.staff(['order:read']);
  expect([(await correct(order, OTHER, clerk)).status, (await again(order, clerk)).status]).toEqual([403, 403]);
  await order.shopper.post(`/shop/orders/${order.id}/receipt`);
  expect((await correct(order, OTHER)).body.code).toBe('ORDER_STATE');
  expect(await parcelOf(order)).toMatchObject(PARCEL);
  const seen = (await order.shopper.get(`/shop/orders/${order.id}`)).body.shipments[0];
  expect('uploadFailure' in seen).toBe(false);
});

/** Goods that are sold before they are there. */
async function presaleSku(presale: {
  shipOn: string | null;
  shipDays: number | null;
}): Promise<{ goodsId: string; skuId: string }> {
  const goods = await app.given.goods({ stock: 50, presale });
  return { goodsId: goods.id, skuId: goods.skus[0]?.id ?? '' };
}

test('a presale is promised on the product page, in the quote and in the order, and WeChat is told when it leaves late', async () => {
  const day = chinaDate(Date.now() + 40 * DAY);
  const { goodsId, skuId: presold } = await presaleSku({ shipOn: day, shipDays: null });
  const promise = { shipOn: day, shipDays: null };
  expect((await app.guest.get(`/shop/goods/${goodsId}`)).body.presale).toEqual(promise);
  const lines = [{ skuId: presold, quantity: 1 }];
  const quote = (await app.guest.post('/shop/quote', { lines })).body;
  expect([quote.presale, quote.lines[0].presale]).toEqual([promise, promise]);
  const order = await app.given.paidOrder(lines);
  const shipBy = new Date(chinaDayStart(day).getTime() + DAY).toISOString();
  expect((await order.shopper.get(`/shop/orders/${order.id}`)).body).toMatchObject({ presale: promise, shipBy });
  const told = () => app.sandbox.control.transactions().find((t) => t.outTradeNo === `${order.number}J`)?.delayedTo;
  await sweepsRun(app);
  expect(told()).toBe(Date.parse(shipBy) / 1000);
  // The promise of an order stays what it was, whatever the merchant says of the goods later.
  await app.sql.query('update catalog_goods set ship_on = null, ship_days = 3 where id = $1', [goodsId]);
  expect((await order.shopper.get(`/shop/orders/${order.id}`)).body.presale).toEqual(promise);
});

test('who saw another dispatch time is asked again before an order is placed', async () => {
  const { skuId: presold } = await presaleSku({ shipOn: null, shipDays: 7 });
  const lines = [{ skuId: presold, quantity: 1 }];
  const shopper = await app.given.shopper();
  const { totalFen, presale } = (await shopper.post('/shop/quote', { lines })).body;
  const body = { lines, addressId: shopper.addressId, expectedTotalFen: totalFen, note: '', fromCart: false };
  for (const expectedPresale of [null, { shipOn: null, shipDays: 5 }])
    expect((await shopper.post('/shop/orders', { ...body, expectedPresale })).body.code).toBe('PRESALE_CHANGED');
  expect((await shopper.post('/shop/orders', { ...body, expectedPresale: presale })).status).toBe(201);
});

test.each([
  ['no time at all', { shipOn: null, shipDays: null }],
  ['two times', { shipOn: chinaDate(Date.now() + 9 * DAY), shipDays: 9 }],
  ['today', { shipOn: chinaDate(Date.now()), shipDays: null }],
  ['in more than 330 days', { shipOn: chinaDate(Date.now() + 332 * DAY), shipDays: null }],
])('a presale with %s is refused', async (_what, presale) => {
  const { id } = await app.given.goods({ stock: 1 });
  const { version, ...goods } = (await owner.get(`/admin/goods/${id}`)).body;
  const { title, subtitle, brand, unit, categoryId, pictures, specs, services, detail, tags, sort } = goods;
  const skus = goods.skus.map(({ available: _a, ...sku }: { available: number }) => sku);
  const input = { title, subtitle, brand, unit, categoryId, pictures, specs, services, detail, tags, sort, skus };
  const answer = await owner.send('PUT', `/admin/goods/${id}`, { ...input, version, presale });
  expect([answer.status, answer.body.code]).toEqual([400, 'PRESALE_WRONG']);
  const late = { ...input, version, services: ['48小时发货'], presale: { shipOn: null, shipDays: 9 } };
  expect((await owner.send('PUT', `/admin/goods/${id}`, late)).body.code).toBe('PRESALE_SERVICES');
});

// Last: staff who did nothing for two days are logged out.
test('what is not on its way in the promised time is counted and listed for staff: 48 hours, or what the presale says', async () => {
  const { skuId: presold } = await presaleSku({ shipOn: null, shipDays: 10 });
  const [usual, slow] = [
    await app.given.paidOrder([{ skuId, quantity: 1 }]),
    await app.given.paidOrder([
      { skuId, quantity: 1 },
      { skuId: presold, quantity: 1 },
    ]),
  ];
  const late = async () => {
    // Signed in anew: who did nothing for so long is logged out.
    const { login, password } = OWNER;
    const staff = app.as((await app.guest.post('/admin/session', { login, password })).body.token);
    const { items } = (await staff.get('/admin/orders?late=true&limit=100')).body;
    expect((await staff.get('/admin/today')).body.lateToShip).toBe(items.length);
    return items.map((o: { id: string }) => o.id);
  };
  expect(await late()).not.toContain(usual.id);
  const back = later(app, 49 * HOUR);
  expect(await late()).toContain(usual.id);
  expect(await late()).not.toContain(slow.id);
  back();
  later(app, 10 * DAY + HOUR);
  expect(await late()).toEqual(expect.arrayContaining([usual.id, slow.id]));
});
