import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { DAY, nowMs, setClock } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import type { Caller } from '../../../test/world.ts';
import type { CampaignInput, DiscountRule } from './campaign.api.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
});

const NOTHING = { goodsIds: [], categoryIds: [], tags: [], exceptGoodsIds: [], exceptCategoryIds: [] };
const times = () => ({
  startsAt: new Date(nowMs() - DAY).toISOString(),
  endsAt: new Date(nowMs() + DAY).toISOString(),
});
const plain = (goodsIds: string[]) => ({
  name: '测试活动',
  ...times(),
  weekly: null,
  scope: { kind: 'chosen' as const, ...NOTHING, goodsIds },
  excludes: [],
});
const LIMITS = { quota: null, perPerson: null, returns: true };
const PERCENT = { way: 'percent' as const, payPercent: 80, offFen: null, prices: [], ...LIMITS };
const discountOf = (goodsId: string, over: Partial<DiscountRule> = {}, more: object = {}) => ({
  ...plain([goodsId]),
  kind: 'discount' as const,
  discount: { ...PERCENT, ...over },
  ...more,
});
const reductionOf = (goodsId: string, fromFen: number, offFen: number, more: object = {}) => ({
  ...plain([goodsId]),
  kind: 'reduction' as const,
  reduction: {
    by: 'amount',
    steps: [{ from: fromFen, offFen, payPercent: null }],
    repeats: false,
    capFen: null,
    broken: 'keep',
  },
  ...more,
});
async function publish(input: CampaignInput | object): Promise<{ id: string; version: number }> {
  const { status, body } = await owner.post('/admin/campaigns', { ...input, publish: true });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}
const goodsAt = async (priceFen: number, stock = 1000) => {
  const goods = await app.given.goods({ pricesFen: [priceFen], stock });
  return { id: goods.id, skuId: goods.skus[0]?.id ?? '' };
};
const quote = async (caller: Caller, skuId: string, quantity = 1) =>
  (await caller.post('/shop/quote', { lines: [{ skuId, quantity }] })).body;
const place = (shopper: Caller & { addressId: string }, skuId: string, quantity: number, expectedTotalFen: number) =>
  shopper.post('/shop/orders', {
    lines: [{ skuId, quantity }],
    addressId: shopper.addressId,
    expectedTotalFen,
    note: '',
    fromCart: false,
  });

test('a discount and a full reduction take off together, guests see it, and stopping one in the middle of an order shows the new price', async () => {
  const { id, skuId } = await goodsAt(10_000);
  const discount = await publish(discountOf(id));
  await publish(reductionOf(id, 16_000, 2000));
  const guest = await quote(app.guest, skuId, 2);
  expect(guest).toMatchObject({ goodsFen: 20_000, discountFen: 6000, totalFen: 14_000 });
  expect(guest.lines[0].parts).toMatchObject([
    { source: 'goods', fen: 20_000 },
    { source: 'limited-time', ref: discount.id, label: '限时 8 折', fen: -4000 },
    { source: 'reduction', label: '满 160 减 20', fen: -2000 },
  ]);
  expect((await quote(app.guest, skuId, 1)).unmet).toMatchObject([{ reason: '再买 ¥80.00 可减 ¥20.00', gapFen: 8000 }]);
  const shopper = await app.given.shopper();
  const stopped = await owner.post(`/admin/campaigns/${discount.id}/stop`);
  expect(stopped.body).toMatchObject({ state: 'stopped' });
  expect(await place(shopper, skuId, 2, 14_000)).toMatchObject({ status: 409, body: { code: 'PRICE_CHANGED' } });
  const after = await quote(shopper, skuId, 2);
  expect(after.totalFen).toBe(18_000);
  const placed = await place(shopper, skuId, 2, 18_000);
  expect(placed.status).toBe(201);
  expect((await owner.post(`/admin/campaigns/${discount.id}/stop`)).body.code).toBe('CAMPAIGN_ENDED');
});

test('what a campaign excludes does not come on top of it', async () => {
  const { id, skuId } = await goodsAt(10_000);
  await publish(discountOf(id));
  await publish(reductionOf(id, 16_000, 2000, { excludes: ['unit-price'] }));
  expect((await quote(app.guest, skuId, 2)).totalFen).toBe(16_000);
});

test('hours of a weekday open and close to the second, on the clock of China', async () => {
  const { id, skuId } = await goodsAt(10_000);
  const startsAt = '2026-11-28T00:00:00+08:00';
  const weekly = { weekdays: [3], from: '10:00', until: '22:00' };
  await publish(discountOf(id, {}, { startsAt, endsAt: '2027-01-01T00:00:00+08:00', weekly }));
  onTestFinished(setClock(Date.now));
  const at = async (text: string) => {
    setClock(() => Date.parse(`${text}+08:00`));
    return (await quote(app.guest, skuId)).discountFen;
  };
  expect(await at('2026-12-02T09:59:59')).toBe(0);
  expect(await at('2026-12-02T10:00:00')).toBe(2000);
  expect(await at('2026-12-02T21:59:59')).toBe(2000);
  expect(await at('2026-12-02T22:00:00')).toBe(0);
  expect(await at('2026-12-03T12:00:00')).toBe(0);
});

test('a quota of ten is sold exactly, and a person gets no more than their share', async () => {
  const { id, skuId } = await goodsAt(10_000);
  const { id: campaignId } = await publish(discountOf(id, { quota: 10, perPerson: 2 }));
  const shoppers = await Promise.all(Array.from({ length: 16 }, () => app.given.shopper()));
  const [first = await app.given.shopper()] = shoppers;
  const three = await quote(first, skuId, 3);
  expect(three.discountFen).toBe(4000);
  expect(three.unmet).toMatchObject([{ reason: '优惠还剩 2 件，其余 1 件按原价' }]);
  const answers = await Promise.all(shoppers.map((shopper) => place(shopper, skuId, 1, 8000 + 800)));
  const placed = answers.filter((a) => a.status === 201);
  const late = answers.filter((a) => a.status !== 201);
  expect([placed.length, late.length]).toEqual([10, 6]);
  for (const { status, body } of late) expect([status, body.code]).toEqual([409, 'PRICE_CHANGED']);
  expect((await quote(app.guest, skuId)).discountFen).toBe(0);
  // An order that closes gives its piece back, and the same person may have it again.
  const buyer = shoppers[answers.findIndex((a) => a.status === 201)];
  const [order] = placed;
  expect(
    (await buyer?.post(`/shop/orders/${order?.body.id}/cancellation`, { reason: '不想要了' }))?.status,
  ).toBeLessThan(300);
  expect((await quote(app.guest, skuId)).discountFen).toBe(2000);
  const { rows } = await app.sql.query('select reserved::int as reserved from ledger_account where id = $1', [
    `campaign-quota/${campaignId}`,
  ]);
  expect(rows[0].reserved).toBe(9);
  expect(await brokenPromises(app)).toEqual([]);
});

test('bad input: a clear sentence at the field, and nothing is saved', async () => {
  const { id, skuId } = await goodsAt(10_000);
  const before = (await owner.get('/admin/campaigns')).body.items.length;
  const refused = async (input: object, field: string) => {
    const { status, body } = await owner.post('/admin/campaigns', { ...input, publish: true });
    expect([status, body.errors?.[0]?.field], JSON.stringify(body)).toEqual([400, field]);
    expect(body.errors[0].message).toMatch(/[\u4e00-\u9fff]/);
  };
  const steps = (...list: object[]) => ({
    ...reductionOf(id, 1, 1),
    reduction: { by: 'amount', steps: list, repeats: false, capFen: null, broken: 'keep' },
  });
  const step = (from: number, offFen: number) => ({ from, offFen, payPercent: null });
  await refused(steps(step(20_000, 2000), step(10_000, 3000)), 'reduction.steps.1.from');
  await refused(steps({ from: 10_000, offFen: null, payPercent: 120 }), 'reduction.steps.0.payPercent');
  await refused(steps({ from: 10_000, offFen: 12.345, payPercent: null }), 'reduction.steps.0.offFen');
  await refused(steps(), 'reduction.steps');
  await refused(discountOf(id, { payPercent: 101 }), 'discount.payPercent');
  await refused(discountOf(id, { quota: 0 }), 'discount.quota');
  await refused(discountOf(id, {}, { endsAt: times().startsAt }), 'endsAt');
  await refused(discountOf(id, {}, { excludes: ['unit-price'] }), 'excludes');
  const way = { way: 'price' as const, payPercent: null };
  await refused(discountOf(id, { ...way, prices: [{ skuId, priceFen: 10_000 }] }), 'discount.prices.0.priceFen');
  const many = Array.from({ length: 10_000 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
  await refused({ ...discountOf(id), scope: { kind: 'chosen', ...NOTHING, goodsIds: many } }, 'scope.goodsIds');
  expect((await owner.get('/admin/campaigns')).body.items).toHaveLength(before);
});

test('before saving, staff are told what it can cost, what would go below cost, and what else is on', async () => {
  const { id } = await app.given.goods({ pricesFen: [10_000], stock: 10 });
  const { version: _v, skus, ...goods } = (await owner.get(`/admin/goods/${id}`)).body;
  await app.sql.query('update catalog_sku set cost_fen = 9000 where id = $1', [skus[0].id]);
  expect(goods.id).toBe(id);
  await publish(reductionOf(id, 10_000, 1000));
  const check = (input: object) => owner.post('/admin/campaigns/check', input);
  expect((await check(discountOf(id))).body).toMatchObject({
    goods: 1,
    mostFen: 20_000,
    belowCost: [{ priceFen: 10_000, lowestFen: 8000, costFen: 9000 }],
    overlaps: [{ label: '满 100 减 10', text: '有 1 件商品同时参加，优惠会叠加' }],
    sentences: expect.arrayContaining(['限时 8 折', '适用：指定商品']),
  });
  expect((await check(discountOf(id, { quota: 3 }))).body.mostFen).toBe(6000);
  const later = {
    startsAt: new Date(nowMs() + 2 * DAY).toISOString(),
    endsAt: new Date(nowMs() + 3 * DAY).toISOString(),
  };
  expect((await check(discountOf(id, {}, later))).body.overlaps).toEqual([]);
});

test('a draft is free to change and to delete, a planned one to change; one that runs only to the buyer’s advantage', async () => {
  const { id, skuId } = await goodsAt(10_000);
  const draft = (await owner.post('/admin/campaigns', { ...discountOf(id, { quota: 5 }), publish: false })).body;
  expect(draft.state).toBe('draft');
  expect((await quote(app.guest, skuId)).totalFen).toBe(10_000);
  const put = (version: number, input: object) =>
    owner.send('PUT', `/admin/campaigns/${draft.id}`, { ...input, publish: true, version });
  const running = (await put(1, discountOf(id, { quota: 5 }))).body;
  expect([running.state, running.version]).toEqual(['running', 2]);
  expect((await put(1, discountOf(id))).body.code).toBe('CONFLICT');
  const kept = { startsAt: running.startsAt, endsAt: running.endsAt };
  expect((await put(2, discountOf(id, { quota: 4 }, kept))).body.code).toBe('CAMPAIGN_STARTED');
  expect((await put(2, discountOf(id, { quota: 5, payPercent: 90 }, kept))).body.code).toBe('CAMPAIGN_STARTED');
  expect((await put(2, discountOf(id, { quota: 8 }, kept))).body.version).toBe(3);
  const row = async () =>
    (await owner.get('/admin/campaigns?state=running')).body.items.find((i: { id: string }) => i.id === draft.id);
  expect(await row()).toMatchObject({ quota: 8, quotaLeft: 8, label: '限时 8 折' });
  expect((await owner.send('DELETE', `/admin/campaigns/${draft.id}`)).body.code).toBe('CAMPAIGN_NOT_DRAFT');
  const other = (await owner.post('/admin/campaigns', { ...discountOf(id), publish: false })).body;
  expect((await owner.send('DELETE', `/admin/campaigns/${other.id}`)).status).toBe(204);
  expect((await owner.get(`/admin/campaigns/${other.id}`)).status).toBe(404);
  expect(await brokenPromises(app)).toEqual([]);
});

test('cards and product pages tell what is on, at once when a campaign begins or stops, and a discount to come a day before', async () => {
  const { id } = await goodsAt(10_000);
  const card = async () =>
    (await app.guest.get('/shop/goods?limit=100')).body.items.find((item: { id: string }) => item.id === id);
  const page = async () => (await app.guest.get(`/shop/goods/${id}`)).body;
  expect(await card()).not.toHaveProperty('deal');
  expect(await page()).toMatchObject({ deal: null, promotions: [] });
  const discount = await publish(discountOf(id, { quota: 3 }));
  await publish(reductionOf(id, 16_000, 2000));
  expect(await card()).toMatchObject({
    priceFen: 10_000,
    deal: { label: '限时 8 折', priceFen: 8000 },
    badges: ['满 160 减 20'],
  });
  expect(await page()).toMatchObject({
    priceFen: 10_000,
    deal: { id: discount.id, state: 'on', left: 3, skus: [{ priceFen: 8000 }] },
    promotions: [{ tag: '满减', label: '满 160 减 20', sentences: expect.arrayContaining(['适用：指定商品']) }],
  });
  await owner.post(`/admin/campaigns/${discount.id}/stop`);
  expect(await card()).not.toHaveProperty('deal');
  const soon = {
    startsAt: new Date(nowMs() + DAY / 2).toISOString(),
    endsAt: new Date(nowMs() + 2 * DAY).toISOString(),
  };
  await publish(discountOf(id, { payPercent: 70 }, soon));
  expect((await page()).deal).toMatchObject({ state: 'soon', startsAt: soon.startsAt, skus: [{ priceFen: 7000 }] });
  expect(await card()).not.toHaveProperty('deal');
  onTestFinished(setClock(Date.now));
  setClock(() => Date.parse(soon.startsAt));
  expect([(await card()).deal?.priceFen, (await page()).deal.state]).toEqual([7000, 'on']);
});

test('a quota that is sold out is told no more, on cards neither', async () => {
  const { id, skuId } = await goodsAt(10_000);
  await publish(discountOf(id, { quota: 1 }));
  const card = async () =>
    (await app.guest.get('/shop/goods?limit=100')).body.items.find((item: { id: string }) => item.id === id);
  expect((await card()).deal.priceFen).toBe(8000);
  expect((await place(await app.given.shopper(), skuId, 1, 8800)).status).toBe(201);
  expect(await card()).not.toHaveProperty('deal');
  expect((await app.guest.get(`/shop/goods/${id}`)).body.deal).toBeNull();
});

test('a cart says what each promotion counts and what is missing, and its page leads to the goods that reach it with the least', async () => {
  const [a, b, cheap, dear] = await Promise.all([goodsAt(10_000), goodsAt(2000), goodsAt(5000), goodsAt(30_000)]);
  const scope = { kind: 'chosen', ...NOTHING, goodsIds: [a, cheap, dear].map((goods) => goods.id) };
  const { id } = await publish({ ...reductionOf(a.id, 14_000, 2000), scope });
  const shopper = await app.given.shopper();
  for (const { skuId } of [a, b]) await shopper.post('/shop/cart/lines', { skuId, quantity: 1 });
  const cart = async () => (await shopper.get('/shop/cart')).body;
  expect((await cart()).groups).toMatchObject([
    { ref: id, label: '满 140 减 20', skuIds: [a.skuId], offFen: 0, unmet: { gapFen: 4000, percent: 71 } },
  ]);
  expect((await app.guest.get(`/shop/campaigns/${id}`)).body).toMatchObject({ tag: '满减', state: 'on' });
  const goods = async (query: string) =>
    (await app.guest.get(`/shop/campaigns/${id}/goods?${query}`)).body.items.map((item: { id: string }) => item.id);
  expect(await goods('gapFen=4000')).toEqual([cheap.id, a.id, dear.id]);
  expect(await goods('gapFen=6000')).toEqual([a.id, dear.id, cheap.id]);
  const { items, next } = (await app.guest.get(`/shop/campaigns/${id}/goods?gapFen=6000&limit=1`)).body;
  expect(items).toMatchObject([{ id: a.id, badges: ['满 140 减 20'] }]);
  expect(await goods(`gapFen=6000&limit=9&cursor=${next}`)).toEqual([dear.id, cheap.id]);
  await shopper.send('PUT', `/shop/cart/lines/${a.skuId}`, { quantity: 2, selected: true });
  expect((await cart()).groups).toMatchObject([{ offFen: 2000, unmet: null }]);
  const draft = (await owner.post('/admin/campaigns', { ...reductionOf(a.id, 100, 10), publish: false })).body;
  expect((await app.guest.get(`/shop/campaigns/${draft.id}`)).status).toBe(404);
});

test('a price is struck through only where it was really paid, at the lowest of the days before; figures come from the orders', async () => {
  const { id, skuId } = await goodsAt(10_000);
  const never = await goodsAt(10_000);
  const scope = { kind: 'chosen' as const, ...NOTHING, goodsIds: [id, never.id] };
  const fromNow = () => ({ scope, startsAt: new Date(nowMs()).toISOString() });
  const checkOf = async () => (await owner.post('/admin/campaigns/check', discountOf(id, {}, fromNow()))).body.struck;
  expect(await checkOf()).toMatchObject({ none: 2, lower: 0 });
  const cheaper = await publish(discountOf(id, { payPercent: 90 }));
  const order = await app.given.paidOrder([{ skuId, quantity: 2 }]);
  await app.platform.jobs.drain();
  expect((await app.guest.get(`/shop/goods/${id}/prices`)).body.items).toEqual([
    { skuId, priceFen: 10_000, comparedFen: 9000, lowest30Fen: 9000 },
  ]);
  const figures = async () => (await owner.get(`/admin/campaigns/${cheaper.id}/figures`)).body;
  expect(await figures()).toEqual({
    orders: 1,
    buyers: 1,
    newBuyers: 1,
    pieces: 2,
    offFen: 2000,
    salesFen: order.totalFen,
  });
  await owner.post(`/admin/campaigns/${cheaper.id}/stop`);
  expect(await checkOf()).toMatchObject({ none: 1, lower: 1, text: expect.stringContaining('近 7 天成交价低于现价') });
  await publish(discountOf(id, {}, fromNow()));
  const dealOf = async (goodsId: string) => (await app.guest.get(`/shop/goods/${goodsId}`)).body.deal.skus;
  expect(await dealOf(id)).toEqual([{ skuId, priceFen: 8000, struckFen: 9000 }]);
  expect(await dealOf(never.id)).toEqual([{ skuId: never.skuId, priceFen: 8000, struckFen: null }]);
});
