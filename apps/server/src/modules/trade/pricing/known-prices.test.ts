import { beforeAll, expect, test, vi } from 'vitest';
import { Connection } from '../../../platform/db/connection.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';

let app: StartedApp;
let buyer: Awaited<ReturnType<StartedApp['given']['shopper']>>;
beforeAll(async () => {
  app = await startAppForFile();
  buyer = await app.given.shopper();
});

const freshSku = async () => (await app.given.goods({ stock: 100 })).skus[0]?.id ?? '';
const quote = async (skuId: string) => (await buyer.post('/shop/quote', { lines: [{ skuId, quantity: 1 }] })).body;
const place = (skuId: string, expectedTotalFen: number) =>
  buyer.post('/shop/orders', {
    lines: [{ skuId, quantity: 1 }],
    addressId: buyer.addressId,
    expectedTotalFen,
    note: '',
    fromCart: false,
  });
/** As another process would: nothing here is told. */
const change = (sql: string, skuId: string) => app.sql.query(sql, [skuId]);

test('a price that another process changed is in the next quote, and an order at the old one is refused', async () => {
  const skuId = await freshSku();
  const { totalFen, lines } = await quote(skuId);
  expect((await place(skuId, totalFen)).status).toBe(201);
  await change('update catalog_sku set price_fen = price_fen + 100000 where id = $1', skuId);
  expect((await place(skuId, totalFen)).body.code).toBe('PRICE_CHANGED');
  const dearer = await quote(skuId);
  expect(dearer.lines[0].unitPriceFen).toBe(lines[0].unitPriceFen + 100_000);
  expect((await place(skuId, dearer.totalFen)).status).toBe(201);
});

test('what another process took off the shelf can be ordered no more, although its price is known', async () => {
  const skuId = await freshSku();
  const { totalFen } = await quote(skuId);
  await change(
    `update catalog_goods set state = 'off' where id = (select goods_id from catalog_sku where id = $1)`,
    skuId,
  );
  expect((await place(skuId, totalFen)).body.code).toBe('LINES_INVALID');
  expect((await quote(skuId)).lines[0].trouble).toBe('off');
});

test('known SKUs cost an order no look at the goods', async () => {
  const skuId = await freshSku();
  const { totalFen } = await quote(skuId);
  const send = vi.spyOn(Connection.prototype, 'send');
  expect((await place(skuId, totalFen)).status).toBe(201);
  const texts = send.mock.calls.map(([text]) => text).join('\n');
  send.mockRestore();
  expect(texts).toContain('"stamp"');
  expect(texts).not.toContain('catalog_sku');
});
