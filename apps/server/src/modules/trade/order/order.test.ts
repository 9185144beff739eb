import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { DAY, MINUTE } from '../../../kernel/clock.ts';
import { Connection } from '../../../platform/db/connection.ts';
import { openSecondShop, type StartedApp, startAppForFile } from '../../../test/app.ts';
import { fingerprint } from '../../../test/fingerprint.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { later, timersRun } from '../../../test/later.ts';
import { SOME_ID } from '../../../test/samples.ts';
import { type Caller, OWNER } from '../../../test/world.ts';

let app: StartedApp;
beforeAll(async () => {
  app = await startAppForFile();
  await openSecondShop(app);
});
afterEach(async () => expect(await brokenPromises(app)).toEqual([]));

const PRICE = 5900;
type Shopper = Awaited<ReturnType<StartedApp['given']['shopper']>>;
interface Line {
  skuId: string;
  quantity: number;
}

async function oneSku(stock: number, priceFen = PRICE) {
  const goods = await app.given.goods({ stock, pricesFen: [priceFen] });
  return { goodsId: goods.id, skuId: goods.skus[0]!.id };
}
const bodyOf = (shopper: Shopper, lines: Line[], expectedTotalFen: number) => ({
  lines,
  addressId: shopper.addressId,
  expectedTotalFen,
  note: '',
  fromCart: false,
});
const place = (shopper: Shopper, lines: Line[], totalFen: number, key?: string) =>
  shopper.post('/shop/orders', bodyOf(shopper, lines, totalFen), key);
const available = async (goodsId: string): Promise<number> =>
  (await app.guest.get(`/shop/goods/${goodsId}`)).body.skus[0].available;
const ordersOf = async (shopper: Caller): Promise<{ id: string; state: string }[]> =>
  (await shopper.get('/shop/orders')).body.items;
const stateOf = async (shopper: Caller, id: string): Promise<string> =>
  (await shopper.get(`/shop/orders/${id}`)).body.state;

test('a stale price is refused with the new total, and nothing is placed or held', async () => {
  const { goodsId, skuId } = await oneSku(5);
  const shopper = await app.given.shopper();
  const lines = [{ skuId, quantity: 2 }];
  const before = await fingerprint(app);
  for (const stale of [2 * PRICE - 1, 2 * PRICE + 1, 0]) {
    const refused = await place(shopper, lines, stale);
    expect([refused.status, refused.body.code]).toEqual([409, 'PRICE_CHANGED']);
    expect(refused.body.facts).toMatchObject({ totalFen: 2 * PRICE, expectedTotalFen: stale });
  }
  expect(await fingerprint(app)).toEqual(before);
  expect(await ordersOf(shopper)).toEqual([]);
  expect(await available(goodsId)).toBe(5);
  expect((await place(shopper, lines, 2 * PRICE)).status).toBe(201);
});

test('a price raised in the console between quote and placing is noticed', async () => {
  const { goodsId, skuId } = await oneSku(5);
  const shopper = await app.given.shopper();
  const lines = [{ skuId, quantity: 2 }];
  const seen = (await shopper.post('/shop/quote', { lines })).body.totalFen;
  await app.sql.query('update catalog_sku set price_fen = price_fen + 100 where id = $1', [skuId]);
  const refused = await place(shopper, lines, seen);
  expect([refused.status, refused.body.code]).toEqual([409, 'PRICE_CHANGED']);
  expect(refused.body.facts.totalFen).toBe(2 * PRICE + 200);
  expect(await available(goodsId)).toBe(5);
});

test('what is sold out, short, off the shelf or unknown is refused with its line, and nothing is placed', async () => {
  const [empty, few, off] = [await oneSku(0), await oneSku(3), await oneSku(5)];
  const owner = await app.given.owner();
  expect((await owner.post('/admin/goods/state', { ids: [off.goodsId], state: 'off' })).status).toBeLessThan(300);
  const shopper = await app.given.shopper();
  const before = await fingerprint(app);
  for (const [line, trouble] of [
    [{ skuId: empty.skuId, quantity: 1 }, 'sold-out'],
    [{ skuId: few.skuId, quantity: 4 }, 'short'],
    [{ skuId: off.skuId, quantity: 1 }, 'off'],
    [{ skuId: SOME_ID, quantity: 1 }, 'gone'],
  ] as const) {
    const refused = await place(shopper, [line], line.quantity * PRICE);
    expect([refused.status, refused.body.code], trouble).toEqual([409, 'LINES_INVALID']);
    expect(refused.body.facts.lines).toMatchObject([{ skuId: line.skuId, trouble }]);
  }
  expect(await fingerprint(app)).toEqual(before);
});

test('one line without stock refuses the whole order: nothing of the other lines is held', async () => {
  const [plenty, none] = [await oneSku(5), await oneSku(0)];
  const shopper = await app.given.shopper();
  const lines = [
    { skuId: plenty.skuId, quantity: 1 },
    { skuId: none.skuId, quantity: 1 },
  ];
  expect((await place(shopper, lines, 2 * PRICE)).body.code).toBe('LINES_INVALID');
  expect(await available(plenty.goodsId)).toBe(5);
});

test('the same SKU in two lines counts together', async () => {
  const { goodsId, skuId } = await oneSku(3);
  const shopper = await app.given.shopper();
  const twice = [
    { skuId, quantity: 2 },
    { skuId, quantity: 2 },
  ];
  const refused = await place(shopper, twice, 4 * PRICE);
  expect(refused.status, JSON.stringify(refused.body)).toBeGreaterThanOrEqual(400);
  expect(refused.status).toBeLessThan(500);
  expect(await available(goodsId)).toBe(3);
  expect(await ordersOf(shopper)).toEqual([]);
});

test('a quantity that is zero, negative, huge, fractional or no number is refused and changes nothing', async () => {
  const { skuId } = await oneSku(5);
  const shopper = await app.given.shopper();
  const before = await fingerprint(app);
  for (const quantity of [0, -1, 10_000, 2 ** 31, 1e21, Number.MAX_SAFE_INTEGER, 1.5, '1', null, true, [1]]) {
    const answer = await place(shopper, [{ skuId, quantity: quantity as number }], PRICE);
    expect([answer.status, answer.body.code], String(quantity)).toEqual([400, 'BAD_INPUT']);
  }
  expect(await fingerprint(app)).toEqual(before);
});

test('an order beyond the largest amount is refused with a clear code, not with an overflow', async () => {
  const { goodsId, skuId } = await oneSku(9999, 900_000_00);
  const shopper = await app.given.shopper();
  const answer = await place(shopper, [{ skuId, quantity: 9999 }], 1_000_000_000);
  expect([answer.status, answer.body.code]).toEqual([400, 'TOTAL_TOO_LARGE']);
  expect(await available(goodsId)).toBe(9999);
});

test("an address that is not the shopper's is refused and nothing is held", async () => {
  const { goodsId, skuId } = await oneSku(5);
  const [shopper, other] = [await app.given.shopper(), await app.given.shopper()];
  for (const addressId of [other.addressId, SOME_ID]) {
    const body = { ...bodyOf(shopper, [{ skuId, quantity: 2 }], 2 * PRICE), addressId };
    const answer = await shopper.post('/shop/orders', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'ADDRESS_MISSING']);
  }
  expect(await available(goodsId)).toBe(5);
});

test('a placing repeated with its key, in turn or ten times at once, is one order', async () => {
  const { goodsId, skuId } = await oneSku(50);
  const shopper = await app.given.shopper();
  const lines = [{ skuId, quantity: 2 }];
  const first = await place(shopper, lines, 2 * PRICE, 'key-in-turn');
  const again = await place(shopper, lines, 2 * PRICE, 'key-in-turn');
  expect(again).toMatchObject({ status: 201, body: first.body });
  const burst = await Promise.all(Array.from({ length: 10 }, () => place(shopper, lines, 2 * PRICE, 'key-at-once')));
  expect(burst.map((b) => b.status)).toEqual(Array.from({ length: 10 }, () => 201));
  expect(new Set(burst.map((b) => b.body.id)).size).toBe(1);
  expect((await ordersOf(shopper)).map((o) => o.id).sort()).toEqual([first.body.id, burst[0]!.body.id].sort());
  expect(await available(goodsId)).toBe(50 - 2 * 2);
});

test('a repeat of the order that took the last pieces finds it, although nothing is left', async () => {
  const { skuId } = await oneSku(2);
  const shopper = await app.given.shopper();
  const lines = [{ skuId, quantity: 2 }];
  const first = await place(shopper, lines, 2 * PRICE, 'the-last-pieces');
  expect(first.status).toBe(201);
  expect(await place(shopper, lines, 2 * PRICE, 'the-last-pieces')).toMatchObject({ status: 201, body: first.body });
  expect((await place(shopper, lines, 2 * PRICE)).body.code).toBe('LINES_INVALID');
});

test('one key for two different orders is refused; the same key of another shopper is another order', async () => {
  const { goodsId, skuId } = await oneSku(50);
  const [shopper, other] = [await app.given.shopper(), await app.given.shopper()];
  const first = await place(shopper, [{ skuId, quantity: 2 }], 2 * PRICE, 'a-shared-key');
  const changed = await place(shopper, [{ skuId, quantity: 3 }], 3 * PRICE, 'a-shared-key');
  expect([changed.status, changed.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  const others = await place(other, [{ skuId, quantity: 2 }], 2 * PRICE, 'a-shared-key');
  expect(others.status).toBe(201);
  expect(others.body.id).not.toBe(first.body.id);
  expect(await available(goodsId)).toBe(46);
});

test('an unpaid order closes after 30 minutes, not before, and its stock can be sold again', async () => {
  const { goodsId, skuId } = await oneSku(5);
  const order = await app.given.order([{ skuId, quantity: 5 }]);
  expect(await available(goodsId)).toBe(0);
  // The job rings early: the order is not due.
  await timersRun(app);
  expect(await stateOf(order.shopper, order.id)).toBe('unpaid');
  later(app, 29 * MINUTE);
  await rings('order.close-unpaid', order.id);
  expect(await stateOf(order.shopper, order.id)).toBe('unpaid');
  later(app, 30 * MINUTE + 1000);
  await rings('order.close-unpaid', order.id);
  expect((await order.shopper.get(`/shop/orders/${order.id}`)).body).toMatchObject({
    state: 'closed',
    closeReason: '超时未支付',
  });
  expect(await available(goodsId)).toBe(5);
  const buyer = await app.given.order([{ skuId, quantity: 5 }]);
  expect(await stateOf(buyer.shopper, buyer.id)).toBe('unpaid');
});

/** A timer of the order rings once more, as after a crash. */
async function rings(task: 'order.close-unpaid' | 'order.auto-receive', orderId: string): Promise<void> {
  const payload = JSON.stringify({ tenantId: 1, data: { orderId, orderIds: [orderId] } });
  await app.sql.query('select graphile_worker.add_job($1, $2::json)', [task, payload]);
  await app.platform.jobs.drain();
}

test('cancelling frees the stock once, however often it is said; a paid order cannot be cancelled', async () => {
  const { goodsId, skuId } = await oneSku(5);
  const order = await app.given.order([{ skuId, quantity: 2 }]);
  const cancel = () => order.shopper.post(`/shop/orders/${order.id}/cancellation`, { reason: '不想要了' });
  const answers = await Promise.all([cancel(), cancel(), cancel()]);
  expect(answers.map((a) => [a.status, a.body.state])).toEqual(Array.from({ length: 3 }, () => [200, 'closed']));
  expect(await available(goodsId)).toBe(5);
  const paid = await app.given.paidOrder([{ skuId, quantity: 2 }]);
  const refused = await paid.shopper.post(`/shop/orders/${paid.id}/cancellation`, { reason: '' });
  expect([refused.status, refused.body.code]).toEqual([409, 'ORDER_STATE']);
  expect(await available(goodsId)).toBe(3);
});

/** What can be done to an order by its id. */
const DOINGS: [string, (who: Caller, id: string) => ReturnType<Caller['post']>][] = [
  ['read', (who, id) => who.get(`/shop/orders/${id}`)],
  ['cancel', (who, id) => who.post(`/shop/orders/${id}/cancellation`, { reason: '' })],
  ['pay', (who, id) => who.post(`/shop/orders/${id}/payment`, { method: 'jsapi' })],
  ['ask for the payment', (who, id) => who.get(`/shop/orders/${id}/payment`)],
  ['receive', (who, id) => who.post(`/shop/orders/${id}/receipt`)],
  [
    'refund',
    (who, id) => who.post(`/shop/orders/${id}/refunds`, { lines: [{ lineId: SOME_ID, quantity: 1 }], reason: '无' }),
  ],
  [
    'preview a refund',
    (who, id) => who.post(`/shop/orders/${id}/refund-preview`, { lines: [{ lineId: SOME_ID, quantity: 1 }] }),
  ],
];

test("another shopper's order is not found, whatever is tried, and stays as it is", async () => {
  const { skuId } = await oneSku(9);
  const orders = [await app.given.order([{ skuId, quantity: 2 }]), await app.given.paidOrder([{ skuId, quantity: 2 }])];
  const thief = await app.given.shopper();
  const before = await fingerprint(app);
  for (const { id } of orders)
    for (const [what, attempt] of DOINGS) expect((await attempt(thief, id)).status, what).toBe(404);
  expect(await fingerprint(app)).toEqual(before);
  expect(await ordersOf(thief)).toEqual([]);
});

test("another tenant's order is not found, neither by its shoppers nor by its staff, and cannot be bought from", async () => {
  const { skuId } = await oneSku(9);
  const order = await app.given.paidOrder([{ skuId, quantity: 2 }]);
  const abroad = (url: string, payload: object) =>
    app.platform.http.server.inject({
      method: 'POST',
      url,
      payload,
      headers: { host: 'shop2.test', 'idempotency-key': 'abroad-1' },
    });
  const login = await abroad('/admin/session', { login: OWNER.login, password: OWNER.password });
  const { code } = app.sandbox.control.login('隔壁老王');
  const session = await abroad('/shop/session', { channel: 'weapp', code });
  expect([login.statusCode, session.statusCode]).toEqual([200, 200]);
  const [staff, shopper] = [app.as(login.json().token), app.as(session.json().token)];
  const before = await fingerprint(app);
  for (const [what, attempt] of DOINGS) expect((await attempt(shopper, order.id)).status, what).toBe(404);
  const line = { lines: [{ lineId: SOME_ID, quantity: 1 }] };
  for (const [what, answer] of [
    ['read', await staff.get(`/admin/orders/${order.id}`)],
    ['ship', await staff.post(`/admin/orders/${order.id}/shipment`, { carrier: 'ZTO', trackingNumber: 'ZT123456789' })],
    ['refund', await staff.post(`/admin/orders/${order.id}/refunds`, { ...line, reason: '无' })],
    ['preview', await staff.post(`/admin/orders/${order.id}/refund-preview`, line)],
    ['note', await staff.send('PUT', `/admin/orders/${order.id}/note`, { note: '改' })],
  ] as const)
    expect(answer.status, what).toBe(404);
  expect((await staff.get('/admin/orders')).body.items).toEqual([]);
  const quote = (await shopper.post('/shop/quote', { lines: [{ skuId, quantity: 1 }] })).body;
  expect(quote).toMatchObject({ canOrder: false, lines: [{ trouble: 'gone' }] });
  expect(await fingerprint(app)).toEqual(before);
});

test('who comes after the last piece is refused before anything is locked; its buyer asks again and is told the order, and new stock sells', async () => {
  const { skuId } = await oneSku(1);
  const [first, second] = [await app.given.shopper(), await app.given.shopper()];
  const lines = [{ skuId, quantity: 1 }];
  const placed = await place(first, lines, PRICE + 800, 'the-last-piece');
  expect(placed.status).toBe(201);
  expect((await place(second, lines, PRICE + 800)).body.code).toBe('LINES_INVALID');
  const begin = vi.spyOn(Connection.prototype, 'begin');
  const late = await place(second, lines, PRICE + 800);
  expect([late.status, late.body.facts.lines]).toMatchObject([409, [{ skuId, trouble: 'sold-out' }]]);
  expect(begin).not.toHaveBeenCalled();
  begin.mockRestore();
  expect((await place(first, lines, PRICE + 800, 'the-last-piece')).body).toEqual(placed.body);
  const owner = await app.given.owner();
  const received = { change: 1, reason: 'receive', note: '' };
  expect((await owner.post(`/admin/stock/${skuId}/changes`, received)).status).toBeLessThan(300);
  expect((await place(second, lines, PRICE + 800)).status).toBe(201);
});

test('sixty buyers of a hot SKU with twenty pieces: exactly twenty orders, forty clear refusals', async () => {
  const { goodsId, skuId } = await oneSku(20);
  const buyers = await Promise.all(Array.from({ length: 60 }, () => app.given.shopper()));
  const answers = await Promise.all(buyers.map((b) => place(b, [{ skuId, quantity: 1 }], PRICE + 800)));
  const placed = answers.filter((a) => a.status === 201);
  expect(placed).toHaveLength(20);
  const refused = answers.filter((a) => a.status === 409);
  expect(refused).toHaveLength(40);
  expect(refused.every((a) => ['STOCK_SHORT', 'LINES_INVALID'].includes(a.body.code))).toBe(true);
  expect(await available(goodsId)).toBe(0);
  const { rows } = await app.sql.query(
    `select count(*)::int as orders, sum(quantity)::int as pieces from order_line where sku_id = $1`,
    [skuId],
  );
  expect(rows).toEqual([{ orders: 20, pieces: 20 }]);
});

test('goods on their way are received by the timer after the days that the shop set, and not before', async () => {
  const { skuId } = await oneSku(5);
  const order = await app.given.paidOrder([{ skuId, quantity: 2 }]);
  const owner = await app.given.owner();
  const parcel = { carrier: 'ZTO', trackingNumber: 'ZT123456789' };
  const shipped = await owner.post(`/admin/orders/${order.id}/shipment`, parcel);
  expect(shipped.status, JSON.stringify(shipped.body)).toBe(201);
  const { receiveBy } = (await order.shopper.get(`/shop/orders/${order.id}`)).body;
  const days = Math.round((Date.parse(receiveBy) - Date.now()) / DAY);
  expect(days).toBeGreaterThanOrEqual(7);
  await timersRun(app);
  expect(await stateOf(order.shopper, order.id)).toBe('shipped');
  later(app, days * DAY + MINUTE);
  await rings('order.auto-receive', order.id);
  const { rows: received } = await app.sql.query(
    'select status, received_at is not null as at from order_head where id = $1',
    [order.id],
  );
  expect(received).toEqual([{ status: 'received', at: true }]);
  const { rows: said } = await app.sql.query(
    `select text, actor from order_transition where order_id = $1 and kind = 'received'`,
    [order.id],
  );
  expect(said).toEqual([{ text: '超时自动确认收货', actor: 'system' }]);
});

test('an order that waits for money or dispatch cannot be received', async () => {
  const { skuId } = await oneSku(5);
  for (const order of [
    await app.given.order([{ skuId, quantity: 2 }]),
    await app.given.paidOrder([{ skuId, quantity: 2 }]),
  ]) {
    const answer = await order.shopper.post(`/shop/orders/${order.id}/receipt`);
    expect([answer.status, answer.body.code]).toEqual([409, 'ORDER_STATE']);
  }
});

test('a number that another order has is drawn again; no buyer notices', async () => {
  const { skuId } = await oneSku(20);
  const shoppers = await Promise.all([1, 2, 3, 4].map(() => app.given.shopper()));
  const buy = (shopper: Shopper) => place(shopper, [{ skuId, quantity: 2 }], 2 * PRICE);
  const first = (await buy(shoppers[0]!)).body.number;
  // The next order written gets the number that is taken; orders after it keep theirs.
  await app.sql.query(`
    create sequence written; grant usage on sequence written to jishi_app;
    create function take_number() returns trigger language plpgsql as $$
      begin if nextval('written') = 2 then new.number := '${first}'; end if; return new; end $$;
    create trigger take_number before insert on order_head for each row execute function take_number()`);
  try {
    const placed = await Promise.all(shoppers.map(buy));
    expect(placed.map((p) => p.status)).toEqual([201, 201, 201, 201]);
    const { rows } = await app.sql.query(`select last_value::int as written from written`);
    expect(rows[0].written).toBeGreaterThan(4); // some were written twice
    const shown = await Promise.all(shoppers.map((s, i) => s.get(`/shop/orders/${placed[i]?.body.id}`)));
    expect(shown.map((s) => s.body.number)).toEqual(placed.map((p) => p.body.number));
    expect(new Set([first, ...placed.map((p) => p.body.number)]).size).toBe(5);
  } finally {
    await app.sql.query('drop trigger take_number on order_head; drop function take_number; drop sequence written');
  }
});
