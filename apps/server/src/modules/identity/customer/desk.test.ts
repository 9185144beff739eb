import { expect, test, vi } from 'vitest';
import { startApp } from '../../../test/app.ts';

test('staff find a customer by the beginning of the name and by a phone number of theirs, never see the number whole', async () => {
  const app = await startApp();
  const clerk = await app.given.staff(['customer:read']);
  const [mine, theirs] = [await app.given.shopper(), await app.given.shopper()];
  await mine.send('PATCH', '/shop/me', { nickname: '林小满' });
  await theirs.send('PATCH', '/shop/me', { nickname: 'Anna 林' });
  const place = { name: '林小满', phone: '13911112222', province: '浙江省', city: '杭州市', district: '西湖区' };
  await mine.post('/shop/addresses', { ...place, detail: '文三路 2 号', isDefault: false });
  const found = async (query: string) =>
    (await clerk.get(`/admin/customers${query}`)).body.items.map((c: { nickname: string }) => c.nickname);

  expect(await found('')).toEqual(['Anna 林', '林小满']);
  expect(await found(`?name=${encodeURIComponent('林')}`)).toEqual(['林小满']);
  expect(await found('?name=Ann')).toEqual(['Anna 林']);
  expect(await found(`?phone=${encodeURIComponent('+86 139 1111 2222')}`)).toEqual(['林小满']);
  expect(await found('?phone=13911112223')).toEqual([]);
  expect(await found('?phone=139')).toEqual([]);
  expect(JSON.stringify((await clerk.get('/admin/customers')).body)).not.toContain('13911112222');
  expect((await (await app.given.staff(['order:read'])).get('/admin/customers')).status).toBe(403);
});

test('a customer is shown with the orders they paid and the money that stayed', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const skuId = (await app.given.goods({ pricesFen: [5900], stock: 20 })).skus[0]?.id ?? '';
  const order = await app.given.paidOrder([{ skuId, quantity: 2 }]);
  const { id, totalFen, lines } = (await order.shopper.get(`/shop/orders/${order.id}`)).body;
  const { id: customerId } = (await order.shopper.get('/shop/me')).body;
  const read = async () => (await owner.get(`/admin/customers/${customerId}`)).body;
  expect(await read()).toMatchObject({ orders: 1, paidFen: totalFen, lastPaidAt: expect.any(String) });

  const back = { lines: [{ lineId: lines[0].id, quantity: 1 }], reason: '缺货' };
  expect((await owner.post(`/admin/orders/${id}/refunds`, back)).status).toBe(201);
  await app.platform.jobs.drain();
  const { refundedFen } = (await owner.get(`/admin/orders/${id}`)).body;
  expect(await read()).toMatchObject({ orders: 1, paidFen: totalFen - refundedFen });
  const theirs = (await owner.get(`/admin/orders?customerId=${customerId}`)).body.items;
  expect(theirs.map((o: { id: string }) => o.id)).toEqual([id]);
  expect((await owner.get(`/admin/customers/${id}`)).status).toBe(404);
});

test('customers are sorted by what they bought, those who never did at the end, and fall when money goes back', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const skuId = (await app.given.goods({ pricesFen: [5900], stock: 50 })).skus[0]?.id ?? '';
  const guest = await app.given.shopper();
  const orders = [
    await app.given.paidOrder([{ skuId, quantity: 1 }]),
    await app.given.paidOrder([{ skuId, quantity: 4 }]),
  ];
  await app.platform.jobs.drain();
  const idOf = async (shopper: { get: typeof guest.get }) => (await shopper.get('/shop/me')).body.id as string;
  const [one, four] = [await idOf(orders[0]!.shopper), await idOf(orders[1]!.shopper)];
  const sorted = async (sort: string) => {
    const first = (await owner.get(`/admin/customers?sort=${sort}&limit=2`)).body;
    const rest = (await owner.get(`/admin/customers?sort=${sort}&limit=2&cursor=${first.next}`)).body;
    return [...first.items, ...rest.items].map((row: { id: string }) => row.id);
  };
  expect(await sorted('paid-down')).toEqual([four, one, guest.customerId]);
  expect((await sorted('orders-up'))[0]).toBe(guest.customerId);
  expect((await sorted('last-down')).at(-1)).toBe(guest.customerId);

  const { lines } = (await owner.get(`/admin/orders/${orders[1]!.id}`)).body;
  const back = { lines: [{ lineId: lines[0].id, quantity: 4 }], reason: '缺货' };
  expect((await owner.post(`/admin/orders/${orders[1]!.id}/refunds`, back)).status).toBe(201);
  await vi.waitFor(async () => {
    await app.platform.jobs.drain();
    expect(await sorted('paid-down')).toEqual([one, expect.any(String), expect.any(String)]);
  });
  const kept = await app.sql.query('select orders, paid_fen from customer where id = $1', [four]);
  expect(kept.rows).toEqual([{ orders: 1, paid_fen: expect.anything() }]);
});
