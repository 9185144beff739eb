import { afterEach, beforeAll, expect, test } from 'vitest';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import type { Placed } from '../../../test/given.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { sweepsRun, timersRun } from '../../../test/later.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
let skus: string[];
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
  skus = (await app.given.goods({ stock: 100, pricesFen: [2900, 5900] })).skus.map((s) => s.id);
});
afterEach(async () => {
  app.sandbox.control.clearFaults();
  expect(await brokenPromises(app)).toEqual([]);
});

const UPLOAD = '/wxa/sec/order/upload_shipping_info';
let numbers = 0;
const parcel = () => ({ carrier: 'ZTO', trackingNumber: `ZT${String(++numbers).padStart(10, '0')}` });
type Asked = { lineId: string; quantity: number }[];
const ship = ({ id }: Placed, lines?: Asked, label = parcel()) =>
  owner.post(`/admin/orders/${id}/shipment`, { ...label, ...(lines ? { lines } : {}) });
const seen = async ({ id }: Placed) => (await owner.get(`/admin/orders/${id}`)).body;
/** An order of two lines, two pieces each, that is paid. */
async function bought(): Promise<Placed & { a: string; b: string }> {
  const order = await app.given.paidOrder(skus.map((skuId) => ({ skuId, quantity: 2 })));
  const { lines } = await seen(order);
  return { ...order, a: lines[0].id, b: lines[1].id };
}
function atWechat({ number }: Placed) {
  const trade = app.sandbox.control.transactions().find((t) => t.outTradeNo === `${number}J`);
  const shipment = app.sandbox.control.shipments().find((s) => s.transactionId === trade?.transactionId);
  return {
    numbers: (shipment?.parcels ?? []).map((p) => p.trackingNo),
    goods: (shipment?.parcels ?? []).map((p) => p.itemDesc),
    mode: shipment?.deliveryMode,
    isAll: shipment?.isAllDelivered,
  };
}
const refused = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code];

test('an order leaves in two parcels: partly sent until the last piece, and WeChat hears of both and of the end', async () => {
  const order = await bought();
  const [one, two] = [parcel(), parcel()];
  const first = await ship(order, [{ lineId: order.a, quantity: 1 }], one);
  expect(first.body).toMatchObject({ state: 'paid', lines: [{ shippedQuantity: 1 }, { shippedQuantity: 0 }] });
  await app.platform.jobs.drain();
  expect(atWechat(order)).toMatchObject({ numbers: [one.trackingNumber], mode: 2, isAll: false });
  expect(atWechat(order).goods[0]).toMatch(/\*1$/);
  const receipt = await order.shopper.post(`/shop/orders/${order.id}/receipt`);
  expect(refused(receipt)).toEqual([409, 'ORDER_STATE']);
  const second = await ship(order, undefined, two);
  expect(second.body).toMatchObject({ state: 'shipped', lines: [{ shippedQuantity: 2 }, { shippedQuantity: 2 }] });
  expect(second.body.shipments.map((s: { lines: Asked }) => s.lines.reduce((n, l) => n + l.quantity, 0))).toEqual([
    1, 3,
  ]);
  await app.platform.jobs.drain();
  expect(atWechat(order)).toMatchObject({ numbers: [one.trackingNumber, two.trackingNumber], mode: 2, isAll: true });
  const shown = (await order.shopper.get(`/shop/orders/${order.id}`)).body;
  expect(shown.shipments).toHaveLength(2);
  expect(shown.timeline.map((t: { kind: string }) => t.kind)).toEqual(['placed', 'paid', 'part-shipped', 'shipped']);
  expect((await order.shopper.post(`/shop/orders/${order.id}/receipt`)).body.state).toBe('received');
});

test('two staff send the same pieces at once: each piece leaves once', async () => {
  const order = await bought();
  const answers = await Promise.all([1, 2, 3].map(() => ship(order, [{ lineId: order.a, quantity: 2 }])));
  expect(answers.map((a) => a.status).sort()).toEqual([201, 409, 409]);
  const same = parcel();
  const again = await Promise.all([1, 2].map(() => ship(order, [{ lineId: order.b, quantity: 1 }], same)));
  expect(again.map((a) => a.body.code ?? 'sent').sort()).toEqual(['SHIPMENT_REPEATED', 'sent']);
  expect((await seen(order)).lines).toMatchObject([{ shippedQuantity: 2 }, { shippedQuantity: 1 }]);
});

test('a refund and a parcel of the same pieces at once: one of them wins, and no piece is both', async () => {
  for (let round = 0; round < 4; round++) {
    const order = await bought();
    const refund = () =>
      owner.post(`/admin/orders/${order.id}/refunds`, { lines: [{ lineId: order.a, quantity: 2 }], reason: '缺货' });
    await Promise.all([ship(order, [{ lineId: order.a, quantity: 2 }]), refund()]);
    const [line] = (await seen(order)).lines;
    expect(line.shippedQuantity + line.refundedQuantity).toBe(2);
  }
});

test('of a half-sent order what is left can be refunded, what left cannot; then it is on its way, and WeChat hears it', async () => {
  const order = await bought();
  const one = parcel();
  await ship(order, [{ lineId: order.a, quantity: 2 }], one);
  await app.platform.jobs.drain();
  const ask = (lineId: string, quantity: number) =>
    order.shopper.post(`/shop/orders/${order.id}/refunds`, { lines: [{ lineId, quantity }], reason: '不想要了' });
  expect(refused(await ask(order.a, 1))).toEqual([409, 'REFUND_TOO_MUCH']);
  const asked = await ask(order.b, 2);
  expect(asked.status).toBe(201);
  expect(refused(await ship(order))).toEqual([409, 'REFUND_OPEN']);
  const granted = await owner.post(`/admin/refunds/${asked.body.id}/approval`);
  expect(granted.body).toMatchObject({ freightFen: 0 });
  expect(refused(await ship(order))).toEqual([409, 'NOTHING_TO_SHIP']);
  await timersRun(app);
  await expect.poll(async () => (await seen(order)).state, { timeout: 15_000 }).toBe('shipped');
  await app.platform.jobs.drain();
  await timersRun(app);
  expect(atWechat(order)).toMatchObject({ numbers: [one.trackingNumber], isAll: true });
});

test('a wrong number of a half-sent order is put right at WeChat when the rest leaves, once', async () => {
  const order = await bought();
  const [wrong, right, rest] = [parcel(), parcel(), parcel()];
  const first = await ship(order, [{ lineId: order.a, quantity: 2 }], wrong);
  await app.platform.jobs.drain();
  const correct = (label: object) => owner.send('PUT', `/admin/shipments/${first.body.shipments[0].id}`, label);
  expect((await correct(right)).body.shipments[0]).toMatchObject({ ...right, correctable: false });
  await app.platform.jobs.drain();
  expect(atWechat(order).numbers).toEqual([wrong.trackingNumber]);
  await ship(order, undefined, rest);
  await app.platform.jobs.drain();
  expect(atWechat(order)).toMatchObject({ numbers: [right.trackingNumber, rest.trackingNumber], isAll: true });
  expect(refused(await correct(parcel()))).toEqual([409, 'SHIPMENT_FIXED']);
  const shipments = (await seen(order)).shipments.map((s: { wechatUpload: string }) => s.wechatUpload);
  expect(shipments).toEqual(['done', 'done']);
});

test('WeChat’s answer to a part is lost: told again, it has each parcel once', async () => {
  const order = await bought();
  const [one, two] = [parcel(), parcel()];
  await ship(order, [{ lineId: order.a, quantity: 1 }], one);
  await app.platform.jobs.drain();
  await app.sql.query(
    `update fulfilment_shipment set upload = 'pending', uploaded_at = null,
    next_try_at = now() - interval '11 minutes' where order_id = $1`,
    [order.id],
  );
  await sweepsRun(app);
  expect(atWechat(order).numbers).toEqual([one.trackingNumber]);
  app.sandbox.control.addFault({
    target: 'interface',
    path: UPLOAD,
    action: 'error',
    status: 200,
    code: '45009',
    times: 9,
  });
  await ship(order, undefined, two);
  await app.platform.jobs.drain();
  expect((await seen(order)).shipments[1]).toMatchObject({ wechatUpload: 'pending' });
  app.sandbox.control.clearFaults();
  await timersRun(app);
  expect(atWechat(order)).toMatchObject({ numbers: [one.trackingNumber, two.trackingNumber], isAll: true });
});

test('pieces that are not there, unknown lines and more than fifteen parcels are refused', async () => {
  const order = await bought();
  expect(refused(await ship(order, [{ lineId: order.a, quantity: 3 }]))).toEqual([409, 'PIECES_GONE']);
  expect(refused(await ship(order, [{ lineId: order.id, quantity: 1 }]))).toEqual([409, 'PIECES_GONE']);
  const many = await app.given.paidOrder([{ skuId: skus[0] ?? '', quantity: 17 }]);
  const [line] = (await seen(many)).lines;
  for (let n = 0; n < 15; n++) expect((await ship(many, [{ lineId: line.id, quantity: 1 }])).status).toBe(201);
  expect(refused(await ship(many, [{ lineId: line.id, quantity: 1 }]))).toEqual([409, 'PARCELS_FULL']);
});
