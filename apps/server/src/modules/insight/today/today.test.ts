import { expect, test } from 'vitest';
import { chinaDate, chinaDayStart, DAY, HOUR, setClock } from '../../../kernel/clock.ts';
import { OWNER, startApp } from '../../../test/app.ts';

test('today stands against yesterday up to the same minute, and the hours show all of yesterday', async () => {
  const app = await startApp();
  const goods = await app.given.goods({ pricesFen: [10_000, 20_001], stock: 100 });
  const [cheap, dear] = goods.skus.map((s) => s.id);
  const order = async (skuId: string) => app.given.paidOrder([{ skuId, quantity: 1 }]);
  const [a, b, c, d] = [await order(cheap!), await order(dear!), await order(cheap!), await order(dear!)];
  const noon = chinaDayStart(chinaDate(Date.now() + DAY)).getTime() + 12 * HOUR;
  const paidAt = (id: string, ms: number) =>
    app.sql.query('update order_head set paid_at = $2 where id = $1', [id, new Date(ms)]);
  await paidAt(a.id, noon - 2 * HOUR);
  await paidAt(b.id, noon - 2 * HOUR);
  await paidAt(c.id, noon - DAY - 3 * HOUR);
  await paidAt(d.id, noon - DAY + 3 * HOUR);
  const restore = setClock(() => noon);
  try {
    const session = await app.guest.post('/admin/session', { login: OWNER.login, password: OWNER.password });
    const { body } = await app.as(session.body.token).get('/admin/today');
    expect(body).toMatchObject({ toShip: 4, refundsToHandle: 0, failedRefunds: 0, lowStock: 0, differences: 0 });
    expect(body.today).toEqual({
      gmvFen: 30_001,
      paidOrders: 2,
      buyers: 2,
      averageOrderFen: 15_001,
      refundedFen: 0,
    });
    expect(body.yesterday).toEqual({
      gmvFen: 10_000,
      paidOrders: 1,
      buyers: 1,
      averageOrderFen: 10_000,
      refundedFen: 0,
    });
    const busy = body.hours.filter((h: { todayFen: number; yesterdayFen: number }) => h.todayFen + h.yesterdayFen > 0);
    expect(body.hours).toHaveLength(24);
    expect(busy).toEqual([
      { hour: 9, todayFen: 0, yesterdayFen: 10_000 },
      { hour: 10, todayFen: 30_001, yesterdayFen: 0 },
      { hour: 15, todayFen: 0, yesterdayFen: 20_001 },
    ]);
  } finally {
    restore();
  }
});

test('a day without orders has an average of nothing, and stock at the mark needs a hand', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  await app.given.goods({ pricesFen: [2900], stock: 20 });
  await app.platform.jobs.drain();
  const { body } = await owner.get('/admin/today');
  expect(body.today).toEqual({ gmvFen: 0, paidOrders: 0, buyers: 0, averageOrderFen: 0, refundedFen: 0 });
  expect(body).toMatchObject({ lowStock: 1, toShip: 0 });
  const key = await owner.post('/admin/app-keys', { name: '仓库', permissions: ['stock:read'] });
  expect((await app.as(key.body.secret).get('/admin/today')).status).toBe(403);
});
