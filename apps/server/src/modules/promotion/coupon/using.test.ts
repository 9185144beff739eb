import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { DAY } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile, TENANT } from '../../../test/app.ts';
import { issuedCoupon } from '../../../test/coupon-scene.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { later, sweepsRun } from '../../../test/later.ts';
import { refundScene } from '../../../test/refund-scene.ts';
import type { Caller } from '../../../test/world.ts';
import type { CouponRule } from './coupon.api.ts';
import { handOut } from './handing.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
});
afterEach(async () => expect(await brokenPromises(app)).toEqual([]));
const { refund, settled } = refundScene(() => ({ app, owner }));

type Shopper = Caller & { addressId: string; customerId: string };
const figures = async (id: string) => (await owner.get(`/admin/coupons/${id}`)).body.figures;
/** A shopper who claimed one of each, and the ids of what they hold. */
async function holder(...couponIds: string[]): Promise<{ who: Shopper; held: string[] }> {
  const who = await app.given.shopper();
  const held = [];
  for (const id of couponIds) held.push((await who.post(`/shop/coupons/${id}/claims`, {})).body.id as string);
  return { who, held };
}
const sku = async (priceFen: number) => (await app.given.goods({ stock: 50, pricesFen: [priceFen] })).skus[0]?.id ?? '';
const quote = async (who: Caller, lines: object[], more = {}) =>
  (await who.post('/shop/quote', { lines, ...more })).body;
async function order(who: Shopper, lines: { skuId: string; quantity: number }[], more = {}) {
  const { totalFen: expectedTotalFen } = await quote(who, lines, more);
  const body = { lines, addressId: who.addressId, expectedTotalFen, note: '', fromCart: false, ...more };
  const { status, body: placed } = await who.post('/shop/orders', body);
  expect(status, JSON.stringify(placed)).toBe(201);
  return { ...placed, shopper: who } as { id: string; number: string; totalFen: number; shopper: Shopper };
}
const mine = async (who: Caller, tab = 'usable') => (await who.get(`/shop/my-coupons?tab=${tab}`)).body.items;
const lines = async (id: string) =>
  (await owner.get(`/admin/orders/${id}`)).body.lines as { id: string; quantity: number }[];

test('the best coupons that go together are chosen; the others say why not', async () => {
  const twenty = await issuedCoupon(app, { offFen: 2000, thresholdFen: 10_000 });
  const thirty = await issuedCoupon(app, { offFen: 3000, thresholdFen: 15_000 });
  const freight = await issuedCoupon(app, { kind: 'freight', offFen: null, thresholdFen: 0 });
  const { who, held } = await holder(twenty, thirty, freight);
  const small = await quote(who, [{ skuId: await sku(9000), quantity: 1 }]);
  expect(small.coupons.usable.map((c: { ref: string }) => c.ref)).toEqual([held[2]]);
  expect(small.coupons.unusable.map((c: { reason: string }) => c.reason).sort()).toEqual([
    '再买 10 元可用',
    '再买 60 元可用',
  ]);
  expect(small).toMatchObject({ discountFen: 0, freightFen: 0, totalFen: 9000, coupons: { best: true } });
  const skuId = await sku(16_000);
  const large = await quote(who, [{ skuId, quantity: 1 }]);
  expect(large).toMatchObject({ totalFen: 13_000, coupons: { best: true } });
  const byRef = new Map(large.coupons.usable.map((c: { ref: string }) => [c.ref, c]));
  expect(byRef.get(held[1])).toMatchObject({ chosen: true, fen: 3000 });
  expect(byRef.get(held[0])).toMatchObject({ chosen: false, note: expect.stringContaining('满 150 减 30') });
  expect(await quote(who, [{ skuId, quantity: 1 }], { coupons: [held[0]] })).toMatchObject({ totalFen: 14_000 });
  expect(await quote(who, [{ skuId, quantity: 1 }], { coupons: 'none' })).toMatchObject({ totalFen: 16_000 });
  expect((await quote(app.guest, [{ skuId, quantity: 1 }])).totalFen).toBe(16_000);
});

test('an order locks its coupon, closing frees it, payment uses it; the figures follow', async () => {
  const id = await issuedCoupon(app, { total: 10, budgetFen: 10_000 });
  const { who } = await holder(id);
  const line = [{ skuId: await sku(12_000), quantity: 1 }];
  const first = await order(who, line);
  expect(first.totalFen).toBe(10_000);
  expect(await mine(who)).toMatchObject([{ state: 'locked', orderId: first.id }]);
  expect((await quote(who, line)).totalFen).toBe(12_000);
  await who.post(`/shop/orders/${first.id}/cancellation`, { reason: '' });
  expect(await mine(who)).toMatchObject([{ state: 'held', orderId: null }]);
  const second = await order(who, line);
  await app.given.pay(second);
  expect(await mine(who)).toEqual([]);
  expect(await mine(who, 'used')).toMatchObject([{ state: 'used', orderId: second.id }]);
  expect(await figures(id)).toMatchObject({
    issued: 1,
    open: 0,
    used: 1,
    costFen: 2000,
    openFen: 0,
    budgetLeftFen: 8000,
  });
});

test('a wholly refunded order gives its coupon back once, by the merchant’s rule; a partial refund does not', async () => {
  const kept = await issuedCoupon(app, { returns: false, offFen: 1000 });
  const back = await issuedCoupon(app, {
    budgetFen: 5000,
    kind: 'percent',
    offFen: null,
    payPercent: 90,
    capFen: 3000,
    scope: { ...tagged },
  });
  const { who, held } = await holder(kept, back);
  const skuId = (await app.given.goods({ stock: 50, pricesFen: [10_000], tags: ['券'] })).skus[0]?.id ?? '';
  const placed = await order(who, [{ skuId, quantity: 2 }]);
  expect(placed.totalFen).toBe(20_000 - 2000 - 1000);
  await app.given.pay(placed);
  const [line] = await lines(placed.id);
  await refund(placed, [{ lineId: line?.id ?? '', quantity: 1 }]);
  await settled(placed, ['succeeded']);
  expect(await mine(who)).toEqual([]);
  await refund(placed, [{ lineId: line?.id ?? '', quantity: 1 }]);
  await settled(placed, ['succeeded', 'succeeded']);
  expect(await mine(who)).toMatchObject([{ id: held[1], state: 'returned' }]);
  expect(await figures(kept)).toMatchObject({ used: 1, costFen: 1000 });
  expect(await figures(back)).toMatchObject({ used: 0, open: 1, costFen: 0, openFen: 3000 });
  const again = await order(who, [{ skuId, quantity: 2 }]);
  expect(again.totalFen).toBe(18_000);
});

test('one coupon that two orders want at the same time goes to one of them', async () => {
  const { who } = await holder(await issuedCoupon(app));
  const line = [{ skuId: await sku(12_000), quantity: 1 }];
  const body = { lines: line, addressId: who.addressId, expectedTotalFen: 10_000, note: '', fromCart: false };
  const answers = await Promise.all([who.post('/shop/orders', body), who.post('/shop/orders', body)]);
  expect(answers.map((a) => a.status).sort()).toEqual([201, 409]);
  expect(answers.find((a) => a.status === 409)?.body.code).toMatch(/COUPON_GONE|PRICE_CHANGED/);
});

test('a coupon that ends between the quote and the order changes the price, which is said; one of a closed order lives on', async () => {
  const id = await issuedCoupon(app, { usableDays: 1 });
  const { who } = await holder(id);
  const line = [{ skuId: await sku(12_000), quantity: 1 }];
  const body = { lines: line, addressId: who.addressId, expectedTotalFen: 10_000, note: '', fromCart: false };
  const placed = await order(who, line);
  const back = later(app, 3 * DAY);
  await who.post(`/shop/orders/${placed.id}/cancellation`, { reason: '' });
  const [freed] = await mine(who);
  expect(freed).toMatchObject({ state: 'held' });
  expect(Date.parse(freed.until) - Date.now() - 3 * DAY).toBeGreaterThan(7 * DAY);
  const again = later(app, 14 * DAY);
  expect((await who.post('/shop/orders', body)).body).toMatchObject({
    code: 'PRICE_CHANGED',
    facts: { totalFen: 12_000 },
  });
  again();
  back();
});

test('closing, paying and the end of the coupon at the same moment: the coupon is used by a paid order or free again', async () => {
  const id = await issuedCoupon(app, { usableDays: 1, perPerson: 6 });
  const { who } = await holder(id, id, id, id, id, id);
  const skuId = await sku(12_000);
  const placed = [];
  for (let n = 0; n < 6; n++) placed.push(await order(who, [{ skuId, quantity: 1 }]));
  expect((await mine(who)).map((c: { state: string }) => c.state)).toEqual(Array(6).fill('locked'));
  const prepaid = [];
  for (const one of placed) prepaid.push((await who.post(`/shop/orders/${one.id}/payment`, { method: 'jsapi' })).body);
  const back = later(app, 3 * DAY);
  await Promise.all([
    sweepsRun(app),
    ...placed.map((one) => who.post(`/shop/orders/${one.id}/cancellation`, { reason: '' })),
    ...prepaid.map(async ({ jsapi }) => {
      try {
        app.sandbox.control.pay(jsapi);
      } catch {
        // Closed in time: WeChat takes no money for it.
      }
    }),
  ]);
  await app.platform.jobs.drain();
  await vi.waitFor(async () => {
    await app.platform.jobs.drain();
    const { rows } = await app.sql.query(
      `select count(*)::int as n from payment p join order_head o on o.tenant_id = p.tenant_id and o.id = p.subject_id
       where o.customer_id = $1 and p.status = 'pending'`,
      [who.customerId],
    );
    expect(rows).toEqual([{ n: 0 }]);
  }, 20_000);
  const { rows } = await app.sql.query(
    `select o.status as order, h.status as coupon from order_head o
     left join coupon_held h on h.tenant_id = o.tenant_id and h.order_id = o.id where o.customer_id = $1`,
    [who.customerId],
  );
  for (const row of rows)
    expect([row.order, row.coupon]).toEqual(row.order === 'paid' ? ['paid', 'used'] : ['closed', null]);
  back();
});

test('a coupon that takes everything leaves nothing to pay: the order is paid at once and the coupon used', async () => {
  const shop = { offFen: 9900, thresholdFen: 0 };
  const { who } = await holder(await issuedCoupon(app, shop));
  const placed = await order(who, [{ skuId: await sku(9900), quantity: 1 }]);
  expect(placed).toMatchObject({ totalFen: 0, state: 'paid' });
  expect(await mine(who, 'used')).toMatchObject([{ state: 'used', orderId: placed.id }]);
});

test('an order hands out a coupon once, when it is paid or received, from the amount that the shop says', async () => {
  const handed = (on: 'paid' | 'received') =>
    issuedCoupon(app, { access: 'handed', perPerson: 5, handOut: { on, fromFen: 10_000 } });
  const [forPaid, forReceived] = [await handed('paid'), await handed('received')];
  const { who } = await holder();
  const buy = async (priceFen: number) => {
    const placed = await order(who, [{ skuId: await sku(priceFen), quantity: 1 }]);
    await app.given.pay(placed);
    await app.platform.jobs.drain();
    return placed;
  };
  const got = async () => (await mine(who)).map((c: { couponId: string; origin: string }) => [c.couponId, c.origin]);
  await buy(5000);
  expect(await got()).toEqual([]);
  const placed = await buy(12_000);
  await vi.waitFor(async () => expect(await got()).toEqual([[forPaid, 'order']]), 10_000);
  // The event may come twice.
  await handOut(app.platform, TENANT, placed.id, 'paid');
  await owner.post(`/admin/orders/${placed.id}/shipment`, { carrier: 'ZTO', trackingNumber: 'ZT123456789' });
  expect((await who.post(`/shop/orders/${placed.id}/receipt`, {})).status).toBe(200);
  await vi.waitFor(async () => {
    await app.platform.jobs.drain();
    expect((await got()).toSorted()).toEqual(
      [
        [forPaid, 'order'],
        [forReceived, 'order'],
      ].toSorted(),
    );
  }, 10_000);
  for (const id of [forPaid, forReceived]) await owner.post(`/admin/coupons/${id}/state`, { state: 'stopped' });
});

const tagged: CouponRule['scope'] = {
  kind: 'chosen',
  goodsIds: [],
  categoryIds: [],
  tags: ['券'],
  exceptGoodsIds: [],
  exceptCategoryIds: [],
};
