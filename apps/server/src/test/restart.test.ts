import { rmSync } from 'node:fs';
import path from 'node:path';
import { createSandbox } from '@jishi/sandbox';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newSecret } from '../kernel/ids.ts';
import { openDatabase } from '../open-database.ts';
import { readConfig } from '../platform/config.ts';
import { Database } from '../platform/db/index.ts';
import type { Platform } from '../platform/platform.ts';
import { Secrets } from '../platform/secrets/secrets.ts';
import { openShop } from './app.ts';
import { createGiven, type Placed } from './given.ts';
import { brokenPromises } from './invariants.ts';
import { freePort, newDataDir, type ServerProcess, startServer } from './server-process.ts';
import { type Answer, type Caller, TENANT, type TestApp } from './world.ts';

const BUYERS = 24;
const ORDERS_EACH = 4;
/** Every second order wants one of these; there are fewer than half enough. */
const HOT = 20;
const COLD = 1000;
const KILL_AFTER_PAID = 15;
const LATE = 3;
const PRICE = 12_900;
const SETTINGS = {
  JISHI_SECRET: 'a-test-secret-that-is-long-enough-0123',
  JISHI_SANDBOX: 'off',
  JISHI_DEMO: 'off',
};

let app: TestApp;
let given: ReturnType<typeof createGiven>;
let server: ServerProcess;
let serve: () => Promise<ServerProcess>;
let close: () => Promise<void>;
/** Told of every payment in the moment in which WeChat has the money. */
let onPaid = (): void => {};

/** The whole program as an operator starts it, with its own embedded PostgreSQL, durable as in earnest; WeChat lives here and survives. */
beforeAll(async () => {
  const dataDir = newDataDir();
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const sandbox = await createSandbox({
    port: 0,
    dir: path.join(path.dirname(dataDir), 'wechat'),
    callbackTimeScale: 0.01,
  });
  const config = readConfig(['--port', String(port), '--data', dataDir], SETTINGS);
  const secrets = Secrets.open(config.secret, dataDir);
  serve = () => startServer(port, dataDir, { ...SETTINGS, DATABASE_URL: '' });
  server = await serve();
  // The server uses its PostgreSQL and goes on doing so: here it is only asked where it listens.
  const { urls, embedded } = await openDatabase(config, secrets, () => {});
  await embedded?.stop();
  const database = new Database({ url: urls.app, size: 2 });
  const platform = { database, secrets, config } as Platform;
  await openShop(platform, TENANT, sandbox, address);
  const sql = new pg.Client({ connectionString: embedded?.url });
  // At the end the server stops its PostgreSQL under us.
  sql.on('error', () => {});
  await sql.connect();
  const as = (token: string) => caller(address, token);
  app = { platform, sandbox, address, as, guest: as(''), sql } as TestApp;
  given = createGiven(app);
  close = async () => {
    await sql.end();
    await database.close();
    await server.stop();
    await sandbox.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
}, 120_000);
afterAll(() => close?.());

/** Asks over real HTTP; throws when the server is gone. */
function caller(address: string, token: string): Caller {
  const send = async (method: string, url: string, body?: unknown, key = newSecret(12)): Promise<Answer> => {
    const reply = await fetch(address + url, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(method === 'GET' ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return {
      status: reply.status,
      body: text ? JSON.parse(text) : undefined,
      headers: Object.fromEntries(reply.headers),
    };
  };
  return { token, get: (url) => send('GET', url), send, post: (url, body, key) => send('POST', url, body, key) };
}

interface Wish {
  shopper: Caller;
  key: string;
  body: object;
}
/** What a wish came to, as the shopper was told. */
type Outcome = { id: string } | { refused: string } | 'no answer';

/** Places and pays, as a phone does: whatever the server answers after the sheet, the money has gone. */
async function buy({ shopper, key, body }: Wish): Promise<Outcome> {
  const placed = await shopper.post('/shop/orders', body, key).catch(() => null);
  if (!placed) return 'no answer';
  if (placed.status !== 201) return { refused: placed.body.code };
  await pay(shopper, placed.body.id).catch(() => null);
  return { id: placed.body.id };
}
/** Everybody at once, each one order after the other, so that orders and payments are under way until the last. */
const buyAll = async (wishes: Wish[][]): Promise<Outcome[]> => {
  const outcomes = wishes.map(async (ofOneBuyer) => {
    const outcomes: Outcome[] = [];
    for (const wish of ofOneBuyer) outcomes.push(await buy(wish));
    return outcomes;
  });
  return (await Promise.all(outcomes)).flat();
};
async function pay(shopper: Caller, id: string): Promise<void> {
  const { status, body } = await shopper.post(`/shop/orders/${id}/payment`, { method: 'jsapi' });
  if (status !== 200 || !body.jsapi) return;
  app.sandbox.control.pay(body.jsapi);
  onPaid();
}

async function wishes(hotSku: string, coldSkus: string[]): Promise<Wish[][]> {
  const shoppers = await Promise.all(Array.from({ length: BUYERS }, () => given.shopper()));
  return shoppers.map((shopper, buyer) =>
    Array.from({ length: ORDERS_EACH }, (_, n) => {
      const skuId = (buyer + n) % 2 ? (coldSkus[buyer % coldSkus.length] ?? '') : hotSku;
      const body = {
        lines: [{ skuId, quantity: 1 }],
        addressId: shopper.addressId,
        expectedTotalFen: PRICE,
        note: '',
        fromCart: false,
      };
      return { shopper, key: `burst-${buyer}-${n}`, body };
    }),
  );
}

const moneyTaken = () => app.sandbox.control.transactions().filter((t) => t.paidAtMs !== null);
const count = async (sql: string, values: unknown[] = []): Promise<number> =>
  (await app.sql.query(`select count(*)::int as n from ${sql}`, values)).rows[0].n;

/** The shoppers' time is over, and what waited for it is due. */
async function timeIsOver(): Promise<void> {
  await app.sql.query(`update order_head set closes_at = now() - interval '1 minute' where status = 'unpaid'`);
  // A timer carries its time: one that rings before it is set again.
  await app.sql.query(
    `update graphile_worker._private_jobs set run_at = now(), payload = (payload::jsonb - 'runAt')::json where locked_at is null`,
  );
}

/** Waits until the server has nothing left to do about any order. */
async function drained(): Promise<void> {
  await vi.waitFor(
    async () => {
      await timeIsOver();
      expect({
        unpaid: await count(`order_head where status = 'unpaid'`),
        onTheirWay: await count(`payment_refund where status <> 'succeeded'`),
        pending: await count(`payment where status = 'pending'`),
        unrelayed: await count('outbox where relayed_at is null'),
        jobs: await count('graphile_worker._private_jobs'),
      }).toEqual({ unpaid: 0, onTheirWay: 0, pending: 0, unrelayed: 0, jobs: 0 });
    },
    { timeout: 60_000, interval: 500 },
  );
}

test('the program killed with -9 in a burst and started again recovers by itself: every payment has its order or its refund, nothing oversold', {
  timeout: 180_000,
}, async () => {
  const hot = await given.goods({ stock: HOT, pricesFen: [PRICE] });
  const cold = await given.goods({ stock: COLD, pricesFen: [PRICE, PRICE, PRICE, PRICE, PRICE] });
  const hotSku = hot.skus[0]!.id;
  const late = await lateOrders(cold.skus[0]!.id);
  const all = await wishes(
    hotSku,
    cold.skus.map((s) => s.id),
  );

  const killed = new Promise((done) => {
    let paid = 0;
    onPaid = () => {
      if (++paid === KILL_AFTER_PAID) done(server.kill());
    };
  });
  // A few call-backs are lost on top of those that find nobody at home.
  app.sandbox.control.addFault({ target: 'callback', action: 'drop', times: 10, event: 'TRANSACTION.SUCCESS' });
  const first = await buyAll(all);
  expect(await killed).toBe('SIGKILL');
  const acknowledged = first.filter((o) => typeof o === 'object' && 'id' in o).length;
  expect(acknowledged).toBeGreaterThanOrEqual(KILL_AFTER_PAID);
  expect(first, 'the burst was over before the kill').toContain('no answer');
  for (const { number, jsapi } of late) payUnnoticed(number, jsapi);

  server = await serve();
  expect(server.said.join('\n')).toContain('took over the PostgreSQL that still ran');
  const second = await buyAll(all);
  expect(second).not.toContain('no answer');
  first.forEach((outcome, n) => {
    if (typeof outcome === 'object' && 'id' in outcome) expect(second[n]).toEqual(outcome);
  });
  await drained();

  const ids = second.flatMap((o) => (typeof o === 'object' && 'id' in o ? [o.id] : []));
  expect(new Set(ids).size).toBe(ids.length);
  expect(await count('order_head where not (id = any($1::uuid[]))', [[...ids, ...late.map((l) => l.id)]])).toBe(0);
  expect(await unmatched()).toEqual([]);
  expect(await count(`payment where status = 'late'`)).toBeGreaterThanOrEqual(LATE);
  await nothingOversold(hotSku);
  expect(await brokenPromises(app)).toEqual([]);
  expect(await server.stop()).toBe(0);
  await expect(app.sql.query('select 1'), 'PostgreSQL outlived an orderly stop').rejects.toThrow();
});

interface LateOrder extends Placed {
  jsapi: Parameters<typeof app.sandbox.control.pay>[0];
}
/** Orders whose sheet is open when the server dies. */
const lateOrders = (skuId: string): Promise<LateOrder[]> =>
  Promise.all(
    Array.from({ length: LATE }, async () => {
      const order = await given.order([{ skuId, quantity: 1 }]);
      const { body } = await order.shopper.post(`/shop/orders/${order.id}/payment`, { method: 'jsapi' });
      return { ...order, jsapi: body.jsapi };
    }),
  );

/** Paid while nobody listens; no call-back ever comes, and WeChat does not answer when the order's time is over: late money. */
function payUnnoticed(orderNumber: string, jsapi: LateOrder['jsapi']): void {
  const number = `${orderNumber}J`;
  const { control } = app.sandbox;
  control.addFault({ target: 'callback', action: 'drop', times: 50, number });
  // Three tries of one call.
  const path = `/v3/pay/transactions/out-trade-no/${number}`;
  control.addFault({ target: 'interface', action: 'error', method: 'GET', path, times: 3 });
  expect(control.pay(jsapi).result).toBe('ok');
}

/** Payments that WeChat took and the book does not explain to the fen, and the other way round. */
async function unmatched(): Promise<string[]> {
  const { rows } = await app.sql.query(
    `select p.number, p.status, p.amount_fen, o.status as order_status from payment p
     join order_head o on o.tenant_id = p.tenant_id and o.id = p.subject_id where p.status in ('succeeded', 'late')`,
  );
  const book = new Map(rows.map((r) => [r.number, r]));
  const taken = moneyTaken();
  const wrong = taken.filter((t) => {
    const entry = book.get(t.outTradeNo);
    const backFen = app.sandbox.control
      .refunds()
      .filter((r) => r.outTradeNo === t.outTradeNo && r.status === 'SUCCESS')
      .reduce((sum, r) => sum + r.refundFen, 0);
    if (!entry || entry.amount_fen !== t.totalFen) return true;
    return entry.status === 'succeeded'
      ? entry.order_status !== 'paid' || backFen !== 0
      : entry.order_status !== 'closed' || backFen !== t.totalFen;
  });
  const known = new Set(taken.map((t) => t.outTradeNo));
  return [...wrong.map((t) => t.outTradeNo), ...rows.filter((r) => !known.has(r.number)).map((r) => r.number)];
}

/** Pieces in orders that stand and pieces on the shelf are what there was. */
async function nothingOversold(hotSku: string): Promise<void> {
  const { rows } = await app.sql.query(
    `select coalesce(sum(l.quantity) filter (where l.sku_id = $1), 0)::int as hot, sum(l.quantity)::int as pieces
     from order_line l join order_head o on o.tenant_id = l.tenant_id and o.id = l.order_id where o.status = 'paid'`,
    [hotSku],
  );
  const left = await app.sql.query(
    `select sum(balance) filter (where id like $1 || '@%')::int as hot, sum(reserved)::int as reserved, sum(balance)::int as pieces
     from ledger_account where id like 'stock/%'`,
    [`stock/${hotSku}`],
  );
  expect(rows[0].hot).toBe(HOT);
  expect(left.rows[0]).toEqual({ hot: 0, reserved: 0, pieces: HOT + 5 * COLD - rows[0].pieces });
}
