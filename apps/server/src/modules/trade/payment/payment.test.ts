import { generateKeyPairSync } from 'node:crypto';
import type { CallbackFault } from '@jishi/sandbox';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { MINUTE, SECOND } from '../../../kernel/clock.ts';
import { openSecondShop, type StartedApp, startAppForFile } from '../../../test/app.ts';
import { fingerprint } from '../../../test/fingerprint.ts';
import type { Placed } from '../../../test/given.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { later, timersRun } from '../../../test/later.ts';
import { deliver, paidResource, signed, signNotice } from '../../../test/notice.ts';

let app: StartedApp;
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  await openSecondShop(app);
});
beforeEach(() => app.sandbox.control.clearFaults());
afterEach(async () => {
  app.sandbox.control.clearFaults();
  expect(await brokenPromises(app)).toEqual([]);
});

const QUERY = '/v3/pay/transactions/out-trade-no/';
const PRICE = 5900;
const STOCK = 10;

async function unpaid(): Promise<Placed & { goodsId: string; number: string }> {
  const goods = await app.given.goods({ stock: STOCK, pricesFen: [PRICE] });
  const order = await app.given.order([{ skuId: goods.skus[0]!.id, quantity: 2 }]);
  return { ...order, goodsId: goods.id };
}
/** Opens the sheet; the number under which WeChat knows the payment. */
async function prepay({ shopper, id, number }: Placed) {
  const { status, body } = await shopper.post(`/shop/orders/${id}/payment`, { method: 'jsapi' });
  expect(status, JSON.stringify(body)).toBe(200);
  return { jsapi: body.jsapi, tradeNumber: `${number}J` };
}
type Choice = { outcome?: 'pay' | 'delayed' | 'cancel' | 'insufficient'; delayMs?: number };
async function payOnSheet(order: Placed, choice: Choice = {}): Promise<string> {
  const { jsapi, tradeNumber } = await prepay(order);
  expect(app.sandbox.control.pay({ ...jsapi, ...choice }).result).toBe('ok');
  return tradeNumber;
}
const stateOf = async ({ shopper, id }: Placed): Promise<string> =>
  (await shopper.get(`/shop/orders/${id}`)).body.state;
const query = async ({ shopper, id }: Placed) => (await shopper.get(`/shop/orders/${id}/payment`)).body;
const available = async (goodsId: string): Promise<number> =>
  (await app.guest.get(`/shop/goods/${goodsId}`)).body.skus[0].available;
/** What goes wrong with the call-backs of this order alone: those of earlier tests may still be on their way. */
const spoilt = (order: Placed, fault: Omit<CallbackFault, 'target' | 'number'>) =>
  app.sandbox.control.addFault({ target: 'callback', number: `${order.number}J`, ...fault });
const lost = (order: Placed) => spoilt(order, { action: 'drop', times: 50 });
const callbackOf = (number: string) => app.sandbox.control.callbacks().find((c) => c.number === number);
const accepted = (number: string) => vi.waitFor(() => expect(callbackOf(number)?.state).toBe('accepted'), 20_000);
/** Call-backs of earlier tests have arrived, so that what changes from now on is this test's doing. */
const nobodyCalls = () =>
  vi.waitFor(() => expect(app.sandbox.control.callbacks().filter((c) => c.state === 'pending')).toEqual([]), 20_000);
const becomes = (order: Placed, state: string) =>
  vi.waitFor(async () => expect(await stateOf(order)).toBe(state), { timeout: 20_000, interval: 30 });

/** Payments, notices, ledger chains of the payment and timeline entries "paid": each must be there once, however often WeChat speaks. */
async function counted(order: Placed, tradeNumber: string) {
  const { rows } = await app.sql.query(
    `select (select count(*)::int from payment where subject_id = $1 and status = 'succeeded') as payments,
            (select count(*)::int from payment_notice where number = $2) as notices,
            (select count(*)::int from ledger_transfer where chain_id = 'payment/' || $2 and kind = 'move') as transfers,
            (select count(*)::int from order_transition where order_id = $1 and kind = 'paid') as paid,
            (select count(*)::int from outbox where task like '%order.paid%' and payload::text like '%' || $1 || '%') as events,
            (select balance::int from ledger_account where id = 'paid/' || $1) as fen`,
    [order.id, tradeNumber],
  );
  return rows[0];
}
const ONCE = { payments: 1, transfers: 1, paid: 1, events: 1, fen: 2 * PRICE };

test('call-back first, then the query: paid once', async () => {
  const order = await unpaid();
  const number = await payOnSheet(order);
  await accepted(number);
  expect(await stateOf(order)).toBe('paid');
  const transactionId = app.sandbox.control.transactions().find((t) => t.outTradeNo === number)?.transactionId;
  expect(await query(order)).toMatchObject({ state: 'succeeded', orderState: 'paid', transactionId });
  expect(await counted(order, number)).toEqual({ ...ONCE, notices: 1 });
  expect(await available(order.goodsId)).toBe(STOCK - 2);
});

test('query first, then the call-back: paid once, and the call-back is acknowledged', async () => {
  const order = await unpaid();
  const number = await payOnSheet(order, { outcome: 'delayed', delayMs: 3 * SECOND });
  expect(await stateOf(order)).toBe('unpaid');
  expect(await query(order)).toMatchObject({ state: 'succeeded', orderState: 'paid', amountFen: 2 * PRICE });
  expect(callbackOf(number)?.state).toBe('pending');
  await accepted(number);
  expect(await counted(order, number)).toEqual({ ...ONCE, notices: 1 });
});

test('ten copies of a call-back at once, with ten queries between them: paid once, every copy acknowledged', async () => {
  const order = await unpaid();
  spoilt(order, { action: 'duplicate', copies: 10 });
  const number = await payOnSheet(order);
  const answers = await Promise.all(Array.from({ length: 10 }, () => query(order)));
  await accepted(number);
  expect(answers.map((a) => a.orderState)).toEqual(Array.from({ length: 10 }, () => 'paid'));
  const { attempts = [] } = callbackOf(number) ?? {};
  expect(attempts).toHaveLength(10);
  // WeChat waits for five seconds, which a busy machine may need longer for; what it does hear is yes.
  expect(attempts.filter((a) => a.outcome === 'refused')).toEqual([]);
  expect(await counted(order, number)).toEqual({ ...ONCE, notices: 1 });
});

test('a call-back that comes again later changes nothing, whether under its old id or a new one', async () => {
  const order = await unpaid();
  const number = await payOnSheet(order);
  await accepted(number);
  const notice = signNotice(app, paidResource(app, number), { id: callbackOf(number)?.id ?? '' });
  await nobodyCalls();
  const before = await fingerprint(app);
  expect(await deliver(app, notice)).toEqual({ status: 200, code: 'SUCCESS' });
  expect(await deliver(app, notice)).toEqual({ status: 200, code: 'SUCCESS' });
  expect(await fingerprint(app)).toEqual(before);
  const withoutNotices = await fingerprint(app, ['payment_notice']);
  expect((await deliver(app, signNotice(app, paidResource(app, number)))).status).toBe(200);
  expect(await fingerprint(app, ['payment_notice'])).toEqual(withoutNotices);
});

test('a lost call-back: the shopper who comes back is asked about at WeChat and the order is paid', async () => {
  const order = await unpaid();
  lost(order);
  const number = await payOnSheet(order);
  await vi.waitFor(() => expect(callbackOf(number)?.attempts[0]?.outcome).toBe('dropped'), 8000);
  expect(await stateOf(order)).toBe('unpaid');
  expect(await query(order)).toMatchObject({ state: 'succeeded', orderState: 'paid' });
  expect(await counted(order, number)).toEqual({ ...ONCE, notices: 0 });
});

test('a lost call-back and a shopper who never comes back: the closing timer asks WeChat first and keeps the sale', async () => {
  const order = await unpaid();
  lost(order);
  await payOnSheet(order);
  later(app, 31 * MINUTE);
  await timersRun(app);
  expect(await stateOf(order)).toBe('paid');
  expect(await available(order.goodsId)).toBe(STOCK - 2);
});

test('a delayed call-back pays the order when it comes, without any query', async () => {
  const order = await unpaid();
  spoilt(order, { action: 'delay', delayMs: 3 * SECOND });
  const number = await payOnSheet(order);
  await vi.waitFor(() => expect(app.sandbox.control.faults()).toEqual([]), 2500);
  expect(await stateOf(order)).toBe('unpaid');
  await becomes(order, 'paid');
  await accepted(number);
  expect(await counted(order, number)).toEqual({ ...ONCE, notices: 1 });
});

test('call-backs in the wrong order each pay their own order', async () => {
  const [first, second] = [await unpaid(), await unpaid()];
  await nobodyCalls();
  app.sandbox.control.addFault({ target: 'callback', action: 'reorder', count: 2 });
  const numbers = [await payOnSheet(first), await payOnSheet(second)];
  await Promise.all(numbers.map(accepted));
  const [early, late] = numbers.map((n) => callbackOf(n)?.attempts[0]?.atMs ?? 0);
  expect(late).toBeLessThanOrEqual(early!);
  for (const [order, number] of [
    [first, numbers[0]!],
    [second, numbers[1]!],
  ] as const) {
    expect(await stateOf(order)).toBe('paid');
    expect(await counted(order, number)).toEqual({ ...ONCE, notices: 1 });
  }
});

test.each(['tamper', 'probe', 'stale'] as const)(
  'a call-back that WeChat sends spoilt (%s) is refused with 401; its honest repeat is taken',
  async (action) => {
    const order = await unpaid();
    spoilt(order, { action });
    const number = await payOnSheet(order);
    await accepted(number);
    expect(callbackOf(number)?.attempts.map((a) => a.status)).toEqual([401, 200]);
    expect(await counted(order, number)).toEqual({ ...ONCE, notices: 1 });
  },
);

test('a cancelled or failed sheet leaves the order unpaid and payable', async () => {
  const order = await unpaid();
  for (const outcome of ['cancel', 'insufficient'] as const) {
    const { jsapi } = await prepay(order);
    expect(app.sandbox.control.pay({ ...jsapi, outcome }).result).not.toBe('ok');
    expect(await query(order)).toMatchObject({ state: 'pending', orderState: 'unpaid', paidAt: null });
  }
  await accepted(await payOnSheet(order));
  expect(await stateOf(order)).toBe('paid');
});

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  format: 'pem',
  type: 'pkcs8',
});
const nowS = () => Math.floor(Date.now() / 1000);
type Forge = (resource: object) => ReturnType<typeof signNotice>;
const spoilCiphertext: Forge = (resource) => {
  const envelope = JSON.parse(signNotice(app, resource).body);
  const bytes = Buffer.from(envelope.resource.ciphertext, 'base64');
  bytes[3] = bytes[3]! ^ 1;
  envelope.resource.ciphertext = bytes.toString('base64');
  return signed(app, JSON.stringify(envelope));
};
const withoutHeader = (header: string): Forge => {
  return (resource) => {
    const notice = signNotice(app, resource);
    delete notice.headers[header];
    return notice;
  };
};
const FORGERIES: [string, Forge][] = [
  ['signed by a stranger', (r) => signNotice(app, r, { key: String(stranger) })],
  ['signed by the merchant itself', (r) => signNotice(app, r, { key: app.sandbox.merchant.privateKey })],
  ['under an unknown public key', (r) => signNotice(app, r, { serial: `PUB_KEY_ID_01${'9'.repeat(26)}` })],
  ['under an unknown certificate', (r) => signNotice(app, r, { serial: '7'.repeat(40) })],
  [
    'under the certificate, signed with the other key',
    (r) => signNotice(app, r, { serial: app.sandbox.merchant.platformSerial }),
  ],
  ['signed six minutes ago', (r) => signNotice(app, r, { timestampS: nowS() - 360 })],
  ['signed six minutes from now', (r) => signNotice(app, r, { timestampS: nowS() + 360 })],
  ['with no time', (r) => signNotice(app, r, { timestampS: Number.NaN })],
  [
    'with one bit of the body changed',
    (r) => {
      const notice = signNotice(app, r);
      return { ...notice, body: notice.body.replace('通知', '通告') };
    },
  ],
  ['with one bit of the ciphertext changed', spoilCiphertext],
  ['with an empty body', () => signed(app, '')],
  ['with a body that is no JSON', () => signed(app, 'out_trade_no=1')],
  ['with a null resource', () => signed(app, '{"id":"1","event_type":"TRANSACTION.SUCCESS","resource":null}')],
  [
    'with a plain resource',
    (r) => signed(app, JSON.stringify({ id: '1', event_type: 'TRANSACTION.SUCCESS', resource: r })),
  ],
  ['without a signature', withoutHeader('wechatpay-signature')],
  ['without a serial', withoutHeader('wechatpay-serial')],
  ['without a nonce', withoutHeader('wechatpay-nonce')],
];

test('a forged call-back is refused with 401 and changes nothing', async () => {
  const order = await unpaid();
  const { tradeNumber } = await prepay(order);
  await nobodyCalls();
  const before = await fingerprint(app);
  for (const [what, forge] of FORGERIES) {
    const answer = await deliver(app, forge(paidResource(app, tradeNumber)));
    expect(answer, what).toEqual({ status: 401, code: 'NOTIFY_FORGED' });
    expect(await fingerprint(app), what).toEqual(before);
  }
  expect(await stateOf(order)).toBe('unpaid');
  // The very same content, honestly signed, is taken: it was the forgery that was refused.
  expect((await deliver(app, signNotice(app, paidResource(app, tradeNumber)))).status).toBe(200);
  expect(await stateOf(order)).toBe('paid');
});

test('a call-back captured and replayed after the clock window is refused', async () => {
  const order = await unpaid();
  const { tradeNumber } = await prepay(order);
  const captured = signNotice(app, paidResource(app, tradeNumber));
  await nobodyCalls();
  const before = await fingerprint(app);
  later(app, 6 * MINUTE);
  expect(await deliver(app, captured)).toEqual({ status: 401, code: 'NOTIFY_FORGED' });
  expect(await fingerprint(app)).toEqual(before);
});

test('a signed call-back that does not agree with our payment is refused and changes nothing', async () => {
  const order = await unpaid();
  const { tradeNumber } = await prepay(order);
  await nobodyCalls();
  const before = await fingerprint(app);
  const amount = (total: number) => ({ amount: { total, payer_total: total, currency: 'CNY' } });
  const wrong: [string, Record<string, unknown>][] = [
    ['a fen too little', amount(2 * PRICE - 1)],
    ['a fen too much', amount(2 * PRICE + 1)],
    ['nothing', amount(0)],
    ['a negative amount', amount(-2 * PRICE)],
    ['the amount as text', { amount: { total: String(2 * PRICE) } }],
    ['no amount', { amount: undefined }],
    ['another merchant', { mchid: '1999999999' }],
    ['another app', { appid: 'wx0000000000000000' }],
    ['an unknown number', { out_trade_no: 'JS000000000000J' }],
    ['a state that is not paid', { trade_state: 'NOTPAY' }],
  ];
  for (const [what, over] of wrong) {
    const answer = await deliver(app, signNotice(app, paidResource(app, tradeNumber, over)));
    expect(answer, what).toEqual({ status: 409, code: 'PAYMENT_MISMATCH' });
    expect(await fingerprint(app), what).toEqual(before);
  }
  const astray = await deliver(app, signNotice(app, paidResource(app, tradeNumber)), '/wechat/pay/shop2');
  expect(astray, 'another shop').toEqual({ status: 409, code: 'PAYMENT_MISMATCH' });
  expect((await deliver(app, signNotice(app, paidResource(app, tradeNumber)), '/wechat/pay/nobody')).status).toBe(404);
  expect(await fingerprint(app)).toEqual(before);
});

test('a query whose amount does not agree pays nothing until it does', async () => {
  const order = await unpaid();
  lost(order);
  await payOnSheet(order);
  await app.sql.query('update payment set amount_fen = amount_fen + 1 where subject_id = $1', [order.id]);
  expect(await query(order)).toMatchObject({ state: 'pending', orderState: 'unpaid' });
  await app.sql.query('update payment set amount_fen = amount_fen - 1 where subject_id = $1', [order.id]);
  later(app, 5 * SECOND);
  expect(await query(order)).toMatchObject({ state: 'succeeded', orderState: 'paid' });
});

/** The refund that gives late money back: once at WeChat, whole, settled in our book, and its case is over. */
async function refundedWhole(order: Placed, number: string): Promise<void> {
  const refunds = () => app.sandbox.control.refunds().filter((r) => r.outTradeNo === number);
  await vi.waitFor(
    async () => {
      // A look at WeChat that failed is made again at its own time.
      await timersRun(app);
      const { refunds: cases } = (await order.shopper.get(`/shop/orders/${order.id}`)).body;
      expect(cases).toMatchObject([{ kind: 'late', state: 'succeeded', amountFen: 2 * PRICE, lines: [] }]);
    },
    { timeout: 25_000, interval: 100 },
  );
  expect(refunds()).toMatchObject([{ refundFen: 2 * PRICE, totalFen: 2 * PRICE, status: 'SUCCESS' }]);
}

test('late money by call-back, when WeChat was silent as the order closed, goes back by itself', async () => {
  const order = await unpaid();
  const { control } = app.sandbox;
  control.addFault({ target: 'interface', path: QUERY, action: 'error', times: 50 });
  const number = await payOnSheet(order, { outcome: 'delayed', delayMs: 60 * MINUTE });
  later(app, 31 * MINUTE);
  await timersRun(app);
  expect(await stateOf(order)).toBe('closed');
  expect(await available(order.goodsId)).toBe(STOCK);
  const notice = signNotice(app, paidResource(app, number), { timestampS: nowS() + 31 * 60 });
  expect((await deliver(app, notice)).status).toBe(200);
  expect((await deliver(app, notice)).status).toBe(200);
  control.clearFaults();
  await refundedWhole(order, number);
  expect(await stateOf(order)).toBe('closed');
  expect(await available(order.goodsId)).toBe(STOCK);
  const { timeline } = (await order.shopper.get(`/shop/orders/${order.id}`)).body;
  expect(timeline.map((t: { kind: string }) => t.kind)).toEqual(['placed', 'closed', 'late-payment', 'refunded']);
});

test('money paid in the very moment of closing is found when the number is closed at WeChat, and goes back', async () => {
  const order = await unpaid();
  const { control } = app.sandbox;
  lost(order);
  const number = await payOnSheet(order);
  // The last look before closing gets no answer; the look before the number is closed finds it paid. Others are looked at meanwhile.
  control.addFault({ target: 'interface', path: QUERY + number, method: 'GET', action: 'error', times: 1 });
  later(app, 31 * MINUTE);
  await timersRun(app);
  expect(await stateOf(order)).toBe('closed');
  await refundedWhole(order, number);
  expect(await available(order.goodsId)).toBe(STOCK);
});

test('an order that was cancelled cannot be paid any more: its number is closed at WeChat', async () => {
  const order = await unpaid();
  const { jsapi, tradeNumber } = await prepay(order);
  expect((await order.shopper.post(`/shop/orders/${order.id}/cancellation`, { reason: '不想要了' })).body.state).toBe(
    'closed',
  );
  await app.platform.jobs.drain();
  expect(app.sandbox.control.transactions().find((t) => t.outTradeNo === tradeNumber)?.state).toBe('CLOSED');
  expect(() => app.sandbox.control.pay(jsapi)).toThrow('订单已关闭');
  const refused = await order.shopper.post(`/shop/orders/${order.id}/payment`, { method: 'jsapi' });
  expect([refused.status, refused.body.code]).toEqual([409, 'PAYMENT_NOT_DUE']);
});

test('an order paid twice, in the app and by the scanned code, keeps the first money and gives the second back', async () => {
  const order = await unpaid();
  await prepay(order);
  const native = await order.shopper.post(`/shop/orders/${order.id}/payment`, { method: 'native' });
  expect(native.body.codeUrl).toEqual(expect.any(String));
  const { control } = app.sandbox;
  control.pay({ out_trade_no: `${order.number}J` });
  await accepted(`${order.number}J`);
  control.pay({ out_trade_no: `${order.number}N` });
  await accepted(`${order.number}N`);
  await refundedWhole(order, `${order.number}N`);
  expect(await stateOf(order)).toBe('paid');
  expect(control.refunds().filter((r) => r.outTradeNo === `${order.number}J`)).toEqual([]);
  expect(await counted(order, `${order.number}J`)).toEqual({ ...ONCE, notices: 1 });
});
