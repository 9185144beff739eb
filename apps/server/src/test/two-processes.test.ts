import { expect, test } from 'vitest';
import { startApp } from './app.ts';
import { startFront } from './front.ts';
import { brokenPromises } from './invariants.ts';
import { ended, startSaleServer } from './sale-process.ts';
import { freePort } from './server-process.ts';

const PIECES = 30;
const BUYERS = 100;

test('two processes on one database place exactly on one hot SKU, and each knows what the other has answered', {
  timeout: 180_000,
}, async () => {
  const app = await startApp({ LIMIT_SCALE: '1000' });
  const { skus } = await app.given.goods({ stock: PIECES });
  const skuId = skus[0]?.id ?? '';
  const buyers: Awaited<ReturnType<typeof app.given.shopper>>[] = [];
  for (let n = 0; n < BUYERS; n++) buyers.push(await app.given.shopper());
  const lines = [{ skuId, quantity: 1 }];
  const { totalFen } = (await buyers[0]!.post('/shop/quote', { lines })).body;
  const ports = [await freePort(), await freePort()];
  const processes = await Promise.all(ports.map((port) => startSaleServer(app, port)));

  const place = async (buyer: number, port: number | undefined) => {
    const { token, addressId } = buyers[buyer] ?? { token: '', addressId: '' };
    const reply = await fetch(`http://127.0.0.1:${port}/shop/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': `the-only-order-of-${buyer}`,
      },
      body: JSON.stringify({ lines, addressId, expectedTotalFen: totalFen, note: '', fromCart: false }),
    });
    return { status: reply.status, body: (await reply.json()) as { id: string; code?: string } };
  };
  const answers = await Promise.all(buyers.map((_, n) => place(n, ports[n % 2])));
  const placed = answers.flatMap(({ status, body }, n) => (status === 201 ? [{ buyer: n, id: body.id }] : []));
  expect(placed).toHaveLength(PIECES);
  const refused = answers.filter((a) => a.status !== 201);
  for (const { body } of refused) expect(['STOCK_SHORT', 'LINES_INVALID'], JSON.stringify(body)).toContain(body.code);
  // Asked again at the other process: the same order, not another one.
  const again = await Promise.all(placed.map(({ buyer }) => place(buyer, ports[(buyer + 1) % 2])));
  expect(again.map((a) => a.body.id)).toEqual(placed.map((p) => p.id));

  for (const child of processes) {
    const end = ended(child);
    child.kill('SIGTERM');
    expect(await end).toBe('exit 0');
  }
  const { rows } = await app.sql.query('select id::text from order_head');
  expect(rows.map((r) => r.id).sort()).toEqual(placed.map((p) => p.id).sort());
  const { rows: stock } = await app.sql.query(
    'select balance::int, reserved::int from ledger_account where id like $1',
    [`stock/${skuId}%`],
  );
  expect(stock).toEqual([{ balance: PIECES, reserved: PIECES }]);
  expect(await brokenPromises(app)).toEqual([]);
});

test('both processes are replaced one after the other while a crowd buys: no request fails, every order is there once', {
  timeout: 240_000,
}, async () => {
  const app = await startApp({ LIMIT_SCALE: '1000' });
  const { skus } = await app.given.goods({ stock: 100_000 });
  const lines = [{ skuId: skus[0]?.id ?? '', quantity: 1 }];
  const buyers: Awaited<ReturnType<typeof app.given.shopper>>[] = [];
  for (let n = 0; n < 12; n++) buyers.push(await app.given.shopper());
  const { totalFen } = (await buyers[0]!.post('/shop/quote', { lines })).body;
  const begin = async () => {
    const port = await freePort();
    return { port, child: await startSaleServer(app, port, { LIMIT_SCALE: '1000' }) };
  };
  const running = [await begin(), await begin()];
  const front = await startFront(() => running.map(({ port }) => port));

  let selling = true;
  const failed: string[] = [];
  const placed: string[] = [];
  const ask = async (token: string, method: string, url: string, body?: object) => {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': crypto.randomUUID() };
    const sent = body && { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const reply = await fetch(front + url, { method, headers, ...sent });
    const text = await reply.text();
    if (!reply.ok) failed.push(`${method} ${url} ${reply.status} ${text}`);
    return reply.ok ? JSON.parse(text) : {};
  };
  const buy = async ({ token, addressId }: (typeof buyers)[number]) => {
    while (selling) {
      await ask(token, 'GET', '/shop/goods');
      const body = { lines, addressId, expectedTotalFen: totalFen, note: '', fromCart: false };
      const { id } = await ask(token, 'POST', '/shop/orders', body);
      placed.push(id);
      await ask(token, 'GET', `/shop/orders/${id}`);
    }
  };
  const crowd = Promise.all(buyers.map(buy));
  const soldMore = async (orders: number) => {
    const until = placed.length + orders;
    while (placed.length < until && failed.length === 0) await new Promise((wait) => setTimeout(wait, 20));
  };
  await soldMore(20);
  for (const place of [0, 1]) {
    const old = running[place]!;
    const next = await begin();
    running[place] = next;
    const end = ended(old.child);
    old.child.kill('SIGTERM');
    expect(await end).toBe('exit 0');
    await soldMore(20);
  }
  selling = false;
  await crowd;
  expect(failed).toEqual([]);
  const { rows } = await app.sql.query('select id::text from order_head');
  expect(rows.map((r) => r.id).sort()).toEqual([...new Set(placed)].sort());
  expect(rows).toHaveLength(placed.length);
  expect(await brokenPromises(app)).toEqual([]);
});
