import { beforeAll, expect, test, vi } from 'vitest';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';

let app: StartedApp;
beforeAll(async () => {
  app = await startAppForFile();
});

const ADDRESS = {
  ...{ name: '林小满', phone: '13800001234', province: '浙江省', city: '杭州市', district: '西湖区' },
  ...{ detail: '文三路 1 号', isDefault: true },
};

test('in WeChat’s browser an order is paid with the official account’s AppID and openid, under a number of its own', async () => {
  const { merchant, control } = app.sandbox;
  const goods = await app.given.goods({ pricesFen: [2900] });
  const { code, openid } = control.login('网页买家', 'official-account');
  const { body: session } = await app.guest.post('/shop/session', { channel: 'h5', code });
  const shopper = app.as(session.token);
  const address = (await shopper.post('/shop/addresses', ADDRESS)).body;
  const lines = [{ skuId: goods.skus[0]!.id, quantity: 1 }];
  const { totalFen } = (await shopper.post('/shop/quote', { lines })).body;
  const ask = { lines, addressId: address.id, expectedTotalFen: totalFen, note: '', fromCart: false };
  const order = (await shopper.post('/shop/orders', ask)).body;
  const start = (method: string) => shopper.post(`/shop/orders/${order.id}/payment`, { method });
  // Somebody who never opened the mini program has no openid there.
  expect((await start('jsapi')).body.code).toBe('UNAUTHENTICATED');
  const { jsapi } = (await start('official')).body;
  expect(jsapi.appId).toBe(merchant.officialAppid);
  expect(control.pay(jsapi).result).toBe('ok');
  await vi.waitFor(
    async () => expect((await shopper.get(`/shop/orders/${order.id}/payment`)).body.orderState).toBe('paid'),
    10_000,
  );
  const [trade] = control.transactions();
  expect(trade).toMatchObject({ appid: merchant.officialAppid, payerOpenid: openid, tradeType: 'JSAPI' });
  expect(trade?.outTradeNo).toMatch(/O$/);
});

test('a page that shows a code to scan waits for one answer, which comes with the payment; WeChat is seldom asked', async () => {
  const { control } = app.sandbox;
  const goods = await app.given.goods();
  const order = await app.given.order([{ skuId: goods.skus[0]!.id, quantity: 1 }]);
  const path = `/shop/orders/${order.id}/payment`;
  const started = (await order.shopper.post(path, { method: 'native' })).body;
  expect(started.codeUrl).toContain('/sandbox/pay?');
  const asked = 'GET /v3/pay/transactions/out-trade-no/:number';
  const before = control.calls()[asked] ?? 0;
  // Nothing happens: the answer is held back for as long as it was asked to, and no longer.
  expect((await order.shopper.get(`${path}?wait=1`)).body.state).toBe('pending');
  const answers = Array.from({ length: 5 }, () => order.shopper.get(`${path}?wait=10`));
  await vi.waitFor(() => expect(control.calls()[asked] ?? 0).toBeGreaterThan(before));
  expect(control.pay({ out_trade_no: `${order.number}N` }).result).toBe('ok');
  for (const { body } of await Promise.all(answers))
    expect(body).toMatchObject({ state: 'succeeded', orderState: 'paid' });
  expect((control.calls()[asked] ?? 0) - before).toBeLessThan(8);
  // The answer of an order that is paid comes at once.
  expect((await order.shopper.get(`${path}?wait=10`)).body.state).toBe('succeeded');
});

test('a prepay that WeChat does not take because of our keys is told apart from WeChat that does not answer, without its words', async () => {
  const { control } = app.sandbox;
  const goods = await app.given.goods();
  const order = await app.given.order([{ skuId: goods.skus[0]!.id, quantity: 1 }]);
  const start = () => order.shopper.post(`/shop/orders/${order.id}/payment`, { method: 'jsapi' });
  const path = '/v3/pay/transactions';
  control.addFault({ target: 'interface', action: 'error', path, status: 401, code: 'SIGN_ERROR' });
  expect(await start()).toMatchObject({ status: 409, body: { code: 'WECHAT_MISCONFIGURED' } });
  control.addFault({ target: 'interface', action: 'error', path, times: 3 });
  const down = await start();
  expect(down).toMatchObject({ status: 503, body: { code: 'WECHAT_SILENT' } });
  expect(down.body.facts).toBeUndefined();
});

test('a message of WeChat names the payment alone: its shopper finds the order, nobody else does', async () => {
  const goods = await app.given.goods({ stock: 1 });
  const order = await app.given.paidOrder([{ skuId: goods.skus[0]!.id, quantity: 1 }]);
  const paid = app.sandbox.control.transactions().find((t) => t.outTradeNo.startsWith(order.number));
  const address = `/shop/payments/${paid?.outTradeNo}/order`;
  expect(await order.shopper.get(address)).toMatchObject({ status: 200, body: { orderId: order.id } });
  const other = await (await app.given.shopper()).get(address);
  expect(other).toMatchObject({ status: 404, body: { code: 'ORDER_NOT_FOUND' } });
  expect((await order.shopper.get('/shop/payments/20260101J/order')).status).toBe(404);
});
