import { afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, nowMs } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { EVERYTHING } from '../../../test/coupon-scene.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
});
afterEach(async () => expect(await brokenPromises(app)).toEqual([]));

const memberOf = (over: object) => ({
  kind: 'member',
  name: '会员价',
  startsAt: new Date(nowMs() - DAY).toISOString(),
  endsAt: new Date(nowMs() + DAY).toISOString(),
  weekly: null,
  scope: EVERYTHING,
  excludes: [],
  member: { level: 2, way: 'percent', payPercent: 90, prices: [], ...over },
});
const send = (input: object) => owner.post('/admin/campaigns', { ...input, publish: true });

test('everybody sees the price of members and what it takes; those of the level pay it, and the lowest price counts', async () => {
  const goods = await app.given.goods({ pricesFen: [10_000], stock: 100 });
  const skuId = goods.skus[0]?.id ?? '';
  const shopper = await app.given.shopper();
  const { status, body } = await send(memberOf({}));
  expect(status, JSON.stringify(body)).toBe(201);
  const page = (await app.guest.get(`/shop/goods/${goods.id}`)).body;
  expect(page).toMatchObject({ deal: null, member: { id: body.id, priceFen: 9000, text: 'VIP2 及以上会员可享' } });
  const quote = async () => (await shopper.post('/shop/quote', { lines: [{ skuId, quantity: 2 }] })).body;
  expect((await quote()).discountFen).toBe(0);
  const set = (level: number) => owner.send('PUT', `/admin/customers/${shopper.customerId}/level`, { level });
  expect(await set(1)).toMatchObject({ status: 200, body: { level: 1 } });
  expect((await quote()).discountFen).toBe(0);
  await set(2);
  expect((await owner.get(`/admin/customers/${shopper.customerId}`)).body.level).toBe(2);
  const priced = await quote();
  expect(priced.discountFen).toBe(2000);
  expect(priced.lines[0].parts[1]).toMatchObject({ source: 'member', label: '会员 9 折', fen: -2000 });
  const order = await shopper.post('/shop/orders', {
    lines: [{ skuId, quantity: 2 }],
    ...{ addressId: shopper.addressId, expectedTotalFen: priced.totalFen, note: '', fromCart: false },
  });
  expect(order.status, JSON.stringify(order.body)).toBe(201);
  // A price of its own for the SKU is lower, and then a discount for everybody lower still.
  const prices = [{ skuId, priceFen: 8000 }];
  const chosen = { ...EVERYTHING, kind: 'chosen', goodsIds: [goods.id] };
  await send({ ...memberOf({ level: 1, way: 'price', payPercent: null, prices }), scope: chosen });
  expect((await quote()).discountFen).toBe(4000);
  const off = { way: 'minus', payPercent: null, offFen: 2500, prices: [], quota: null, perPerson: null, returns: true };
  const { member: _, ...plain } = memberOf({});
  await send({ ...plain, kind: 'discount', discount: off });
  expect((await quote()).discountFen).toBe(5000);
  await set(0);
  expect((await quote()).discountFen).toBe(5000);
});

test('what cannot be saved is said at its field, and a level is one of six', async () => {
  const refused = async (over: object, field: string) => {
    const { status, body } = await send(memberOf(over));
    expect([status, body.errors?.[0]?.field], JSON.stringify(body)).toEqual([400, field]);
    expect(body.errors[0].message).toMatch(/[\u4e00-\u9fff]/);
  };
  await refused({ payPercent: null }, 'member.payPercent');
  await refused({ way: 'price', payPercent: null }, 'member.prices');
  await refused({ level: 6 }, 'member.level');
  const shopper = await app.given.shopper();
  const level = (body: object) => owner.send('PUT', `/admin/customers/${shopper.customerId}/level`, body);
  expect((await level({ level: 6 })).status).toBe(400);
  expect((await owner.send('PUT', `/admin/customers/${newId()}/level`, { level: 1 })).status).toBe(404);
});
