import { expect, test } from 'vitest';
import { chinaDate, chinaDayStart, DAY, HOUR } from '../../../kernel/clock.ts';
import { startApp } from '../../../test/app.ts';

test('sales stand on their day in China, today is left out, and the days before are compared', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const skuId = (await app.given.goods({ pricesFen: [10_000], stock: 100 })).skus[0]?.id ?? '';
  const midnight = chinaDayStart(chinaDate(Date.now())).getTime();
  const paidAt = async (ms: number) => {
    const { id } = await app.given.paidOrder([{ skuId, quantity: 1 }]);
    await app.sql.query('update order_head set paid_at = $2 where id = $1', [id, new Date(ms)]);
  };
  await paidAt(midnight + 1);
  await paidAt(midnight - 1);
  await paidAt(midnight - DAY + HOUR);
  await paidAt(midnight - 7 * DAY);
  await paidAt(midnight - 7 * DAY - 1);
  const { body } = await owner.get('/admin/trends?days=7');
  expect(body.days).toHaveLength(7);
  expect(body.days.map((d: { orders: number }) => d.orders)).toEqual([1, 0, 0, 0, 0, 0, 2]);
  expect(body.days.at(-1)).toEqual({ day: chinaDate(midnight - 1), gmvFen: 20_000, orders: 2 });
  expect(body).toMatchObject({ gmvFen: 30_000, orders: 3, beforeFen: 10_000, beforeOrders: 1, usual: null });
  expect((await owner.get('/admin/trends?days=6')).status).toBe(400);
  expect((await owner.get('/admin/trends')).body.days).toHaveLength(30);
});
