import { expect, test } from 'vitest';
import { startApp } from './app.ts';
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
