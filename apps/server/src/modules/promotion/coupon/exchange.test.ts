import { afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, nowMs } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { couponRule, EVERYTHING, issuedCoupon } from '../../../test/coupon-scene.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import type { Caller } from '../../../test/world.ts';
import type { CouponRule } from './coupon.api.ts';
import { remindHolders } from './ending-notice.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
});
afterEach(async () => expect(await brokenPromises(app)).toEqual([]));

const goodsAt = async (priceFen: number) => {
  const goods = await app.given.goods({ pricesFen: [priceFen], stock: 100 });
  return { goodsId: goods.id as string, skuId: (goods.skus[0]?.id ?? '') as string };
};
const only = (goodsIds: string[]) => ({ ...EVERYTHING, kind: 'chosen' as const, goodsIds });
const claim = async (who: Caller, id: string) => {
  const claimed = await who.post(`/shop/coupons/${id}/claims`, {});
  expect(claimed.status, JSON.stringify(claimed.body)).toBe(201);
  return claimed.body.id as string;
};
type Shopper = Caller & { addressId: string };
const quote = async (who: Caller, lines: { skuId: string; quantity: number }[]) =>
  (await who.post('/shop/quote', { lines })).body;
const place = (who: Shopper, lines: { skuId: string; quantity: number }[], expectedTotalFen: number) =>
  who.post('/shop/orders', {
    ...{ lines, addressId: who.addressId, expectedTotalFen, note: '', fromCart: false },
  });

test('an exchange coupon takes the whole price of the dearest piece that it may, once, and comes back with the order', async () => {
  const [cup, jar, other] = await Promise.all([goodsAt(4000), goodsAt(6000), goodsAt(9000)]);
  const rule: Partial<CouponRule> = { kind: 'exchange', offFen: null, thresholdFen: 0 };
  const scope = only([cup.goodsId, jar.goodsId]);
  const id = await issuedCoupon(app, { ...rule, capFen: 5000, scope });
  const shown = (await app.guest.get(`/shop/coupons/${id}`)).body;
  expect(shown).toMatchObject({ kind: 'exchange', words: { title: '免费兑换1 件单价 50 元以内的指定商品' } });
  const who = await app.given.shopper();
  const held = await claim(who, id);
  const lines = [cup, jar, other].map(({ skuId }) => ({ skuId, quantity: 2 }));
  const priced = await quote(who, lines);
  expect(priced).toMatchObject({ discountFen: 4000, coupons: { usable: [{ ref: held, fen: 4000, chosen: true }] } });
  expect(await quote(who, [{ skuId: jar.skuId, quantity: 1 }])).toMatchObject({
    discountFen: 0,
    coupons: { unusable: [{ ref: held, reason: '只能兑换单价不超过 50 元的商品' }] },
  });
  // One piece alone: an order of 0 fen for its goods.
  const alone = await quote(who, [{ skuId: cup.skuId, quantity: 1 }]);
  expect(alone.totalFen).toBe(alone.freightFen);
  const order = await place(who, lines, priced.totalFen);
  expect(order.status, JSON.stringify(order.body)).toBe(201);
  expect((await quote(who, lines)).discountFen).toBe(0);
  await who.post(`/shop/orders/${order.body.id}/cancellation`, { reason: '不想要了' });
  expect((await quote(who, lines)).discountFen).toBe(4000);
});

test('a coupon for the first order is of use until one is paid; one by link stands in no list and is claimed on its page', async () => {
  const goods = await goodsAt(8000);
  const lines = [{ skuId: goods.skuId, quantity: 1 }];
  const off = { offFen: 500, thresholdFen: 0, scope: only([goods.goodsId]) };
  const first = await issuedCoupon(app, { ...off, history: { is: 'first', n: 1 }, access: 'link' });
  const listed = (await app.guest.get(`/shop/coupons?goodsId=${goods.goodsId}`)).body.items;
  expect(listed).toEqual([]);
  const who = await app.given.shopper();
  expect((await who.get(`/shop/coupons/${first}`)).body).toMatchObject({ standing: 'open' });
  const held = await claim(who, first);
  const second = await claim(who, await issuedCoupon(app, { ...off, offFen: 700, history: { is: 'nth', n: 2 } }));
  const before = await quote(who, lines);
  expect(before).toMatchObject({
    discountFen: 500,
    coupons: { unusable: [{ ref: second, reason: '仅限第 2 单使用，这是第 1 单' }] },
  });
  const paid = await place(who, lines, before.totalFen);
  await app.given.pay({ shopper: who, ...paid.body });
  const after = await quote(who, lines);
  expect(after.discountFen).toBe(700);
  expect(after.coupons.usable.map((c: { ref: string }) => c.ref)).toEqual([second]);
  expect((await who.get('/shop/my-coupons?tab=used&limit=10')).body.items).toMatchObject([{ id: held, state: 'used' }]);
});

test('who accepted a message is told a day before a coupon ends, once', async () => {
  const templates = (await owner.get('/admin/notice-templates')).body.items;
  const { id: templateId, title } = templates.find((one: { title: string }) => one.title === '优惠券到期提醒');
  const fields = [
    { key: 'thing1', label: '优惠券名称', fact: 'name' },
    { key: 'time2', label: '到期时间', fact: 'until' },
    { key: 'thing3', label: '温馨提示', text: '快去使用吧' },
  ];
  const put = await owner.send('PUT', '/admin/notices/coupon-ending', { templateId, title, fields });
  expect(put.status, JSON.stringify(put.body)).toBe(200);
  const who = await app.given.shopper();
  for (let n = 0; n < 2; n++) await who.post('/shop/notices/rights', { templateIds: [templateId] });
  const until = new Date(nowMs() + DAY / 2).toISOString();
  const dates = { usableDays: null, usableFrom: new Date(nowMs() - DAY).toISOString(), usableUntil: until };
  const held = await claim(who, await issuedCoupon(app, dates));
  await claim(who, await issuedCoupon(app, { usableDays: 30 }));
  for (let n = 0; n < 2; n++) await remindHolders(app.platform, 1, new AbortController().signal);
  const { rows } = await app.sql.query(
    "select subject, data from notice_message where kind = 'coupon-ending' and customer_id = $1",
    [who.customerId],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0].subject).toContain(held);
  expect(JSON.stringify(rows[0].data)).toContain('测试券');
});

test('what cannot be is said at its field', async () => {
  const refused = async (over: Partial<CouponRule>, field: string) => {
    const { status, body } = await owner.post('/admin/coupons', { name: '坏', rule: couponRule(over) });
    expect([status, body.errors?.[0]?.field], JSON.stringify(body)).toEqual([400, field]);
    expect(body.errors[0].message).toMatch(/[\u4e00-\u9fff]/);
  };
  await refused({ kind: 'exchange', offFen: null }, 'rule.scope.kind');
  await refused({ kind: 'exchange', scope: only([]) }, 'rule.offFen');
  await refused({ history: { is: 'nth', n: 1 } }, 'rule.history.n');
  await refused({ history: { is: 'nth', n: 3 }, newcomersOnly: true }, 'rule.history.is');
  await refused({ history: { is: 'again', n: 0 } }, 'rule.history.n');
});
