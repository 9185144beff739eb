import { expect, test } from 'vitest';
import { startApp } from '../../../test/app.ts';
import { sweepLevels } from './inventory.routes.ts';

const never = new AbortController().signal;

test('what runs low is listed scarcest first, also what never had stock, and not what is off the shelf', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const few = await app.given.goods({ stock: 3 });
  const none = await app.given.goods({ stock: 0 });
  await app.given.goods({ stock: 500 });
  const off = await app.given.goods({ stock: 1 });
  await owner.post('/admin/goods/state', { ids: [off.id], state: 'off' });
  await app.platform.jobs.drain();
  const low = async (more = '') => (await owner.get(`/admin/stock?low=true${more}`)).body;
  const ids = (page: { items: { skuId: string }[] }) => page.items.map((row) => row.skuId);
  expect(ids(await low())).toEqual([none.skus[0]?.id, few.skus[0]?.id]);
  const first = await low('&limit=1');
  expect(ids(first)).toEqual([none.skus[0]?.id]);
  expect(ids(await low(`&limit=1&cursor=${first.next}`))).toEqual([few.skus[0]?.id]);
  expect((await owner.get('/admin/today')).body.lowStock).toBe(2);
});

test('stock that comes in is seen at once, stock that is sold by the next sweep', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const { skus } = await app.given.goods({ stock: 25 });
  const skuId = skus[0]?.id ?? '';
  await app.platform.jobs.drain();
  const low = async () =>
    (await owner.get('/admin/stock?low=true')).body.items.map((row: { available: number }) => row.available);
  expect(await low()).toEqual([]);
  await app.given.order([{ skuId, quantity: 10 }]);
  await sweepLevels(app.platform.database, 1, never);
  expect(await low()).toEqual([15]);
  await owner.post(`/admin/stock/${skuId}/changes`, { change: 100, reason: 'receive', note: '' });
  expect(await low()).toEqual([]);
});

test('stock never goes below what orders hold, and every change has its reason in the history', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const { skus } = await app.given.goods({ stock: 5 });
  const skuId = skus[0]?.id ?? '';
  await app.given.order([{ skuId, quantity: 3 }]);
  const change = (n: number) =>
    owner.post(`/admin/stock/${skuId}/changes`, { change: n, reason: 'damage', note: '受潮' });
  expect((await change(-3)).body.code).toBe('STOCK_SHORT');
  expect((await change(-2)).body).toMatchObject({ onHand: 3, reserved: 3, available: 0 });
  const { items } = (await owner.get(`/admin/stock/${skuId}/entries`)).body;
  expect(items[0]).toMatchObject({ kind: 'move', change: -2, reason: 'damage: 受潮' });
  expect(items.map((e: { change: number }) => e.change)).toEqual([-2, -3, 5]);
});

test('staff sort goods by price, stock, sales and creation, in any category or state, page by page', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const [few, many, dear] = [
    await app.given.goods({ stock: 3, pricesFen: [2000] }),
    await app.given.goods({ stock: 90, pricesFen: [1000] }),
    await app.given.goods({ stock: 40, pricesFen: [9900, 12_000] }),
  ];
  await app.given.paidOrder([{ skuId: dear.skus[1]?.id ?? '', quantity: 5 }]);
  await app.given.paidOrder([{ skuId: many.skus[0]?.id ?? '', quantity: 2 }]);
  await app.platform.jobs.drain();
  await sweepLevels(app.platform.database, 1, never);
  const ids = [few.id, many.id, dear.id];
  const sorted = async (sort: string, more = '') => {
    const found: number[] = [];
    let cursor = '';
    do {
      const { items, next } = (await owner.get(`/admin/goods?sort=${sort}${more}&limit=2${cursor}`)).body;
      found.push(...items.map((row: { id: string }) => ids.indexOf(row.id)));
      cursor = next ? `&cursor=${next}` : '';
    } while (cursor);
    return found;
  };
  expect(await sorted('price-up')).toEqual([1, 0, 2]);
  expect(await sorted('created-down')).toEqual([2, 1, 0]);
  expect(await sorted('stock-up')).toEqual([0, 2, 1]);
  expect(await sorted('sold-down')).toEqual([2, 1, 0]);
  const { items } = (await owner.get('/admin/goods?sort=sold-down')).body;
  expect(items.map((row: { sold: number }) => row.sold)).toEqual([5, 2, 0]);

  await owner.post('/admin/goods/state', { ids: [few.id], state: 'off' });
  expect(await sorted('stock-up')).toEqual([0, 2, 1]);
  expect(await sorted('stock-up', '&state=on')).toEqual([2, 1]);
  const { categoryId } = (await owner.get(`/admin/goods/${dear.id}`)).body;
  expect(await sorted('price-down', `&category=${categoryId}`)).toEqual([2]);
  // The kept number is the ledger's: counting again changes nothing.
  await sweepLevels(app.platform.database, 1, never);
  expect(await sorted('sold-up')).toEqual([0, 1, 2]);
});
