import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { chinaDate, MINUTE } from '../kernel/clock.ts';
import { saveConnection } from '../modules/identity/tenant/index.ts';
import { connectionOf } from '../seed.ts';
import { OWNER, type StartedApp, startApp, TENANT } from './app.ts';
import { issuedCoupon } from './coupon-scene.ts';
import { brokenPromises } from './invariants.ts';
import { later, timersRun } from './later.ts';
import { ended, startSaleServer } from './sale-process.ts';
import { freePort } from './server-process.ts';

const SHOPPERS = 20;
const ROUNDS = 5;
/** More are wanted than there are. */
const HOT_STOCK = 24;
const KILL_AFTER_PAYMENTS = 20;
const PRICE = 5900;
const OFF = 1000;
/** What a fifth of the orders take from the shopper's balance, who has enough of it. */
const FROM_WALLET = 1500;

/** Where WeChat calls back. */
async function callBackTo({ platform, sandbox }: StartedApp, notifyBaseUrl: string): Promise<void> {
  await platform.database.inTx(TENANT, (tx) =>
    saveConnection(tx, platform.secrets, TENANT, connectionOf(sandbox.merchant, notifyBaseUrl)),
  );
}

interface Said {
  placed: Map<string, string>;
  refused: number;
  /** Requests that got no answer and were sent again. */
  unanswered: number;
  /** Coupons. */
  claimed: Set<string>;
}
type Shopper = Awaited<ReturnType<StartedApp['given']['shopper']>>;

/** Shoppers who buy over real HTTP; what gets no answer is asked again with the same key, as a phone would. */
class Crowd {
  readonly said: Said = { placed: new Map(), refused: 0, unanswered: 0, claimed: new Set() };
  payments = 0;
  readonly #app: StartedApp;
  readonly #url: string;
  readonly #skuIds: string[];
  readonly #couponId: string;
  readonly #onPayment: (payments: number) => void;
  constructor(
    app: StartedApp,
    url: string,
    { skuIds, couponId }: { skuIds: string[]; couponId: string },
    onPayment: (payments: number) => void,
  ) {
    this.#app = app;
    this.#url = url;
    this.#skuIds = skuIds;
    this.#couponId = couponId;
    this.#onPayment = onPayment;
  }

  /** One visit: an order, and then by turns paid, paid with the call-back lost, paid while it is cancelled, or left. */
  async visit(shopper: Shopper, n: number): Promise<void> {
    const hot = n % 2 === 0;
    const skuId = (hot ? this.#skuIds[0] : this.#skuIds[1 + (n % (this.#skuIds.length - 1))]) ?? '';
    const lines = [{ skuId, quantity: 2 }];
    const coupon = await this.#coupon(shopper, n);
    const purses = n % 5 === 0 ? { walletFen: FROM_WALLET } : {};
    const expectedTotalFen = 2 * PRICE - (coupon ? OFF : 0);
    const body = {
      ...{ lines, addressId: shopper.addressId, note: '', fromCart: false },
      ...{ expectedTotalFen, coupons: coupon ? [coupon] : ('none' as const) },
      ...{ expectedDueFen: expectedTotalFen - (purses.walletFen ?? 0), purses },
    };
    const { status, body: order } = await this.#ask(shopper, '/shop/orders', body, `visit-number-${n}`);
    if (status !== 201) {
      expect(['STOCK_SHORT', 'LINES_INVALID'], JSON.stringify(order)).toContain(order.code);
      this.said.refused++;
      return;
    }
    this.said.placed.set(order.id, order.number);
    const way = n % 4;
    if (way === 3) return;
    const number = `${order.number}J`;
    if (way === 1)
      this.#app.sandbox.control.addFault({
        target: 'callback',
        action: 'drop',
        number,
        event: 'TRANSACTION.SUCCESS',
        times: 1000,
      });
    const prepaid = await this.#ask(shopper, `/shop/orders/${order.id}/payment`, { method: 'jsapi' });
    expect(prepaid.status, JSON.stringify(prepaid.body)).toBe(200);
    const cancelling =
      way === 2
        ? this.#ask(shopper, `/shop/orders/${order.id}/cancellation`, { reason: '' }, `cancel-number-${n}`)
        : null;
    if (n % 8 === 2) await sleep(5);
    this.#pay(prepaid.body.jsapi);
    const cancelled = await cancelling;
    if (cancelled) expect([200, 409]).toContain(cancelled.status);
  }

  /** Every third visit claims a coupon, which its order uses. */
  async #coupon(shopper: Shopper, n: number): Promise<string | null> {
    if (n % 3 !== 0) return null;
    const { status, body } = await this.#ask(
      shopper,
      `/shop/coupons/${this.#couponId}/claims`,
      {},
      `claim-number-${n}`,
    );
    expect(status, JSON.stringify(body)).toBe(201);
    this.said.claimed.add(body.id);
    return body.id;
  }

  #pay(jsapi: { timeStamp: string } | null): void {
    try {
      if (!jsapi) return;
      this.#app.sandbox.control.pay(jsapi);
      this.#onPayment(++this.payments);
    } catch (error) {
      // Cancelled in time: WeChat does not take money for a closed number.
      expect((error as Error).message).toBe('订单已关闭');
    }
  }

  async #ask(shopper: Shopper, path: string, body: object, key = `key-${Math.random()}`) {
    for (;;) {
      try {
        const reply = await fetch(this.#url + path, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${shopper.token}`,
            'content-type': 'application/json',
            'idempotency-key': key,
          },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(10_000),
        });
        // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
        const answer = { status: reply.status, body: (await reply.json()) as any };
        if (answer.status < 500) return answer;
      } catch {}
      this.said.unanswered++;
      await sleep(100);
    }
  }
}

/** Closes what is due and brings every payment and refund to its end, in this process, half an hour later. */
async function drain(app: StartedApp): Promise<void> {
  await callBackTo(app, app.address);
  later(app, 31 * MINUTE);
  await vi.waitFor(
    async () => {
      await timersRun(app);
      const { rows } = await app.sql.query(
        `select (select count(*)::int from order_head where status = 'unpaid') as unpaid,
                (select count(*)::int from payment where status = 'pending') as payments,
                (select count(*)::int from payment_refund where status <> 'succeeded') as refunds`,
      );
      expect(rows).toEqual([{ unpaid: 0, payments: 0, refunds: 0 }]);
    },
    { timeout: 60_000, interval: 200 },
  );
}

/** Payments at WeChat that neither an order nor a whole refund answers for, and refunds at WeChat that nobody asked for. */
async function unmatched({ sandbox, sql }: StartedApp): Promise<string[]> {
  const { rows } = await sql.query<{ number: string; state: string; refund: string | null; refund_fen: number }>(
    `select p.number, p.status || '/' || o.status as state, r.number as refund, r.amount_fen as refund_fen
     from payment p join order_head o on o.tenant_id = p.tenant_id and o.id = p.subject_id
     left join payment_refund r on r.tenant_id = p.tenant_id and r.payment_id = p.id`,
  );
  const book = new Map(rows.map((r) => [r.number, r]));
  const refunds = new Map(sandbox.control.refunds().map((r) => [r.outRefundNo, r]));
  const wrong: string[] = [];
  for (const trade of sandbox.control.transactions().filter((t) => t.paidAtMs !== null)) {
    const row = book.get(trade.outTradeNo);
    const back = row?.refund ? refunds.get(row.refund) : undefined;
    const kept = row?.state === 'succeeded/paid' && !back;
    const returned = row?.state === 'late/closed' && back?.status === 'SUCCESS' && back.refundFen === trade.totalFen;
    if (!kept && !returned) wrong.push(`${trade.outTradeNo}: ${row?.state}, refund ${back?.status}`);
  }
  const asked = new Set(rows.map((r) => r.refund));
  return [...wrong, ...[...refunds.keys()].filter((n) => !asked.has(n)).map((n) => `refund ${n} of nobody`)];
}

test('a server killed in a burst of orders and payments: after the next start every payment at WeChat is an order or a refund', {
  timeout: 180_000,
}, async () => {
  const app = await startApp();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  const hot = await app.given.goods({ stock: HOT_STOCK, pricesFen: [PRICE] });
  const others = await app.given.goods({ stock: 500, pricesFen: [PRICE, PRICE, PRICE, PRICE] });
  const couponId = await issuedCoupon(app, { offFen: OFF, perPerson: ROUNDS, budgetFen: OFF * SHOPPERS * ROUNDS });
  const shoppers: Shopper[] = [];
  for (let n = 0; n < SHOPPERS; n++) shoppers.push(await app.given.shopper());
  const owner = await app.given.owner();
  for (const { customerId } of shoppers)
    await owner.post(`/admin/customers/${customerId}/purses/wallet/changes`, { amount: 100_000, reason: '充值' });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await callBackTo(app, url);

  const first = await startSaleServer(app, port);
  const death = ended(first);
  const crowd = new Crowd(
    app,
    url,
    { skuIds: [...hot.skus, ...others.skus].map((s) => s.id), couponId },
    (payments) => {
      if (payments === KILL_AFTER_PAYMENTS) first.kill('SIGKILL');
    },
  );
  const visits = Promise.all(
    shoppers.map(async (shopper, i) => {
      for (let round = 0; round < ROUNDS; round++) await crowd.visit(shopper, round * SHOPPERS + i);
    }),
  );
  expect(await death).toBe('SIGKILL');
  const placedBefore = crowd.said.placed.size;
  const second = await startSaleServer(app, port);
  await visits;
  expect(placedBefore).toBeGreaterThan(0);
  expect(crowd.said.placed.size).toBeGreaterThan(placedBefore);
  expect(crowd.said.unanswered).toBeGreaterThan(0);
  second.kill('SIGTERM');
  expect(await ended(second)).toBe('exit 0');
  await drain(app);

  expect(await unmatched(app)).toEqual([]);
  expect(await brokenPromises(app)).toEqual([]);
  const { rows } = await app.sql.query<{ id: string }>('select id from order_head');
  // Every order that was confirmed is there, and none that nobody heard of: each repeat found its first.
  expect(rows.map((r) => r.id).sort()).toEqual([...crowd.said.placed.keys()].sort());
  expect(crowd.said.placed.size + crowd.said.refused).toBe(SHOPPERS * ROUNDS);
  // Every coupon that was answered is there, and none twice.
  const held = await app.sql.query<{ id: string }>('select id from coupon_held');
  expect(held.rows.map((r) => r.id).sort()).toEqual([...crowd.said.claimed].sort());
  const { rows: sold } = await app.sql.query<{ pieces: number }>(
    `select coalesce(sum(l.quantity), 0)::int as pieces from order_line l
     join order_head o on o.tenant_id = l.tenant_id and o.id = l.order_id where l.sku_id = $1 and o.status = 'paid'`,
    [hot.skus[0]?.id],
  );
  const [left] = (await app.guest.get(`/shop/goods/${hot.id}`)).body.skus;
  expect((sold[0]?.pieces ?? 0) + left.available).toBe(HOT_STOCK);
  expect(await reconciledToday(app)).toMatchObject({ state: 'balanced', differences: 0 });
});

/** Signed in anew: half an hour has passed, after which staff who did nothing are logged out. */
async function reconciledToday({ as, guest }: StartedApp) {
  const { login, password } = OWNER;
  const owner = as((await guest.post('/admin/session', { login, password })).body.token);
  return (await owner.post('/admin/reconciliations', { day: chinaDate(Date.now()) })).body;
}
