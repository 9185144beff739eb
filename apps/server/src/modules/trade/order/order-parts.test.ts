import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { move, reserve } from '../../../platform/ledger/index.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { type Bought, refundScene } from '../../../test/refund-scene.ts';
import type { Caller } from '../../../test/world.ts';
import { cart } from '../cart/index.ts';
import type { Offer, PriceRule } from '../pricing/pricing.slots.ts';
import { priceRules } from '../pricing/pricing.slots.ts';
import { type OrderReturned, orderReturned, orderTurned } from './order.slots.ts';

let app: StartedApp;
let owner: Caller;
/** What the shop takes off in the test that runs. */
let offers: (lines: readonly { skuId: string; fen: number; quantity: number }[]) => Partial<Offer>[] = () => [];
const quotaAccount = 'quota/test';
let turned: string[] = [];
let returned: OrderReturned[] = [];

const rule: PriceRule = {
  name: 'test',
  facts: async (_db, _tenantId, baskets) => baskets.map(() => true),
  steps: (['reduction', 'coupon', 'freight'] as const).map((stage) => ({
    stage,
    offers: (draft) => ({
      offers: offers(draft.lines)
        .map((o) => ({
          source: stage,
          ref: '00000000-0000-4000-8000-000000000001',
          label: '立减',
          group: 'test',
          excludes: [],
          takes: [],
          ...o,
        }))
        .filter((o) => o.source === stage),
    }),
  })),
};

beforeAll(async () => {
  const { register } = cart;
  vi.spyOn(cart, 'register').mockImplementation((platform) => {
    platform.slots.fill(priceRules, rule);
    platform.slots.fill(orderTurned, {
      placed: async (_tx, _tenant, orders) => turned.push(...orders.map((o) => `placed ${o.orderId}`)),
      paid: async (_tx, _tenant, ids) => turned.push(...ids.map((id) => `paid ${id}`)),
      closed: async (_tx, _tenant, ids) => turned.push(...ids.map((id) => `closed ${id}`)),
    });
    platform.slots.fill(orderReturned, async (_tx, _tenant, r) => {
      returned.push(r);
      const isBack = r.wholly && r.parts.some((p) => p.source === 'coupon');
      return isBack ? [{ id: `return/${r.caseId}`, legs: [move('right', 'world/rights', 'right/back', 1)] }] : [];
    });
    return register(platform);
  });
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
});
beforeEach(() => {
  offers = () => [];
  turned = [];
  returned = [];
});
afterEach(async () => expect(await brokenPromises(app)).toEqual([]));
const { bought, detail, adminDetail, refund, ship, settled, backFen, available } = refundScene(() => ({ app, owner }));

const off = (fen: number, over: Partial<Offer> = {}) => {
  offers = ([first, ...others]) =>
    first ? [{ takes: [first, ...others].map((l) => ({ skuId: l.skuId, fen })), source: 'reduction', ...over }] : [];
};
const sku = async (priceFen = 2900) => (await app.given.goods({ stock: 20, pricesFen: [priceFen] })).skus[0]!.id;
const wish = { note: '', fromCart: false };
/** Places at the quoted total. */
async function place(shopper: Caller & { addressId: string }, lines: { skuId: string; quantity: number }[], more = {}) {
  const quote = (await shopper.post('/shop/quote', { lines, ...more })).body;
  const body = { lines, addressId: shopper.addressId, expectedTotalFen: quote.totalFen, ...wish, ...more };
  return { quote, placed: await shopper.post('/shop/orders', body) };
}
const ledger = async (account: string) =>
  (await app.sql.query('select balance, reserved from ledger_account where id = $1', [account])).rows[0];

test('what was taken off is frozen with the order, and shopper and staff read the same', async () => {
  const skuId = await sku();
  off(333, { label: '每件立减' });
  const { quote, placed } = await place(await app.given.shopper(), [{ skuId, quantity: 3 }]);
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  expect(quote.parts).toEqual([
    { source: 'goods', ref: null, label: '商品金额', fen: 8700 },
    { source: 'reduction', ref: '00000000-0000-4000-8000-000000000001', label: '每件立减', fen: -333 },
    { source: 'freight', ref: null, label: '运费', fen: 800 },
  ]);
  offers = () => [];
  const order = await adminDetail({ id: placed.body.id } as Bought);
  expect(order.parts).toEqual(quote.parts);
  expect(order.lines[0].parts).toEqual(quote.lines[0].parts);
  expect(order).toMatchObject({ totalFen: quote.totalFen, discountFen: 333 });
});

test('refunds piece by piece, in any sequence, give back exactly what was paid, and each part its whole', async () => {
  off(1001, { source: 'coupon', ref: '00000000-0000-4000-8000-000000000002' });
  const order = await bought([1999, 2999], 3);
  const [a, b] = order.lines.map((l) => l.id);
  for (const lineId of [b, a, a, b, b, a])
    expect((await refund(order, [{ lineId: lineId as string, quantity: 1 }])).status).toBe(201);
  await settled(order, Array(6).fill('succeeded'));
  expect(backFen(order)).toBe(order.totalFen);
  expect(await detail(order)).toMatchObject({ state: 'refunded', refundedFen: order.totalFen });
  const { rows } = await app.sql.query(
    'select fen, returned_fen, units, returned_units from order_part where order_id = $1 order by nth',
    [order.id],
  );
  expect(rows).toEqual(Array(2).fill({ fen: 1001, returned_fen: 1001, units: 3, returned_units: 3 }));
  expect(returned.map((r) => r.wholly)).toEqual([false, false, false, false, false, true]);
  expect(returned.map((r) => r.parts.map((p) => p.nowFen))).toEqual([[333], [333], [334], [334], [334], [334]]);
  expect(returned.flatMap((r) => r.parts).reduce((sum, p) => sum + p.nowFen, 0)).toBe(2002);
  // What its owner gave back stands in the book beside the money.
  expect(await ledger('right/back')).toEqual({ balance: 1, reserved: 0 });
});

test('a quota is reserved with the stock, settled when paid, back when closed, and never exceeded', async () => {
  const skuId = await sku();
  const lack = { lackCode: 'QUOTA_GONE', message: '活动名额已用完' };
  off(100, {
    legs: ({ units }) => [reserve('right', quotaAccount, 'world/quota', units, lack)],
    opens: [{ id: quotaAccount, floor: -5 }],
  });
  const lines = [{ skuId, quantity: 2 }];
  const [first, second] = [await app.given.shopper(), await app.given.shopper()];
  const one = await place(first, lines);
  expect(one.placed.status).toBe(201);
  // Without a quote before, nobody knows which accounts it will need: it is placed all the same.
  const body = { lines, addressId: second.addressId, expectedTotalFen: one.quote.totalFen, ...wish };
  const two = await second.post('/shop/orders', body);
  expect(two.status, JSON.stringify(two.body)).toBe(201);
  expect(await ledger(quotaAccount)).toEqual({ balance: 0, reserved: 4 });
  const three = (await place(first, lines)).placed;
  expect([three.status, three.body.code, three.body.detail]).toEqual([409, 'QUOTA_GONE', '活动名额已用完']);
  await first.post(`/shop/orders/${one.placed.body.id}/cancellation`, { reason: '' });
  await app.given.pay({ shopper: second, ...two.body });
  expect(await ledger(quotaAccount)).toEqual({ balance: -2, reserved: 0 });
  expect(turned).toEqual([
    `placed ${one.placed.body.id}`,
    `placed ${two.body.id}`,
    `closed ${one.placed.body.id}`,
    `paid ${two.body.id}`,
  ]);
});

test('the last of a quota goes to as many as it has, however many come at once', async () => {
  const skuId = await sku();
  const account = 'quota/crowd';
  off(100, {
    legs: () => [reserve('right', account, 'world/quota', 1, { lackCode: 'QUOTA_GONE' })],
    opens: [{ id: account, floor: -4 }],
  });
  const shoppers = await Promise.all(Array.from({ length: 12 }, () => app.given.shopper()));
  const answers = await Promise.all(shoppers.map((s) => place(s, [{ skuId, quantity: 1 }])));
  expect(answers.map((a) => a.placed.body.code ?? 'placed').sort()).toEqual([
    ...Array(8).fill('QUOTA_GONE'),
    ...Array(4).fill('placed'),
  ]);
  expect(await ledger(account)).toEqual({ balance: 0, reserved: 4 });
});

test('an order of nothing to pay is paid at once, without WeChat, and can be shipped', async () => {
  const skuId = await sku(9900);
  off(1_000_000);
  const shopper = await app.given.shopper();
  const { quote, placed } = await place(shopper, [{ skuId, quantity: 1 }]);
  expect(quote).toMatchObject({ totalFen: 0, freightFen: 0, canOrder: true });
  expect(placed.body).toMatchObject({ state: 'paid', totalFen: 0 });
  const order = { shopper, ...placed.body };
  const shown = await detail(order);
  expect(shown).toMatchObject({ state: 'paid', transactionId: null, closesAt: null });
  expect(shown.timeline.map((t: { kind: string; text: string }) => [t.kind, t.text])).toEqual([
    ['placed', '提交订单'],
    ['paid', '无需付款'],
  ]);
  expect(turned).toEqual([`placed ${order.id}`, `paid ${order.id}`]);
  expect((await shopper.post(`/shop/orders/${order.id}/payment`, { method: 'jsapi' })).status).toBe(409);
  expect((await shopper.get('/shop/orders?state=paid')).body.items.map((o: { id: string }) => o.id)).toEqual([
    order.id,
  ]);
  expect((await ship(order)).body).toMatchObject({ state: 'shipped' });
  expect((await shopper.post(`/shop/orders/${order.id}/receipt`)).body.state).toBe('received');
  // The same key again finds the order as it is.
  expect(await app.sql.query('select 1 from payment where subject_id = $1', [order.id])).toMatchObject({ rowCount: 0 });
});

test('what cost nothing goes back without money: the pieces are on the shelf again, and the last of them ends the order', async () => {
  const goods = await app.given.goods({ stock: 20, pricesFen: [5000, 5000] });
  off(1_000_000);
  const shopper = await app.given.shopper();
  const lines = goods.skus.map((s) => ({ skuId: s.id, quantity: 2 }));
  const { placed } = await place(shopper, lines);
  const order = { shopper, ...placed.body, goodsId: goods.id } as Bought;
  order.lines = (await detail(order)).lines;
  expect(await available(goods.id)).toEqual([18, 18]);
  const part = await refund(order, [{ lineId: order.lines[0]!.id, quantity: 2 }]);
  expect(part.body, JSON.stringify(part.body)).toMatchObject({ state: 'succeeded', amountFen: 0 });
  expect((await detail(order)).state).toBe('paid');
  expect(await available(goods.id)).toEqual([20, 18]);
  const rest = await refund(order, [{ lineId: order.lines[1]!.id, quantity: 2 }]);
  expect(rest.body.state).toBe('succeeded');
  expect((await detail(order)).state).toBe('refunded');
  expect(await available(goods.id)).toEqual([20, 20]);
});

test('coupons are used as the shopper wishes, and a total that differs from what was seen is refused', async () => {
  const skuId = await sku();
  const id = '00000000-0000-4000-8000-000000000001';
  off(500, { source: 'coupon', ref: id, label: '5 元券', coupon: true });
  const shopper = await app.given.shopper();
  const lines = [{ skuId, quantity: 1 }];
  const quotes = await Promise.all(
    ['best', 'none', [id], []].map(async (coupons) => (await shopper.post('/shop/quote', { lines, coupons })).body),
  );
  expect(quotes.map((q) => q.totalFen)).toEqual([3200, 3700, 3200, 3700]);
  expect(quotes[0].coupons).toMatchObject({ best: true, usable: [{ ref: id, fen: 500, chosen: true, note: null }] });
  expect(quotes[1].coupons).toMatchObject({ best: false, usable: [{ ref: id, fen: 500, chosen: false }] });
  const body = { lines, addressId: shopper.addressId, expectedTotalFen: 3200, ...wish };
  const refused = await shopper.post('/shop/orders', { ...body, coupons: 'none' });
  expect([refused.body.code, refused.body.facts.totalFen]).toEqual(['PRICE_CHANGED', 3700]);
  expect((await shopper.post('/shop/orders', { ...body, coupons: [id] })).status).toBe(201);
  expect((await app.guest.post('/shop/quote', { lines })).body.totalFen).toBe(3200);
  expect((await shopper.post('/shop/quote', { lines, coupons: ['x'] })).status).toBe(400);
});

test('the cart sums up what the selected lines cost after what is taken off, and only those', async () => {
  const [a, b] = [await sku(8000), await sku(3000)];
  off(700);
  const shopper = await app.given.shopper();
  await shopper.post('/shop/cart/lines', { skuId: a, quantity: 2 });
  const { body } = await shopper.post('/shop/cart/lines', { skuId: b, quantity: 1 });
  expect(body).toMatchObject({ selectedFen: 19_000 - 1400, discountFen: 1400, unmet: [] });
  const one = (await shopper.send('PUT', `/shop/cart/lines/${b}`, { quantity: 1, selected: false })).body;
  expect(one).toMatchObject({ selectedFen: 16_000 - 700, discountFen: 700, selectedCount: 2 });
  const none = (await shopper.send('PUT', '/shop/cart/selection', { selected: false })).body;
  expect(none).toMatchObject({ selectedFen: 0, discountFen: 0, selectedCount: 0 });
});

test('a reduction that would cost more in freight than it takes off is left out, and says so', async () => {
  const skuId = await sku(10_000);
  off(500);
  const quote = (await app.guest.post('/shop/quote', { lines: [{ skuId, quantity: 1 }] })).body;
  expect(quote).toMatchObject({ totalFen: 10_000, discountFen: 0, freightFen: 0 });
  expect(quote.unmet).toEqual([
    { source: 'reduction', ref: '00000000-0000-4000-8000-000000000001', label: '立减', reason: '不使用时合计更低' },
  ]);
});

test('freight that a coupon takes off stands in the order by itself, and the rest goes back with the last piece', async () => {
  offers = () => [{ source: 'freight', ref: 'f1', label: '运费券', freightFen: 500 }];
  const order = await bought([1900], 1);
  expect(order.totalFen).toBe(1900 + 300);
  expect((await detail(order)).parts.slice(1)).toEqual([
    { source: 'freight', ref: null, label: '运费', fen: 800 },
    { source: 'freight', ref: 'f1', label: '运费券', fen: -500 },
  ]);
  await refund(order, [{ lineId: order.lines[0]!.id, quantity: 1 }]);
  await settled(order, ['succeeded']);
  expect(backFen(order)).toBe(2200);
  expect(returned.at(-1)).toMatchObject({ wholly: true, parts: [{ lineId: null, fen: 500, nowFen: 500 }] });
});
