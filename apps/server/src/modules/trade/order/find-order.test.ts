import { expect, test } from 'vitest';
import { startApp } from '../../../test/app.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { readNumber } from './order.rules.ts';

test('an order is found by every number that staff may hold in their hand', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const { skus } = await app.given.goods();
  const order = await app.given.paidOrder([{ skuId: skus[0]?.id ?? '', quantity: 1 }]);
  await app.given.paidOrder([{ skuId: skus[0]?.id ?? '', quantity: 1 }]);
  const { rows } = await app.sql.query('select number, transaction_id from payment where subject_id = $1', [order.id]);
  const found = async (number: string) =>
    (await owner.get(`/admin/orders?number=${encodeURIComponent(number)}`)).body.items.map((o: { id: string }) => o.id);
  for (const number of [order.number, rows[0].number, rows[0].transaction_id])
    expect(await found(number), number).toEqual([order.id]);
  for (const nobody of ['4200009999202611280000000000', `${order.number.slice(0, 21)}x`, 'J'])
    expect(await found(nobody), nobody).toEqual([]);
});

test('staff sort orders by sum and by time over all states, page by page, within their other filters', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const skuId = (await app.given.goods({ pricesFen: [10_000], stock: 50 })).skus[0]?.id ?? '';
  const placed = [
    await app.given.order([{ skuId, quantity: 2 }]),
    await app.given.paidOrder([{ skuId, quantity: 3 }]),
    await app.given.order([{ skuId, quantity: 1 }]),
    // No two of one sum: those stand by their ids, which are in no order.
    await app.given.paidOrder([{ skuId, quantity: 4 }]),
  ];
  const sorted = async (query: string) => {
    const found: number[] = [];
    let cursor = '';
    do {
      const { items, next } = (await owner.get(`/admin/orders?${query}&limit=1${cursor}`)).body;
      found.push(...items.map((row: { id: string }) => placed.findIndex(({ id }) => id === row.id)));
      cursor = next ? `&cursor=${next}` : '';
    } while (cursor);
    return found;
  };
  expect(await sorted('sort=total-up')).toEqual([2, 0, 1, 3]);
  expect(await sorted('sort=total-down')).toEqual([3, 1, 0, 2]);
  expect(await sorted('sort=total-down&state=unpaid')).toEqual([0, 2]);
  expect(await sorted(`sort=total-up&minFen=${placed[0]!.totalFen}`)).toEqual([0, 1, 3]);
  expect(await sorted('sort=created-up')).toEqual([0, 1, 2, 3]);
});

test('a number is read for what it is', () => {
  expect(readNumber('2026112803235986658354J')).toEqual({ number: '2026112803235986658354' });
  expect(readNumber('2026112803235986658354')).toEqual({ number: '2026112803235986658354' });
  expect(readNumber('4200001234202611281234567890')).toEqual({ transactionId: '4200001234202611281234567890' });
});

test('the counts that the console shows are kept with every change of state, also by many at once', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const { skus } = await app.given.goods({ stock: 200 });
  const line = [{ skuId: skus[0]?.id ?? '', quantity: 1 }];
  const orders = await Promise.all(Array.from({ length: 12 }, () => app.given.order(line)));
  await Promise.all(orders.slice(0, 4).map((o) => app.given.pay(o)));
  await Promise.all(
    orders.slice(4, 9).map(({ shopper, id }) => shopper.post(`/shop/orders/${id}/cancellation`, { reason: '' })),
  );
  const counts = (await owner.get('/admin/orders/counts')).body;
  expect(counts).toEqual({ unpaid: 3, paid: 4, shipped: 0, received: 0, closed: 5, refunded: 0 });
  expect(await brokenPromises(app)).toEqual([]);
});
