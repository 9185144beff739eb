import { afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import type { Placed } from '../../../test/given.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { sweepsRun, timersRun } from '../../../test/later.ts';
import { deliver, paidResource, signNotice } from '../../../test/notice.ts';
import { type Bought, refundScene } from '../../../test/refund-scene.ts';
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
const { bought, detail, adminDetail, refund, ship, all, atWechat, backFen, settled } = refundScene(() => ({
  app,
  owner,
}));

const REFUNDS = '/v3/refund/domestic/refunds';
const PRICE = 5900;
type Fate = 'not-enough' | 'closed' | 'abnormal';
const fault = ({ number }: Placed, action: Fate, times = 1, mark = 'J') =>
  app.sandbox.control.addFault({ target: 'refund', action, times, number: `${number}${mark}` });
const retry = (id: string) => owner.post(`/admin/refunds/${id}/retry`);
const byHand = (id: string, note = '已银行转账退回，尾号 1234', picture: string | null = null) =>
  owner.post(`/admin/refunds/${id}/by-hand`, { note, picture });
const onlyRefund = async (order: Placed) => (await adminDetail(order)).refunds[0];
const failedToday = async () => (await owner.get('/admin/today')).body.failedRefunds;
/** What our book and the ledger hold of an order's money. */
async function book({ id }: Placed) {
  const { rows } = await app.sql.query(
    `select balance::int as fen, reserved::int from ledger_account where id = 'paid/' || $1`,
    [id],
  );
  return rows[0];
}
const numbers = async ({ id }: Placed): Promise<string[]> =>
  (await app.sql.query('select number from payment_refund where subject_id = $1 order by attempt', [id])).rows.map(
    (r) => r.number,
  );

/** A paid order of two pieces whose refund of one met this fate. */
async function failed(fate: Fate, times = 1): Promise<Bought & { caseId: string }> {
  const order = await bought([PRICE], 2);
  fault(order, fate, times);
  const { body } = await refund(order, all(order, 1));
  await settled(order, ['failed']);
  return { ...order, caseId: body.id };
}

test('an account without funds: staff read why, the refund is sent again by itself under its number, and arrives', async () => {
  const order = await failed('not-enough', 2);
  const [number] = await numbers(order);
  expect(await onlyRefund(order)).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('余额不足'),
    nextTryAt: expect.any(String),
    remedies: ['retry', 'by-hand'],
  });
  expect(await failedToday()).toBe(1);
  const shown = (await detail(order)).refunds[0];
  expect(shown.state).toBe('failed');
  expect(JSON.stringify(shown)).not.toContain('NOT_ENOUGH');
  expect('failure' in shown || 'remedies' in shown).toBe(false);
  // The first repeat meets an empty account again, the next one does not.
  await timersRun(app);
  expect(await onlyRefund(order)).toMatchObject({ state: 'failed' });
  await timersRun(app);
  await settled(order, ['succeeded']);
  expect(atWechat(order)).toMatchObject([{ outRefundNo: number, refundFen: PRICE }]);
  expect(await numbers(order)).toEqual([number]);
  expect(await detail(order)).toMatchObject({ state: 'paid', refundedFen: PRICE });
  expect(await failedToday()).toBe(0);
});

test('a refused refund comes again after minutes, then hours, then days; staff who press the button are first', async () => {
  const order = await failed('not-enough', 40);
  const pauseOf = async () => Date.parse((await onlyRefund(order)).nextTryAt) - Date.now();
  const pauses = [await pauseOf()];
  for (let n = 0; n < 6; n++) {
    await timersRun(app);
    pauses.push(await pauseOf());
  }
  expect(pauses.map((ms) => Math.round(ms / HOUR))).toEqual([0, 1, 3, 6, 12, 24, 24]);
  app.sandbox.control.clearFaults();
  const answers = await Promise.all([1, 2, 3].map(() => retry(order.caseId)));
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409]);
  await settled(order, ['succeeded']);
  await timersRun(app);
  expect(atWechat(order)).toHaveLength(1);
});

test('a refund that WeChat closed goes again under a new number, once, and the shopper gets it once', async () => {
  const order = await failed('closed');
  expect(await onlyRefund(order)).toMatchObject({
    failure: expect.stringContaining('关闭'),
    nextTryAt: null,
    remedies: ['retry', 'by-hand'],
  });
  expect(await book(order)).toEqual({ fen: order.totalFen, reserved: PRICE });
  const answers = await Promise.all([1, 2, 3].map(() => retry(order.caseId)));
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409]);
  await settled(order, ['succeeded']);
  const [first, second, ...more] = await numbers(order);
  expect(more).toEqual([]);
  expect(atWechat(order)).toMatchObject([
    { outRefundNo: first, status: 'CLOSED' },
    { outRefundNo: second, status: 'SUCCESS' },
  ]);
  expect(await book(order)).toEqual({ fen: order.totalFen - PRICE, reserved: 0 });
  expect(await detail(order)).toMatchObject({ state: 'paid', refundedFen: PRICE });
});

test('a refund closed three times has three numbers and is paid by the fourth', async () => {
  const order = await failed('closed', 3);
  for (let n = 0; n < 3; n++) {
    expect((await retry(order.caseId)).status).toBe(200);
    await settled(order, [n < 2 ? 'failed' : 'succeeded']);
  }
  expect((await numbers(order)).length).toBe(4);
  expect(atWechat(order).filter((r) => r.status === 'SUCCESS')).toHaveLength(1);
});

test('an abnormal refund that the merchant ended on WeChat’s own pages is found, by the button and by itself', async () => {
  for (const found of ['button', 'timer'] as const) {
    const order = await failed('abnormal');
    expect((await retry(order.caseId)).status).toBe(200);
    await settled(order, ['failed']);
    const [sent] = atWechat(order);
    // What 商户平台 does: the same number succeeds.
    Object.assign(sent!, { status: 'SUCCESS', settledAtMs: Date.now() });
    if (found === 'button') await retry(order.caseId);
    else await timersRun(app);
    await settled(order, ['succeeded']);
    expect(await numbers(order)).toEqual([sent!.outRefundNo]);
    expect(await book(order)).toEqual({ fen: order.totalFen - PRICE, reserved: 0 });
  }
});

test.each(['not-enough', 'closed', 'abnormal'] as const)(
  'a refund that failed as %s is paid back by hand with a proof: the case ends, nothing stays reserved, the rest is shipped',
  async (fate) => {
    const order = await failed(fate);
    const answers = await Promise.all([1, 2, 3].map((n) => byHand(order.caseId, `转账 ${n}`, '/files/proof.webp')));
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409]);
    const { note } = answers.find((a) => a.status === 200)!.body.paidByHand;
    expect(await book(order)).toEqual({ fen: order.totalFen - PRICE, reserved: 0 });
    const seen = await detail(order);
    expect(seen).toMatchObject({
      refundedFen: PRICE,
      refunds: [
        { state: 'succeeded', paidByHand: { note, picture: '/files/proof.webp' }, finishedAt: expect.any(String) },
      ],
    });
    expect(seen.timeline.at(-1).text).toContain(note);
    expect((await retry(order.caseId)).body.code).toBe('REFUND_STATE');
    // Neither the timer of the next try nor a press of the button pays it a second time.
    await timersRun(app);
    await timersRun(app);
    expect(atWechat(order).filter((r) => r.status === 'SUCCESS')).toEqual([]);
    expect((await ship(order)).body.state).toBe('shipped');
  },
);

test('all of an order paid back by hand ends it as refunded', async () => {
  const order = await bought([PRICE], 2);
  fault(order, 'abnormal');
  const { body } = await refund(order, all(order, 2));
  await settled(order, ['failed']);
  expect((await ship(order)).body.code).toBe('NOTHING_TO_SHIP');
  expect((await byHand(body.id)).status).toBe(200);
  expect(await detail(order)).toMatchObject({ state: 'refunded', refundedFen: order.totalFen });
  expect((await ship(order)).body.code).toBe('ORDER_STATE');
});

test('by hand is for failed refunds alone, for staff who may refund, and needs words', async () => {
  const order = await failed('closed');
  const clerk = await app.given.staff(['order:read']);
  expect((await clerk.post(`/admin/refunds/${order.caseId}/by-hand`, { note: '转账', picture: null })).status).toBe(
    403,
  );
  expect((await byHand(order.caseId, '')).status).toBe(400);
  expect((await byHand(order.caseId, '转账', 'https://elsewhere.example/a.png')).status).toBe(400);
  app.sandbox.control.settings({ refundDelayMs: 600_000 });
  await retry(order.caseId);
  await app.platform.jobs.drain();
  expect((await byHand(order.caseId)).body.code).toBe('REFUND_STATE');
  app.sandbox.control.settings({ refundDelayMs: 20 });
});

test('a failed refund does not stop the rest of the order from being shipped, and is paid afterwards', async () => {
  const order = await failed('closed');
  expect((await ship(order)).body).toMatchObject({ state: 'shipped', refundedFen: 0 });
  await retry(order.caseId);
  await settled(order, ['succeeded']);
  expect(await detail(order)).toMatchObject({ state: 'shipped', refundedFen: PRICE });
});

test('WeChat that does not answer for a day is asked again and again; no try of the worker is used up', async () => {
  const order = await bought([PRICE], 2);
  app.sandbox.control.addFault({ target: 'interface', path: REFUNDS, method: 'POST', action: 'error', times: 500 });
  await refund(order, all(order, 1));
  for (let n = 0; n < 30; n++) await timersRun(app);
  expect(await onlyRefund(order)).toMatchObject({ state: 'sending', failure: expect.stringContaining('没有响应') });
  const { rows } = await app.sql.query(
    `select attempts from graphile_worker._private_jobs where key like 'send-refund/%' and attempts > 0`,
  );
  expect(rows).toEqual([]);
  app.sandbox.control.clearFaults();
  await timersRun(app);
  await settled(order, ['succeeded']);
  expect(backFen(order)).toBe(PRICE);
}, 90_000);

test('jobs of refunds that were lost are found: to be sent, sent again, or asked about', async () => {
  const lose = () => app.sql.query('delete from graphile_worker._private_jobs');
  app.sandbox.control.addFault({ target: 'callback', action: 'drop', event: 'REFUND.SUCCESS', times: 50 });
  const [sending, refused, processing] = [
    await bought([PRICE], 2),
    await failed('not-enough'),
    await bought([PRICE], 2),
  ];
  await refund(processing, all(processing, 1));
  await app.platform.jobs.drain();
  await refund(sending, all(sending, 1));
  await app.sql.query('update outbox set relayed_at = now() where relayed_at is null');
  await lose();
  await timersRun(app);
  expect(await Promise.all([sending, refused, processing].map(async (o) => (await onlyRefund(o)).state))).toEqual([
    'sending',
    'failed',
    'sending',
  ]);
  await app.sql.query(
    `update payment_refund set next_try_at = now() - interval '11 minutes' where next_try_at is not null`,
  );
  await sweepsRun(app);
  await timersRun(app);
  for (const order of [sending, refused, processing]) await settled(order, ['succeeded']);
});

/** An order that was cancelled, and money that came for it all the same. */
async function paidLate(fate: Fate): Promise<Placed & { caseId: string }> {
  const goods = await app.given.goods({ stock: 9, pricesFen: [PRICE] });
  const order = await app.given.order([{ skuId: goods.skus[0]!.id, quantity: 1 }]);
  fault(order, fate);
  await order.shopper.post(`/shop/orders/${order.id}/payment`, { method: 'jsapi' });
  app.sandbox.control.pay({ out_trade_no: `${order.number}J`, outcome: 'delayed', delayMs: DAY });
  await order.shopper.post(`/shop/orders/${order.id}/cancellation`, { reason: '不想要了' });
  const notice = signNotice(app, paidResource(app, `${order.number}J`));
  expect((await deliver(app, notice)).status).toBe(200);
  const [late] = (await adminDetail(order)).refunds;
  return { ...order, caseId: late.id };
}
const textsOf = async (order: Placed): Promise<string[]> =>
  (await detail(order)).timeline.map((t: { text: string }) => t.text);

test('late money that WeChat cannot give back yet is a case that staff see, told as under way until it has arrived', async () => {
  const order = await paidLate('not-enough');
  expect((await textsOf(order)).at(-1)).toMatch(/正在原路退回/);
  await settled(order, ['failed']);
  expect(await failedToday()).toBe(1);
  const { items } = (await owner.get('/admin/refunds?state=failed')).body;
  expect(items).toMatchObject([
    { id: order.caseId, kind: 'late', orderId: order.id, failure: expect.stringContaining('余额不足'), lines: [] },
  ]);
  expect((await detail(order)).refunds).toMatchObject([{ kind: 'late', state: 'failed' }]);
  expect((await textsOf(order)).join()).not.toContain('已原路退回');
  await timersRun(app);
  await settled(order, ['succeeded']);
  expect((await textsOf(order)).at(-1)).toMatch(/已原路退回/);
  expect(await detail(order)).toMatchObject({ state: 'closed', refundedFen: 0 });
  expect(await failedToday()).toBe(0);
  expect(await book(order)).toEqual({ fen: 0, reserved: 0 });
});

test.each(['closed', 'abnormal'] as const)(
  'late money whose refund ends %s is sent anew or paid by hand',
  async (fate) => {
    const order = await paidLate(fate);
    await settled(order, ['failed']);
    if (fate === 'closed') {
      await retry(order.caseId);
      await settled(order, ['succeeded']);
      expect(atWechat(order).map((r) => r.status)).toEqual(['CLOSED', 'SUCCESS']);
    } else {
      expect((await byHand(order.caseId)).status).toBe(200);
      expect((await textsOf(order)).at(-1)).toMatch(/线下退还/);
    }
    expect(await book(order)).toEqual({ fen: 0, reserved: 0 });
    expect(await detail(order)).toMatchObject({ state: 'closed', refundedFen: 0, refunds: [{ state: 'succeeded' }] });
  },
);

test('money paid twice whose refund fails does not stop the order from being shipped', async () => {
  const order = await bought([PRICE], 1);
  fault(order, 'not-enough', 1, 'N');
  const again = signNotice(app, {
    ...paidResource(app, `${order.number}J`),
    out_trade_no: `${order.number}N`,
    transaction_id: '4200009999202611279999999999',
  });
  await app.sql.query(
    `insert into payment select p.* from payment t, jsonb_populate_record(t, jsonb_build_object(
       'id', gen_random_uuid(), 'number', $2::text, 'method', 'native', 'status', 'pending', 'succeeded_at', null)) p where t.number = $1`,
    [`${order.number}J`, `${order.number}N`],
  );
  expect((await deliver(app, again)).status).toBe(200);
  await settled(order, ['failed']);
  expect((await textsOf(order)).join()).toContain('订单重复付款');
  expect((await ship(order)).body.state).toBe('shipped');
  expect((await byHand((await onlyRefund(order)).id)).status).toBe(200);
  expect(await book(order)).toEqual({ fen: order.totalFen, reserved: 0 });
});
