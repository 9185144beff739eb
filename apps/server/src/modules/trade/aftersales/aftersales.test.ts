import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { fingerprint } from '../../../test/fingerprint.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { timersRun } from '../../../test/later.ts';
import { deliver, signNotice } from '../../../test/notice.ts';
import { overlapping } from '../../../test/overlapping.ts';
import { type Bought, PARCEL, refundScene } from '../../../test/refund-scene.ts';
import { SOME_ID } from '../../../test/samples.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
});
afterEach(async () => {
  app.sandbox.control.clearFaults();
  expect(await brokenPromises(app)).toEqual([]);
});

/** Call-backs of a payment that was asked for may still come, and are kept; they change nothing else. */
const sale = () => fingerprint(app, ['payment_notice']);
const REFUNDS = '/v3/refund/domestic/refunds';
const { bought, detail, available, ask, refund, approve, all, atWechat, nobodyCalls, backFen, settled } = refundScene(
  () => ({ app, owner }),
);

test('a whole order is refunded before dispatch: everything paid goes back with the freight, every piece to the shelf', async () => {
  const order = await bought([1900, 2900], 1);
  expect(order.totalFen).toBe(1900 + 2900 + 800);
  const done = await refund(order, all(order, 1));
  expect(done, JSON.stringify(done.body)).toMatchObject({
    status: 201,
    body: { state: 'sending', amountFen: order.totalFen, freightFen: 800 },
  });
  await settled(order, ['succeeded']);
  expect(atWechat(order)).toMatchObject([{ refundFen: order.totalFen, totalFen: order.totalFen, status: 'SUCCESS' }]);
  expect(await detail(order)).toMatchObject({ state: 'refunded', refundedFen: order.totalFen });
  expect(await available(order.goodsId)).toEqual([20, 20]);
  const after = await owner.post(`/admin/orders/${order.id}/shipment`, PARCEL);
  expect([after.status, after.body.code]).toEqual([409, 'ORDER_STATE']);
});

test('a part by item and quantity: preview, refund and book agree to the fen, and the rest can be shipped', async () => {
  const order = await bought([5900, 3900], 3);
  const [a, b] = order.lines;
  const lines = [
    { lineId: a!.id, quantity: 2 },
    { lineId: b!.id, quantity: 1 },
  ];
  const amountFen = 2 * 5900 + 3900;
  const before = await sale();
  for (const preview of [
    await order.shopper.post(`/shop/orders/${order.id}/refund-preview`, { lines }),
    await owner.post(`/admin/orders/${order.id}/refund-preview`, { lines }),
  ])
    expect(preview).toMatchObject({ status: 200, body: { amountFen, freightFen: 0 } });
  expect(await sale()).toEqual(before);
  const asked = await ask(order, lines);
  expect(asked.body).toMatchObject({ state: 'requested', amountFen, freightFen: 0 });
  const counts = async () => (await order.shopper.get('/shop/orders/counts')).body;
  expect(await counts()).toEqual({ unpaid: 0, paid: 1, shipped: 0, refunding: 1 });
  expect(await available(order.goodsId)).toEqual([17, 17]);
  expect(atWechat(order)).toEqual([]);
  expect((await approve(asked.body.id)).body.state).toBe('sending');
  await settled(order, ['succeeded']);
  expect(await detail(order)).toMatchObject({
    state: 'paid',
    refundedFen: amountFen,
    lines: [
      { refundedQuantity: 2, refundedFen: 2 * 5900 },
      { refundedQuantity: 1, refundedFen: 3900 },
    ],
  });
  expect(await available(order.goodsId)).toEqual([19, 18]);
  expect(await counts()).toEqual({ unpaid: 0, paid: 1, shipped: 0, refunding: 0 });
  expect((await owner.post(`/admin/orders/${order.id}/shipment`, PARCEL)).body.state).toBe('shipped');
  expect(await counts()).toEqual({ unpaid: 0, paid: 0, shipped: 1, refunding: 0 });
});

/** Three pieces that cost one fen less than three times 3333, as a discount would leave it. */
const boughtFor9998 = (): Promise<Bought> =>
  bought([3333], 3, async ({ id }) => {
    await app.sql.query('update order_line set payable_fen = 9998 where order_id = $1', [id]);
    await app.sql.query(
      `insert into order_part (tenant_id, order_id, nth, line_id, kind, source, ref, label, fen, units)
       select tenant_id, order_id, 0, id, 'price', 'reduction', gen_random_uuid(), '立减', 1, quantity from order_line where order_id = $1`,
      [id],
    );
    await app.sql.query('update order_head set discount_fen = 1, total_fen = total_fen - 1 where id = $1', [id]);
  });

test('what does not divide goes piece by piece, the remainder with the last, and adds up to what was paid', async () => {
  const order = await boughtFor9998();
  const amounts: number[] = [];
  for (let n = 0; n < 3; n++) amounts.push((await refund(order, all(order, 1))).body.amountFen);
  expect(amounts).toEqual([3332, 3333, 3333]);
  await settled(order, ['succeeded', 'succeeded', 'succeeded']);
  expect(backFen(order)).toBe(9998);
  expect(await detail(order)).toMatchObject({ state: 'refunded', refundedFen: 9998, totalFen: 9998 });
});

test('a declined request between others does not shift the remainder: the pieces still add up to what was paid', async () => {
  const order = await boughtFor9998();
  const first = (await ask(order, all(order, 1))).body;
  const others = [(await refund(order, all(order, 1))).body, (await refund(order, all(order, 1))).body];
  expect([first, ...others].map((r) => r.amountFen)).toEqual([3332, 3332, 3333]);
  await owner.post(`/admin/refunds/${first.id}/rejection`, { reason: '已备货' });
  const again = await refund(order, all(order, 1));
  expect(again, JSON.stringify(again.body)).toMatchObject({ status: 201, body: { amountFen: 3333 } });
  await settled(order, ['rejected', 'succeeded', 'succeeded', 'succeeded']);
  expect(backFen(order)).toBe(9998);
  expect(await detail(order)).toMatchObject({ state: 'refunded', refundedFen: 9998 });
});

test('twelve refunds of one piece at once, of an order of five: five are granted, and no fen more than was paid goes back', async () => {
  const order = await bought([2900], 5);
  const one = all(order, 1);
  const answers = await Promise.all([
    ...Array.from({ length: 6 }, () => refund(order, one)),
    ...Array.from({ length: 6 }, () => ask(order, one)),
  ]);
  const granted = answers.filter((a) => a.status === 201);
  const refused = answers.filter((a) => a.status !== 201).map((a) => a.body.code);
  expect(refused).toEqual(Array(7).fill('REFUND_TOO_MUCH'));
  for (const { body } of granted.filter((g) => g.body.state === 'requested'))
    expect((await approve(body.id)).status).toBe(200);
  await settled(order, Array(5).fill('succeeded'));
  expect(backFen(order)).toBe(order.totalFen);
  expect(await available(order.goodsId)).toEqual([20]);
});

test('the ledger is the last wall: a refund that the order would grant by mistake is refused, money and pieces alike', async () => {
  const order = await bought([5900], 2);
  const [line] = order.lines;
  const tamper = (set: string) => app.sql.query(`update order_line set ${set} where id = $1`, [line!.id]);
  await tamper('unit_price_fen = unit_price_fen * 2, payable_fen = payable_fen * 2');
  const tooMuch = await refund(order, all(order, 2));
  expect([tooMuch.status, tooMuch.body.code]).toEqual([409, 'REFUND_EXCEEDS_PAID']);
  await tamper('unit_price_fen = unit_price_fen / 2, payable_fen = payable_fen / 2');
  expect((await refund(order, all(order, 2))).status).toBe(201);
  await tamper('quantity = quantity + 1, payable_fen = payable_fen + unit_price_fen');
  const tooMany = await refund(order, all(order, 1));
  expect([tooMany.status, tooMany.body.code]).toEqual([409, 'LEDGER_LACK']);
  await tamper('quantity = quantity - 1, payable_fen = payable_fen - unit_price_fen');
  await settled(order, ['succeeded']);
  expect(backFen(order)).toBe(order.totalFen);
  expect(await available(order.goodsId)).toEqual([20]);
});

test('a refund repeated with its key, in turn or at once, is one refund; another body under the key is refused', async () => {
  const order = await bought([5900], 3);
  const one = all(order, 1);
  const burst = await Promise.all(Array.from({ length: 6 }, () => refund(order, one, 'refund-key-1')));
  expect(new Set(burst.map((b) => `${b.status} ${b.body.id}`)).size).toBe(1);
  expect(burst[0]!.status).toBe(201);
  expect(await refund(order, one, 'refund-key-1')).toMatchObject({ status: 201, body: { id: burst[0]!.body.id } });
  const other = await refund(order, all(order, 2), 'refund-key-1');
  expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  await settled(order, ['succeeded']);
  expect(backFen(order)).toBe(5900);
});

test('a request that five clerks approve at once sends the money once', async () => {
  const order = await bought([5900], 2);
  const asked = await ask(order, all(order, 1));
  const answers = await Promise.all(Array.from({ length: 5 }, () => approve(asked.body.id)));
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409, 409, 409]);
  expect(answers.filter((a) => a.status === 409).every((a) => a.body.code === 'REFUND_STATE')).toBe(true);
  await settled(order, ['succeeded']);
  expect(atWechat(order)).toHaveLength(1);
  expect(await available(order.goodsId)).toEqual([19]);
});

test('the call-back of a refund ten times at once, and again later, counts once', async () => {
  const order = await bought([5900], 2);
  await nobodyCalls();
  app.sandbox.control.addFault({ target: 'callback', action: 'duplicate', copies: 10, event: 'REFUND.SUCCESS' });
  await refund(order, all(order, 1));
  await settled(order, ['succeeded']);
  const [sent] = atWechat(order);
  const callback = app.sandbox.control.callbacks().find((c) => c.number === sent!.outRefundNo);
  await vi.waitFor(() => {
    const attempts = app.sandbox.control.callbacks().find((c) => c.id === callback?.id)?.attempts;
    expect(attempts).toHaveLength(10);
    // WeChat waits for five seconds, which a busy machine may need longer for; what it does hear is yes.
    expect(attempts?.filter((a) => a.outcome === 'refused')).toEqual([]);
  }, 20_000);
  const before = await sale();
  const notice = signNotice(app, callback!.resource, { event: 'REFUND.SUCCESS' });
  expect((await deliver(app, notice, '/wechat/refund/shop1')).status).toBe(200);
  expect((await deliver(app, notice, '/wechat/refund/shop1')).status).toBe(200);
  await app.platform.jobs.drain();
  expect(await sale()).toEqual(before);
  expect(await detail(order)).toMatchObject({ state: 'paid', refundedFen: 5900 });
});

test('a lost call-back of a refund: the timer asks WeChat; the call-back that comes late changes nothing', async () => {
  const order = await bought([5900], 2);
  app.sandbox.control.addFault({ target: 'callback', action: 'drop', times: 50, event: 'REFUND.SUCCESS' });
  await refund(order, all(order, 2));
  await app.platform.jobs.drain();
  await vi.waitFor(() => expect(atWechat(order)).toMatchObject([{ status: 'SUCCESS' }]), 10_000);
  expect(await detail(order)).toMatchObject({ state: 'paid', refundedFen: 0 });
  await timersRun(app);
  await settled(order, ['succeeded']);
  expect(await detail(order)).toMatchObject({ state: 'refunded', refundedFen: order.totalFen });
  const [sent] = atWechat(order);
  const lost = app.sandbox.control.callbacks().find((c) => c.number === sent!.outRefundNo);
  const before = await sale();
  const late = signNotice(app, lost!.resource, { event: 'REFUND.SUCCESS', id: lost!.id });
  expect((await deliver(app, late, '/wechat/refund/shop1')).status).toBe(200);
  expect(await sale()).toEqual(before);
});

test('a forged call-back of a refund, and an honest one of a refund that is not ours, change nothing', async () => {
  const order = await bought([5900], 2);
  app.sandbox.control.settings({ refundDelayMs: 600_000 });
  await refund(order, all(order, 1));
  await app.platform.jobs.drain();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  const [sent] = atWechat(order);
  const resource = {
    mchid: app.sandbox.merchant.mchid,
    out_trade_no: sent!.outTradeNo,
    transaction_id: sent!.transactionId,
    out_refund_no: sent!.outRefundNo,
    refund_id: sent!.refundId,
    refund_status: 'SUCCESS',
    success_time: new Date().toISOString(),
    amount: { total: sent!.totalFen, refund: sent!.refundFen },
  };
  const before = await sale();
  const event = 'REFUND.SUCCESS';
  const forged = signNotice(app, resource, { event, key: app.sandbox.merchant.privateKey });
  expect(await deliver(app, forged, '/wechat/refund/shop1')).toEqual({ status: 401, code: 'NOTIFY_FORGED' });
  const unknown = signNotice(app, { ...resource, out_refund_no: 'R0' }, { event });
  expect(await deliver(app, unknown, '/wechat/refund/shop1')).toEqual({ status: 409, code: 'PAYMENT_MISMATCH' });
  expect(await sale()).toEqual(before);
  expect((await deliver(app, signNotice(app, resource, { event }), '/wechat/refund/shop1')).status).toBe(200);
  await settled(order, ['succeeded']);
});

test.each([
  ['answers 500 before it does anything', 'error'],
  ['does it and loses its answer', 'lose-answer'],
] as const)('WeChat that %s is asked again under the same number: the money goes back once', async (_what, action) => {
  const order = await bought([5900], 2);
  // The first try, and the one after the first pause.
  app.sandbox.control.addFault({ target: 'interface', path: REFUNDS, method: 'POST', action, times: 2 });
  app.sandbox.control.addFault({ target: 'callback', action: 'drop', event: 'REFUND.SUCCESS', times: 50 });
  const { body } = await refund(order, all(order, 1));
  await app.platform.jobs.drain();
  expect(await detail(order)).toMatchObject({ refundedFen: 0, refunds: [{ id: body.id, state: 'sending' }] });
  await timersRun(app);
  expect(app.sandbox.control.faults().map((f) => f.target)).toEqual(['callback']);
  expect(await detail(order)).toMatchObject({ refundedFen: 0, refunds: [{ state: 'sending' }] });
  await timersRun(app);
  await timersRun(app);
  await settled(order, ['succeeded']);
  expect(atWechat(order)).toHaveLength(1);
  expect(await detail(order)).toMatchObject({ refundedFen: 5900 });
});

test('declined or taken back: nothing goes back, and the pieces can be asked for again', async () => {
  const order = await bought([5900], 2);
  const first = (await ask(order, all(order, 2))).body;
  expect((await ask(order, all(order, 1))).body.code).toBe('REFUND_TOO_MUCH');
  const rejected = await owner.post(`/admin/refunds/${first.id}/rejection`, { reason: '已备货' });
  expect(rejected.body).toMatchObject({ state: 'rejected', rejectReason: '已备货' });
  expect((await approve(first.id)).body.code).toBe('REFUND_STATE');
  const second = (await ask(order, all(order, 2))).body;
  expect((await order.shopper.post(`/shop/refunds/${second.id}/withdrawal`)).body.state).toBe('withdrawn');
  expect((await approve(second.id)).body.code).toBe('REFUND_STATE');
  await app.platform.jobs.drain();
  expect(atWechat(order)).toEqual([]);
  expect(await detail(order)).toMatchObject({ state: 'paid', refundedFen: 0, lines: [{ refundedQuantity: 0 }] });
  expect((await owner.post(`/admin/orders/${order.id}/shipment`, PARCEL)).body.state).toBe('shipped');
});

test('a request while the parcel is being handed over: one of the two wins, never both', async () => {
  const order = await bought([5900], 2);
  const [asked, shipped] = await overlapping(app, 'aftersales_line', 2, async () => {
    const asking = ask(order, all(order, 1));
    await new Promise((wait) => setTimeout(wait, 300));
    return Promise.all([asking, owner.post(`/admin/orders/${order.id}/shipment`, PARCEL)]);
  });
  expect(asked.status).toBe(201);
  expect([shipped.status, shipped.body.code]).toEqual([409, 'REFUND_OPEN']);
  expect(await detail(order)).toMatchObject({ state: 'paid', shipments: [] });
});

test('an order that is unpaid, closed or on its way gives nothing back, and unknown pieces are refused', async () => {
  const goods = await app.given.goods({ stock: 20, pricesFen: [5900] });
  const unpaid = await app.given.order([{ skuId: goods.skus[0]!.id, quantity: 2 }]);
  const line = (await detail(unpaid)).lines[0];
  const one = [{ lineId: line.id, quantity: 1 }];
  for (const answer of [await ask(unpaid, one), await refund(unpaid, one)])
    expect([answer.status, answer.body.code]).toEqual([409, 'REFUND_NOT_NOW']);
  const order = await bought([5900], 2);
  const before = await sale();
  for (const lines of [all(order, 3), one, [{ lineId: SOME_ID, quantity: 1 }], [...all(order, 1), ...all(order, 2)]]) {
    const answer = await refund(order, lines);
    expect([answer.status, answer.body.code]).toEqual([409, 'REFUND_TOO_MUCH']);
  }
  for (const quantity of [0, -1, 1.5, 1e9]) {
    const answer = await refund(order, all(order, quantity));
    expect([answer.status, answer.body.code]).toEqual([400, 'BAD_INPUT']);
  }
  expect(await sale()).toEqual(before);
  await owner.post(`/admin/orders/${order.id}/shipment`, PARCEL);
  for (const answer of [await ask(order, all(order, 1)), await refund(order, all(order, 1))])
    expect([answer.status, answer.body.code]).toEqual([409, 'REFUND_NOT_NOW']);
});

test('another shopper cannot take a request back, and staff without the permission cannot refund', async () => {
  const order = await bought([5900], 2);
  const { id } = (await ask(order, all(order, 1))).body;
  const thief = await app.given.shopper();
  expect((await thief.post(`/shop/refunds/${id}/withdrawal`)).status).toBe(404);
  const clerk = await app.given.staff(['order:read']);
  expect((await clerk.post(`/admin/refunds/${id}/approval`)).status).toBe(403);
  const body = { lines: all(order, 1), reason: '无' };
  expect((await clerk.post(`/admin/orders/${order.id}/refunds`, body)).status).toBe(403);
  expect((await detail(order)).refunds).toMatchObject([{ id, state: 'requested' }]);
});
