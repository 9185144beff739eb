import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { DAY } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import type { Placed } from '../../../test/given.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { later, sweepsRun } from '../../../test/later.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
let skuId: string;
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ messageUrl: `${app.address}/wechat/message/shop1`, settlementDelayMs: 0 });
  owner = await app.given.owner();
  skuId = (await app.given.goods({ stock: 100 })).skus[0]!.id;
});
afterEach(async () => {
  app.sandbox.control.clearFaults();
  expect(await brokenPromises(app)).toEqual([]);
});

const GET_ORDER = '/wxa/sec/order/get_order';
const SETTLED = 'trade_manage_order_settlement';
const PARCEL = { carrier: 'ZTO', trackingNumber: 'ZT123456789' };
const ship = ({ id }: Placed) => owner.post(`/admin/orders/${id}/shipment`, PARCEL);
const detail = async ({ shopper, id }: Placed) => (await shopper.get(`/shop/orders/${id}`)).body;
const asked = () => app.sandbox.control.calls()[`POST ${GET_ORDER}`] ?? 0;
const uploads = () => app.sandbox.control.calls()['POST /wxa/sec/order/upload_shipping_info'] ?? 0;
const nobodyPushes = () =>
  vi.waitFor(() => expect(app.sandbox.control.pushes().filter((one) => one.state === 'pending')).toEqual([]), 10_000);
async function shipped(): Promise<Placed> {
  const order = await app.given.paidOrder([{ skuId, quantity: 1 }]);
  expect((await ship(order)).status).toBe(201);
  await app.platform.jobs.drain();
  await nobodyPushes();
  return order;
}
/** The shopper confirms in WeChat, where our pages do not see it. */
async function confirmAtWechat({ number }: Placed): Promise<void> {
  const reply = await fetch(`${app.sandbox.baseUrl}/sandbox/api/confirm-receipt`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ out_trade_no: `${number}J` }),
  });
  expect(reply.status).toBe(200);
}
const received = (order: Placed) =>
  vi.waitFor(async () => {
    await app.platform.jobs.drain();
    expect((await detail(order)).state).toBe('received');
  }, 15_000);

test('a receipt confirmed in WeChat is pushed, asked for at WeChat, and the order is received, once', async () => {
  const order = await shipped();
  // Shipping was pushed too; that says nothing of a receipt.
  expect(asked()).toBe(0);
  app.sandbox.control.addFault({ target: 'push', action: 'duplicate', event: SETTLED });
  await confirmAtWechat(order);
  await received(order);
  await nobodyPushes();
  await app.platform.jobs.drain();
  expect(asked()).toBe(1);
  const { timeline } = await detail(order);
  expect(timeline.at(-1)).toMatchObject({ kind: 'received', text: '微信已确认收货' });
  expect(timeline.filter((t: { kind: string }) => t.kind === 'received')).toHaveLength(1);
});

test('a push that claims what WeChat does not know changes nothing', async () => {
  const order = await shipped();
  const before = asked();
  app.sandbox.control.push(SETTLED, { merchant_trade_no: `${order.number}J`, confirm_receive_method: 1 });
  app.sandbox.control.push(SETTLED, { merchant_trade_no: 'UNKNOWN1', confirm_receive_method: 1 });
  await nobodyPushes();
  await app.platform.jobs.drain();
  expect(asked()).toBe(before + 1);
  expect((await detail(order)).state).toBe('shipped');
});

test('a push that was lost: WeChat is asked the next day; while it is silent, again later', async () => {
  const order = await shipped();
  app.sandbox.control.addFault({ target: 'push', action: 'drop', times: 50 });
  await confirmAtWechat(order);
  await nobodyPushes();
  await sweepsRun(app);
  expect((await detail(order)).state).toBe('shipped');
  app.sandbox.control.addFault({ target: 'interface', path: GET_ORDER, action: 'error', times: 50 });
  later(app, DAY + 60_000);
  await sweepsRun(app);
  expect((await detail(order)).state).toBe('shipped');
  app.sandbox.control.clearFaults();
  later(app, DAY + 2 * 3_600_000);
  await sweepsRun(app);
  await received(order);
});

test('a parcel that WeChat never kept, or reminds of, is uploaded again', async () => {
  for (const found of ['day', 'push'] as const) {
    const order = await shipped();
    const trade = app.sandbox.control.transactions().find((t) => t.outTradeNo === `${order.number}J`)!;
    const shipment = app.sandbox.control.shipments().find((s) => s.transactionId === trade.transactionId)!;
    // WeChat lost it.
    Object.assign(shipment, { isAllDelivered: false });
    const before = uploads();
    if (found === 'push') {
      app.sandbox.control.push('trade_manage_remind_shipping', { merchant_trade_no: trade.outTradeNo, msg: '请发货' });
      await nobodyPushes();
    } else {
      const back = later(app, DAY + 60_000);
      await sweepsRun(app);
      back();
    }
    await app.platform.jobs.drain();
    expect(uploads(), found).toBeGreaterThan(before);
  }
  const { reminders } = (await owner.get('/admin/wechat')).body.messagePush;
  expect(reminders[0].text).toContain('请发货');
});

test.each([
  ['h5', 'H'],
  ['native', 'N'],
])(
  'what was paid by %s is no order of WeChat’s shipping service: nothing is uploaded, nobody is asked',
  async (method, mark) => {
    const order = await app.given.order([{ skuId, quantity: 1 }]);
    expect((await order.shopper.post(`/shop/orders/${order.id}/payment`, { method })).status).toBe(200);
    app.sandbox.control.pay({ out_trade_no: `${order.number}${mark}` });
    await vi.waitFor(async () => {
      expect((await order.shopper.get(`/shop/orders/${order.id}/payment`)).body.orderState).toBe('paid');
    }, 10_000);
    const before = [uploads(), asked()];
    expect((await ship(order)).body.shipments).toMatchObject([{ wechatUpload: 'none', uploadFailure: null }]);
    await app.platform.jobs.drain();
    const other = { carrier: 'YTO', trackingNumber: 'YT000000001' };
    const [{ id: parcelId }] = (await owner.get(`/admin/orders/${order.id}`)).body.shipments;
    const corrected = await owner.send('PUT', `/admin/shipments/${parcelId}`, other);
    expect(corrected.body.shipments).toMatchObject([{ ...other, wechatUpload: 'none', correctable: true }]);
    expect((await owner.post(`/admin/orders/${order.id}/shipment/upload`)).body.code).toBe('SHIPMENT_UNMANAGED');
    app.sandbox.control.push(SETTLED, { merchant_trade_no: `${order.number}${mark}`, confirm_receive_method: 1 });
    await nobodyPushes();
    later(app, DAY + 60_000);
    await sweepsRun(app);
    expect([uploads(), asked()]).toEqual(before);
  },
);
