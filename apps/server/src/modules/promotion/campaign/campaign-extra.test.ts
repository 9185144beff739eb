import { afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, nowMs } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { refundScene } from '../../../test/refund-scene.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
});
afterEach(async () => expect(await brokenPromises(app)).toEqual([]));
const { refund, settled } = refundScene(() => ({ app, owner }));

const NOTHING = { categoryIds: [], tags: [], exceptGoodsIds: [], exceptCategoryIds: [] };
const plain = (goodsIds: string[]) => ({
  name: '测试活动',
  startsAt: new Date(nowMs() - DAY).toISOString(),
  endsAt: new Date(nowMs() + DAY).toISOString(),
  weekly: null,
  scope: { kind: 'chosen' as const, ...NOTHING, goodsIds },
  excludes: [],
});
const goodsAt = async (priceFen: number, stock = 1000) => {
  const goods = await app.given.goods({ pricesFen: [priceFen], stock });
  return { goodsId: goods.id, skuId: goods.skus[0]?.id ?? '' };
};
const LIMITS = { most: 1, broken: 'keep', quota: null, perPerson: null, returns: true };
type Place = Awaited<ReturnType<typeof goodsAt>>;
const extraOf = (bought: Place, items: (Place & { priceFen: number })[], over: object = {}) => ({
  ...plain([bought.goodsId]),
  kind: 'extra',
  extra: { by: 'amount', from: 10_000, items, ...LIMITS, ...over },
});
async function publish(input: object): Promise<string> {
  const { status, body } = await owner.post('/admin/campaigns', { ...input, publish: true });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}
type Shopper = Caller & { addressId: string };
const place = (shopper: Shopper, skuIds: string[], expectedTotalFen: number) =>
  shopper.post('/shop/orders', {
    lines: skuIds.map((skuId) => ({ skuId, quantity: 1 })),
    ...{ addressId: shopper.addressId, expectedTotalFen, note: '', fromCart: false },
  });
const linesOf = async (orderId: string): Promise<{ id: string; payableFen: number }[]> =>
  (await owner.get(`/admin/orders/${orderId}`)).body.lines;

test('a shopper who has bought enough chooses a gift or something cheaper; the last gift goes to one of twenty', async () => {
  const [bought, gift, cup] = await Promise.all([goodsAt(12_000), goodsAt(3000), goodsAt(5000)]);
  const items = [
    { ...gift, priceFen: 0 },
    { ...cup, priceFen: 990 },
  ];
  const id = await publish(extraOf(bought, items, { quota: 3, perPerson: 1 }));
  const extras = async () => (await app.guest.get(`/shop/campaigns/${id}/extras`)).body;
  expect(await extras()).toMatchObject({
    most: 1,
    items: [
      { skuId: gift.skuId, listFen: 3000, priceFen: 0, isLeft: true },
      { skuId: cup.skuId, listFen: 5000, priceFen: 990, isLeft: true },
    ],
  });
  const page = (await app.guest.get(`/shop/goods/${bought.goodsId}`)).body;
  expect(page.promotions).toMatchObject([{ id, tag: '加价购', label: '满 100 送赠品或低价换购' }]);
  const shoppers = await Promise.all(Array.from({ length: 20 }, () => app.given.shopper()));
  const [first = await app.given.shopper()] = shoppers;
  await first.post('/shop/cart/lines', { skuId: bought.skuId, quantity: 1 });
  await first.post('/shop/cart/lines', { skuId: cup.skuId, quantity: 1 });
  const cart = (await first.get('/shop/cart')).body;
  expect(cart).toMatchObject({ discountFen: 4010, groups: [{ ref: id, source: 'extra', offFen: 4010 }] });
  expect(cart.groups[0].skuIds.toSorted()).toEqual([bought.skuId, cup.skuId].toSorted());
  const answers = await Promise.all(shoppers.map((who) => place(who, [bought.skuId, gift.skuId], 12_000)));
  expect(answers.filter((a) => a.status === 201)).toHaveLength(3);
  for (const { body } of answers.filter((a) => a.status !== 201)) expect(body.code).toBe('PRICE_CHANGED');
  expect((await extras()).items.map((item: { isLeft: boolean }) => item.isLeft)).toEqual([false, false]);
});

test('refunded pieces can be had again by the same person, where the campaign says so', async () => {
  for (const returns of [true, false]) {
    const [bought, gift] = await Promise.all([goodsAt(12_000), goodsAt(3000)]);
    const id = await publish(extraOf(bought, [{ ...gift, priceFen: 100 }], { quota: 5, perPerson: 1, returns }));
    const who = await app.given.shopper();
    const placed = { shopper: who, ...(await place(who, [bought.skuId, gift.skuId], 12_100)).body };
    await app.given.pay(placed);
    const offNow = async () =>
      (await who.post('/shop/quote', { lines: [bought, gift].map(({ skuId }) => ({ skuId, quantity: 1 })) })).body
        .discountFen;
    expect(await offNow()).toBe(0);
    const extra = (await linesOf(placed.id)).find((line) => line.payableFen === 100);
    await refund(placed, [{ lineId: extra?.id ?? '', quantity: 1 }]);
    await settled(placed, ['succeeded']);
    expect(await offNow()).toBe(returns ? 2900 : 0);
    const { items } = (await owner.get('/admin/campaigns')).body;
    expect(items.find((row: { id: string }) => row.id === id)).toMatchObject({ quota: 5, quotaLeft: returns ? 5 : 4 });
  }
});

test('what cannot be given is said at its field, and the check knows what all gifts may cost', async () => {
  const [bought, gift] = await Promise.all([goodsAt(12_000), goodsAt(3000, 7)]);
  const refused = async (input: object, field: string) => {
    const { status, body } = await owner.post('/admin/campaigns', { ...input, publish: true });
    expect([status, body.errors?.[0]?.field], JSON.stringify(body)).toEqual([400, field]);
    expect(body.errors[0].message).toMatch(/[\u4e00-\u9fff]/);
  };
  const item = { ...gift, priceFen: 0 };
  await refused(extraOf(bought, [{ ...item, priceFen: 3000 }]), 'extra.items.0.priceFen');
  await refused(extraOf(bought, [item, item]), 'extra.items.1.skuId');
  await refused(extraOf(bought, [{ ...item, goodsId: bought.goodsId }]), 'extra.items.0.skuId');
  await refused(extraOf(bought, [item], { quota: 1, perPerson: 2 }), 'extra.perPerson');
  await refused(extraOf(bought, []), 'extra.items');
  const check = async (over: object) =>
    (await owner.post('/admin/campaigns/check', extraOf(bought, [item], over))).body;
  expect(await check({})).toMatchObject({ goods: 1, mostFen: 7 * 3000 });
  expect(await check({ quota: 2 })).toMatchObject({ mostFen: 6000, mostText: '名额全部用完时' });
});

test('a refund that breaks a promotion does what the merchant chose, and the shopper reads it before asking', async () => {
  const buy = async (broken: string) => {
    const [bought, other, gift] = await Promise.all([goodsAt(12_000), goodsAt(5000), goodsAt(3000, 10)]);
    await publish(extraOf(bought, [{ ...gift, priceFen: 0 }], { broken }));
    const who = await app.given.shopper();
    const placed = { shopper: who, ...(await place(who, [bought.skuId, other.skuId, gift.skuId], 17_000)).body };
    await app.given.pay(placed);
    const lines = await linesOf(placed.id);
    const lineOf = (fen: number) => ({ lineId: lines.find((l) => l.payableFen === fen)?.id ?? '', quantity: 1 });
    const preview = async (...pieces: { lineId: string; quantity: number }[]) =>
      (await who.post(`/shop/orders/${placed.id}/refund-preview`, { lines: pieces })).body;
    let asks = 0;
    const ask = async (...pieces: { lineId: string; quantity: number }[]) => {
      const body = { lines: pieces, reason: '不想要了' };
      const asked = await who.post(`/shop/orders/${placed.id}/refunds`, body);
      expect(asked.status, JSON.stringify(asked.body)).toBe(201);
      const agreed = await owner.post(`/admin/refunds/${asked.body.id}/approval`, {});
      expect(agreed.status, JSON.stringify(agreed.body)).toBe(200);
      asks += agreed.body.amountFen > 0 ? 1 : 0;
      await settled(
        placed,
        Array.from({ length: asks }, () => 'succeeded'),
      );
      return agreed.body;
    };
    return { placed, who, gift, dear: lineOf(12_000), plain: lineOf(5000), free: lineOf(0), preview, ask };
  };

  const back = await buy('back');
  expect(await back.preview(back.plain)).toMatchObject({ amountFen: 5000, keptFen: 0, terms: [], also: [] });
  expect(await back.preview(back.dear)).toMatchObject({
    ...{ amountFen: 12_000, keptFen: 0, also: [back.free] },
    terms: ['退款后不再满足「满 100 送赠品」，赠品一并退回'],
  });
  const agreed = await back.ask(back.dear);
  expect(agreed.lines.map((l: { lineId: string }) => l.lineId).toSorted()).toEqual(
    [back.dear.lineId, back.free.lineId].toSorted(),
  );
  const giftLeft = (await app.guest.get(`/shop/goods/${back.gift.goodsId}`)).body.skus[0].available;
  expect(giftLeft).toBe(10);
  await back.ask(back.plain);
  expect((await back.who.get(`/shop/orders/${back.placed.id}`)).body.state).toBe('refunded');

  const deduct = await buy('deduct');
  const text = '退款后不再满足「满 100 送赠品」，保留赠品将从退款中扣除 ¥30.00';
  expect(await deduct.preview(deduct.dear)).toMatchObject({ amountFen: 9000, keptFen: 3000, terms: [text], also: [] });
  expect(await deduct.preview(deduct.dear, deduct.free)).toMatchObject({ amountFen: 12_000, keptFen: 0, terms: [] });
  const staff = { lines: [deduct.dear], waived: true };
  const waived = await owner.post(`/admin/orders/${deduct.placed.id}/refund-preview`, staff);
  expect(waived.body).toMatchObject({ amountFen: 12_000, keptFen: 0, terms: [] });
  expect(await deduct.ask(deduct.dear)).toMatchObject({ amountFen: 9000, keptFen: 3000, terms: [text] });
  // The gift goes back after all: what it was counted for is given then.
  expect(await deduct.ask(deduct.free)).toMatchObject({ amountFen: 3000, keptFen: -3000 });
  expect(await deduct.ask(deduct.plain)).toMatchObject({ amountFen: 5000, keptFen: 0 });

  const keep = await buy('keep');
  expect(await keep.preview(keep.dear)).toMatchObject({ amountFen: 12_000, keptFen: 0, terms: [], also: [] });
});

test('goods that stay after a refund get the reduction that they still reach, where the campaign says so', async () => {
  const [a, b] = await Promise.all([goodsAt(10_000), goodsAt(5000)]);
  const steps = [{ from: 15_000, offFen: 3000, payPercent: null }];
  const rule = { by: 'amount', steps, repeats: false, capFen: null, broken: 'deduct' };
  await publish({ ...plain([a.goodsId, b.goodsId]), kind: 'reduction', reduction: rule });
  const who = await app.given.shopper();
  const placed = { shopper: who, ...(await place(who, [a.skuId, b.skuId], 12_000)).body };
  await app.given.pay(placed);
  const lines = await linesOf(placed.id);
  const dear = { lineId: lines.find((l) => l.payableFen === 8000)?.id ?? '', quantity: 1 };
  const preview = (await who.post(`/shop/orders/${placed.id}/refund-preview`, { lines: [dear] })).body;
  expect(preview).toMatchObject({ amountFen: 7000, keptFen: 1000 });
  expect(preview.terms[0]).toContain('多减的 ¥10.00 从退款中扣除');
});
