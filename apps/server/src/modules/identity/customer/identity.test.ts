import { beforeAll, expect, test, vi } from 'vitest';
import { setClock } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile, TENANT } from '../../../test/app.ts';
import { issuedCoupon } from '../../../test/coupon-scene.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { overlapping } from '../../../test/overlapping.ts';
import type { Caller } from '../../../test/world.ts';
import { belongings } from './customer.slots.ts';
import { customerFor, type Who } from './identity.service.ts';

let app: StartedApp;
let skuId: string;
let minutes = 0;
beforeAll(async () => {
  app = await startAppForFile();
  skuId = (await app.given.goods({ stock: 100 })).skus[0]?.id ?? '';
});

const ADDRESS = {
  ...{ name: '林小满', phone: '13800001234', province: '浙江省', city: '杭州市', district: '西湖区' },
  ...{ detail: '文三路 1 号', isDefault: true },
};
interface Session {
  token: string;
  customer: { id: string };
}
/** A code for a number, a minute after the one before. */
async function code(phone: string): Promise<string> {
  minutes += 1;
  const aheadMs = minutes * 61_000;
  const back = setClock(() => Date.now() + aheadMs);
  try {
    await app.guest.post('/shop/login-codes', { phone });
    return app.sandbox.control.texts().findLast((text) => text.phone === phone)?.code ?? '';
  } finally {
    back();
  }
}
const byPhone = async (phone: string): Promise<Session> =>
  (await app.guest.post('/shop/session/phone', { phone, code: await code(phone) })).body;
const byWechat = async (person: string, channel: 'weapp' | 'h5' = 'weapp'): Promise<Session> => {
  const kind = channel === 'weapp' ? 'mini-program' : 'official-account';
  const { code: given } = app.sandbox.control.login(person, kind);
  return (await app.guest.post('/shop/session', { channel, code: given })).body;
};
const bind = async (who: Caller, phone: string) => who.post('/shop/me/phone-code', { phone, code: await code(phone) });

/** Buys a piece and leaves another one in the cart; returns the order's id. */
async function shop(who: Caller, detail: string): Promise<string> {
  const { body: address } = await who.post('/shop/addresses', { ...ADDRESS, detail });
  const lines = [{ skuId, quantity: 1 }];
  const { totalFen } = (await who.post('/shop/quote', { lines })).body;
  const body = { lines, addressId: address.id, expectedTotalFen: totalFen, note: '', fromCart: false };
  const order = (await who.post('/shop/orders', body)).body;
  await who.post('/shop/cart/lines', { skuId, quantity: 2 });
  return order.id;
}
const ordersOf = async (who: Caller): Promise<string[]> =>
  (await who.get('/shop/orders')).body.items.map((o: { id: string }) => o.id).sort();

test('who bought by phone and then opens WeChat with the same number keeps orders, cart, addresses and sessions', async () => {
  const first = await byPhone('13900000001');
  const browser = app.as(first.token);
  const before = await shop(browser, '文三路 1 号');
  const wechat = app.as((await byWechat('同一个人')).token);
  const later = await shop(wechat, '文二路 2 号');
  const coupon = await issuedCoupon(app, { perPerson: 3 });
  const claim = async (who: Caller) => (await who.post(`/shop/coupons/${coupon}/claims`, {})).status;
  expect([await claim(browser), await claim(wechat)]).toEqual([201, 201]);
  const bound = await bind(wechat, '13900000001');
  expect(bound.body.id).toBe(first.customer.id);

  // Both tokens go on, and both see the same.
  for (const who of [browser, wechat]) {
    expect((await who.get('/shop/me')).body.id).toBe(first.customer.id);
    expect(await ordersOf(who)).toEqual([before, later].sort());
    expect((await who.get('/shop/cart')).body.lines.map((l: { quantity: number }) => l.quantity)).toEqual([4]);
    const { items } = (await who.get('/shop/addresses')).body;
    expect(items.map((a: { detail: string }) => a.detail).sort()).toEqual(['文三路 1 号', '文二路 2 号'].sort());
    expect(items.filter((a: { isDefault: boolean }) => a.isDefault)).toHaveLength(1);
    expect((await who.get('/shop/sessions')).body.items).toHaveLength(2);
    // What an order has sealed opens for its new owner.
    expect((await who.get(`/shop/orders/${later}`)).body.address.detail).toBe('文二路 2 号');
  }
  // What both got counts together.
  expect([await claim(browser), await claim(wechat)]).toEqual([201, 409]);
  // The next login through WeChat leads to the same customer, and so does the number.
  expect((await byWechat('同一个人')).customer.id).toBe(first.customer.id);
  expect((await byPhone('13900000001')).customer.id).toBe(first.customer.id);
  const { rows } = await app.sql.query("select detail->>'from' as from from audit where operation = 'joinCustomers'");
  expect(rows).toHaveLength(1);
  expect(await brokenPromises(app)).toEqual([]);
});

test('the mini program and WeChat’s browser meet by unionid, also when each knew the person apart', async () => {
  const { database } = app.platform;
  const enter = (who: Who) =>
    database.inTx(TENANT, async (tx) => (await customerFor(tx, app.platform, TENANT, who)).customer.id);
  const program = await enter({ openid: { appid: 'wxa', openid: 'apart-a' } });
  const account = await enter({ openid: { appid: 'wxb', openid: 'apart-b' }, unionid: 'apart-u' });
  expect(account).not.toBe(program);
  expect(await enter({ openid: { appid: 'wxa', openid: 'apart-a' }, unionid: 'apart-u' })).toBe(program);
  expect(await enter({ openid: { appid: 'wxb', openid: 'apart-b' } })).toBe(program);
});

test('what is sent again under its key after a join happens once, with the old token and with a new one', async () => {
  const first = await byPhone('13900000005');
  const wechat = await byWechat('断网的人');
  const before = app.as(wechat.token);
  const { body: address } = await before.post('/shop/addresses', { ...ADDRESS, detail: '断网路 1 号' });
  const lines = [{ skuId, quantity: 1 }];
  const { totalFen } = (await before.post('/shop/quote', { lines })).body;
  const order = { lines, addressId: address.id, expectedTotalFen: totalFen, note: '', fromCart: false };
  const placed = await before.post('/shop/orders', order, 'sent-before-the-join');
  await before.post('/shop/cart/lines', { skuId, quantity: 2 }, 'added-before-the-join');

  await bind(before, '13900000005');
  const again = await byWechat('断网的人');
  expect(again.customer.id).toBe(first.customer.id);
  for (const who of [before, app.as(again.token), app.as(first.token)]) {
    const repeated = await who.post('/shop/orders', order, 'sent-before-the-join');
    expect(repeated).toMatchObject({ status: 201, body: { id: placed.body.id } });
    await who.post('/shop/cart/lines', { skuId, quantity: 2 }, 'added-before-the-join');
    expect((await who.get('/shop/cart')).body.lines.map((l: { quantity: number }) => l.quantity)).toEqual([2]);
    expect(await ordersOf(who)).toEqual([placed.body.id]);
  }
  const other = await before.post('/shop/orders', { ...order, note: '另一单' }, 'sent-before-the-join');
  expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
});

test('two WeChat users who share a number stay two: the number is whose who proved it last', async () => {
  const [wife, husband] = [await byWechat('妻子'), await byWechat('丈夫')];
  await bind(app.as(wife.token), '13900000002');
  const bound = await bind(app.as(husband.token), '13900000002');
  expect(bound.body).toMatchObject({ id: husband.customer.id, phone: '139****0002' });
  expect((await app.as(wife.token).get('/shop/me')).body).toMatchObject({ id: wife.customer.id, phone: null });
  expect((await byPhone('13900000002')).customer.id).toBe(husband.customer.id);
});

test('many logins at once, each knowing another part of one person, make one customer and lose nothing', async () => {
  const { database } = app.platform;
  const parts: Who[] = [
    { openid: { appid: 'wxa', openid: 'many-a' }, unionid: 'many-u' },
    { openid: { appid: 'wxb', openid: 'many-b' }, unionid: 'many-u' },
    { openid: { appid: 'wxa', openid: 'many-a' }, phone: '13900000003' },
    { openid: { appid: 'wxb', openid: 'many-b' }, phone: '13900000003' },
    { phone: '13900000003' },
  ];
  // Each is somebody of their own first.
  for (const who of [
    { openid: { appid: 'wxa', openid: 'many-a' } },
    { openid: { appid: 'wxb', openid: 'many-b' } },
    parts[4] as Who,
  ])
    await database.inTx(TENANT, (tx) => customerFor(tx, app.platform, TENANT, who));
  const enter = (who: Who) => database.inTx(TENANT, (tx) => customerFor(tx, app.platform, TENANT, who));
  await overlapping(app, 'customer', 2, () => Promise.all([...parts, ...parts].map(enter)));
  const ids = await Promise.all(parts.map(async (who) => (await enter(who)).customer.id));
  expect(new Set(ids).size).toBe(1);
});

test('what was written for a customer while they were joined goes over a little later', async () => {
  const first = await byPhone('13900000004');
  const wechat = await byWechat('忙碌的人');
  await bind(app.as(wechat.token), '13900000004');
  // Another process still took the old token for the old customer.
  await app.sql.query('insert into cart_line (tenant_id, customer_id, sku_id, quantity) values ($1, $2, $3, 3)', [
    ...[TENANT, wechat.customer.id, skuId],
  ]);
  await app.platform.jobs.drain();
  await app.platform.jobs.makeTimersDue();
  await vi.waitFor(async () => {
    await app.platform.jobs.drain();
    const { lines } = (await app.as(first.token).get('/shop/cart')).body;
    expect(lines.map((l: { quantity: number }) => l.quantity)).toEqual([3]);
  });
});

test('what two customers had to pay with is one sum when they turn out to be one person, also what an order still held', async () => {
  const owner = await app.given.owner();
  const first = await byPhone('13900000006');
  const wechat = await byWechat('有余额的人');
  const give = (id: string, source: string, amount: number) =>
    owner.post(`/admin/customers/${id}/purses/${source}/changes`, { amount, reason: '赠送' });
  await give(first.customer.id, 'wallet', 1001);
  await give(wechat.customer.id, 'wallet', 2002);
  await give(wechat.customer.id, 'points', 33);
  const who = app.as(wechat.token);
  const { body: address } = await who.post('/shop/addresses', { ...ADDRESS, detail: '余额路 1 号' });
  const ask = { lines: [{ skuId, quantity: 1 }], purses: { walletFen: 500 } };
  const { totalFen, dueFen } = (await who.post('/shop/quote', ask)).body;
  const sums = { expectedTotalFen: totalFen, expectedDueFen: dueFen };
  const order = await who.post('/shop/orders', { ...ask, ...sums, addressId: address.id, note: '', fromCart: false });
  expect(order.status, JSON.stringify(order.body)).toBe(201);
  await bind(who, '13900000006');
  const holds = async () =>
    (await who.get('/shop/purses')).body.pockets
      .filter((p: { holds: number }) => p.holds > 0)
      .map((p: { source: string; holds: number }) => [p.source, p.holds]);
  const moved = (sum: unknown) =>
    vi.waitFor(async () => {
      await app.platform.jobs.drain();
      expect(await holds()).toEqual(sum);
    });
  await moved([
    ['points', 33],
    ['wallet', 2503],
  ]);
  await who.post(`/shop/orders/${order.body.id}/cancellation`, { reason: '' });
  await app.platform.jobs.makeTimersDue();
  await moved([
    ['points', 33],
    ['wallet', 3003],
  ]);
  expect(await brokenPromises(app)).toEqual([]);
});

test('every table that knows a customer says how its rows go over to another', async () => {
  const { rows } = await app.sql.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'customer_id' order by 1`,
  );
  const own = ['customer_address', 'customer_identity', 'customer_session'];
  const known = [...own, ...app.platform.slots.all(belongings).flatMap((one) => one.tables)];
  expect(rows.map((row) => row.name)).toEqual(known.sort());
});
