import { beforeAll, expect, test } from 'vitest';
import { setClock } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import type { Caller } from '../../../test/world.ts';

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
const byWechat = async (person: string): Promise<Session> => {
  const { code: given } = app.sandbox.control.login(person, 'mini-program');
  return (await app.guest.post('/shop/session', { channel: 'weapp', code: given })).body;
};

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

/** The number of this customer was proved so long ago that a carrier may have given it to somebody else. */
const longAgo = (customerId: string) =>
  app.sql.query(
    "update customer_identity set proved_at = now() - interval '91 days' where kind = 'phone' and customer_id = $1",
    [customerId],
  );

test('a number that nobody proved for long opens an account with the name of a receiver; whose it is now begins anew', async () => {
  const first = await byPhone('13900000007');
  const order = await shop(app.as(first.token), '旧主路 1 号');
  await longAgo(first.customer.id);
  const phone = '13900000007';
  const given = await code(phone);
  const enter = (more: object) => app.guest.post('/shop/session/phone', { phone, code: given, ...more });
  expect(await enter({})).toMatchObject({ status: 409, body: { code: 'PHONE_OWNER_UNSURE' } });
  expect(await enter({ receiver: '林大满' })).toMatchObject({ status: 400, body: { code: 'RECEIVER_WRONG' } });
  // The code is still good, and the number counts as proved from now on.
  expect(await enter({ receiver: ' 林小满 ' })).toMatchObject({
    status: 200,
    body: { customer: { id: first.customer.id } },
  });
  expect((await byPhone(phone)).customer.id).toBe(first.customer.id);

  await longAgo(first.customer.id);
  const other = await app.guest.post('/shop/session/phone', { phone, code: await code(phone), anew: true });
  expect(other.body.customer.id).not.toBe(first.customer.id);
  const stranger = app.as(other.body.token);
  expect([await ordersOf(stranger), (await stranger.get('/shop/addresses')).body.items]).toEqual([[], []]);
  expect((await stranger.get(`/shop/orders/${order}`)).status).toBe(404);
  expect((await byPhone(phone)).customer.id).toBe(other.body.customer.id);
  // What was bought stays whose it was; of the number they lost they see nothing.
  expect(await ordersOf(app.as(first.token))).toEqual([order]);
  expect((await app.as(first.token).get('/shop/me')).body.phone).toBeNull();
});

test('names of receivers cannot be tried without end, and who has nothing is asked for nothing', async () => {
  const phone = '13900000008';
  const first = await byPhone(phone);
  await longAgo(first.customer.id);
  expect((await byPhone(phone)).customer.id).toBe(first.customer.id);
  await shop(app.as(first.token), '旧主路 2 号');
  await longAgo(first.customer.id);
  const given = await code(phone);
  const tries = [];
  for (let n = 0; n < 8; n++)
    tries.push((await app.guest.post('/shop/session/phone', { phone, code: given, receiver: `林${n}` })).body.code);
  expect(tries.at(0)).toBe('RECEIVER_WRONG');
  expect(tries.at(-1)).toBe('CODE_USED_UP');
});

test('a WeChat user with such a number is asked too, except for their own; anew, the number comes and the orders stay', async () => {
  const phone = '13900000009';
  const first = await byPhone(phone);
  const order = await shop(app.as(first.token), '旧主路 3 号');
  await longAgo(first.customer.id);
  const wechat = await byWechat('新号主');
  const who = app.as(wechat.token);
  const ask = async (more: object) => who.post('/shop/me/phone-code', { phone, code: await code(phone), ...more });
  expect(await ask({})).toMatchObject({ status: 409, body: { code: 'PHONE_OWNER_UNSURE' } });
  const bound = await ask({ anew: true });
  expect(bound.body).toMatchObject({ id: wechat.customer.id, phone: '139****0009' });
  expect(await ordersOf(who)).toEqual([]);
  expect(await ordersOf(app.as(first.token))).toEqual([order]);
  // Their own, however long ago.
  await shop(who, '新主路 1 号');
  await longAgo(wechat.customer.id);
  expect((await ask({})).body.id).toBe(wechat.customer.id);
  expect(await brokenPromises(app)).toEqual([]);
});
