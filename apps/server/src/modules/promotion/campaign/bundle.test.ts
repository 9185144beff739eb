import { afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, nowMs } from '../../../kernel/clock.ts';
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

const goodsAt = async (priceFen: number, stock = 1000) => {
  const goods = await app.given.goods({ pricesFen: [priceFen], stock });
  return { goodsId: goods.id as string, skuId: (goods.skus[0]?.id ?? '') as string };
};
type Item = Awaited<ReturnType<typeof goodsAt>> & { quantity: number };
const bundleOf = (items: Item[], over: object = {}) => ({
  kind: 'bundle',
  name: '套装',
  startsAt: new Date(nowMs() - DAY).toISOString(),
  endsAt: new Date(nowMs() + DAY).toISOString(),
  weekly: null,
  scope: EVERYTHING,
  excludes: [],
  bundle: { pick: null, items, priceFen: 9900, mostSets: null, ...over },
});
async function publish(input: object): Promise<string> {
  const { status, body } = await owner.post('/admin/campaigns', { ...input, publish: true });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

test('a fixed set: shown with the sets that stock allows, put into the cart whole or not at all, and priced as a set', async () => {
  const [tea, cup] = await Promise.all([goodsAt(5000, 9), goodsAt(3000, 3)]);
  const items = [
    { ...tea, quantity: 2 },
    { ...cup, quantity: 1 },
  ];
  const id = await publish(bundleOf(items));
  const page = (await app.guest.get(`/shop/goods/${cup.goodsId}`)).body;
  expect(page.promotions).toMatchObject([{ id, tag: '套装', label: '3 件套装 99 元' }]);
  const { bundle } = (await app.guest.get(`/shop/campaigns/${id}/bundle`)).body;
  expect(bundle).toMatchObject({ pick: null, priceFen: 9900, sets: 3 });
  expect(bundle.items).toMatchObject([
    { skuId: tea.skuId, listFen: 5000, quantity: 2, available: 9 },
    { skuId: cup.skuId, listFen: 3000, quantity: 1, available: 3 },
  ]);
  const goods = (await app.guest.get(`/shop/campaigns/${id}/goods?limit=10`)).body.items;
  expect(goods.map((g: { id: string }) => g.id).toSorted()).toEqual([tea.goodsId, cup.goodsId].toSorted());

  const shopper = await app.given.shopper();
  const set = (n: number) => items.map(({ skuId, quantity }) => ({ skuId, quantity: quantity * n }));
  const cart = await shopper.post('/shop/cart/sets', { lines: set(2) });
  expect(cart).toMatchObject({ status: 200, body: { discountFen: 6200 } });
  expect(cart.body.groups).toMatchObject([{ ref: id, source: 'bundle', offFen: 6200 }]);
  // The cups are short, so the tea does not go in alone.
  const short = await shopper.post('/shop/cart/sets', { lines: set(4) });
  expect(short).toMatchObject({ status: 409, body: { code: 'CART_CANNOT_ADD' } });
  expect(short.body.detail).toContain('整套没有加入');
  expect((await shopper.get('/shop/cart')).body.discountFen).toBe(6200);
  // Pieces beyond whole sets cost what they cost; half a set says what is missing.
  const quote = async (tea2: number, cups: number) =>
    (
      await shopper.post('/shop/quote', {
        lines: [
          { skuId: tea.skuId, quantity: tea2 },
          { skuId: cup.skuId, quantity: cups },
        ],
      })
    ).body;
  expect(await quote(3, 1)).toMatchObject({ discountFen: 3100 });
  expect(await quote(1, 1)).toMatchObject({ discountFen: 0, unmet: [{ ref: id, gapUnits: 1 }] });
  const lines = set(3);
  const order = await shopper.post('/shop/orders', {
    ...{ lines, addressId: shopper.addressId, expectedTotalFen: 29_700, note: '', fromCart: false },
  });
  expect(order.status, JSON.stringify(order.body)).toBe(201);
  expect((await app.guest.get(`/shop/campaigns/${id}/bundle`)).body.bundle.sets).toBe(0);
  await owner.post(`/admin/campaigns/${id}/stop`, {});
  expect((await app.guest.get(`/shop/campaigns/${id}/bundle`)).body).toEqual({ bundle: null });
});

test('a free choice: any so many pieces of its goods for one price, and never dearer than one by one', async () => {
  const [a, b, c] = await Promise.all([goodsAt(4000, 2), goodsAt(3000, 3), goodsAt(100)]);
  const items = [a, b, c].map((item) => ({ ...item, quantity: 1 }));
  const id = await publish(bundleOf(items, { pick: 3, mostSets: 1 }));
  const { bundle } = (await app.guest.get(`/shop/campaigns/${id}/bundle`)).body;
  expect(bundle).toMatchObject({ pick: 3, sets: 335 });
  const off = async (...quantities: number[]) => {
    const lines = [a, b, c].flatMap(({ skuId }, n) => (quantities[n] ? [{ skuId, quantity: quantities[n] }] : []));
    return (await app.guest.post('/shop/quote', { lines })).body.discountFen;
  };
  expect(await off(1, 2)).toBe(100);
  expect(await off(2, 2)).toBe(1100);
  expect(await off(0, 1, 2)).toBe(0);
  expect(await off(2, 0, 1000)).toBe(0);
});

test('what is no set is said at its field, and the check knows the stock of sets and the most that they cost', async () => {
  const [tea, cup] = await Promise.all([goodsAt(6000, 8), goodsAt(5000, 3)]);
  const item = (one: typeof tea, quantity = 1) => ({ ...one, quantity });
  const refused = async (input: object, field: string) => {
    const { status, body } = await owner.post('/admin/campaigns', { ...input, publish: true });
    expect([status, body.errors?.[0]?.field], JSON.stringify(body)).toEqual([400, field]);
    expect(body.errors[0].message).toMatch(/[\u4e00-\u9fff]/);
  };
  await refused(bundleOf([item(tea)]), 'bundle.items');
  await refused(bundleOf([item(tea), item(tea)]), 'bundle.items.1.skuId');
  await refused(bundleOf([item({ ...tea, goodsId: cup.goodsId }), item(cup)]), 'bundle.items.0.skuId');
  await refused(bundleOf([item(tea), item(cup)], { priceFen: 11_000 }), 'bundle.priceFen');
  await refused(bundleOf([item(tea, 2), item(cup)], { pick: 2 }), 'bundle.items.0.quantity');
  await refused(bundleOf([item(tea), item(cup)], { pick: 1 }), 'bundle.pick');
  await refused(bundleOf([]), 'bundle.items');
  const check = await owner.post('/admin/campaigns/check', bundleOf([item(tea, 2), item(cup)]));
  expect(check.body).toMatchObject({ goods: 2, sets: 3, mostFen: 3 * 7100 });
  expect((await owner.get('/admin/campaigns')).body.items.filter((c: { name: string }) => c.name === '坏')).toEqual([]);
});
