import { afterEach, beforeAll, expect, test } from 'vitest';
import { HOUR } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import type { Placed } from '../../../test/given.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { sweepsRun, timersRun } from '../../../test/later.ts';
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
const correct = ({ id }: Placed, parcel: typeof PARCEL, who = owner) =>
  who.send('PUT', `/admin/orders/${id}/shipment`, parcel);
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
