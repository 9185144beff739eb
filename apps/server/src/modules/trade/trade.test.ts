import { expect, test, vi } from 'vitest';
import { startApp } from '../../test/app.ts';
import { brokenPromises } from '../../test/invariants.ts';

test('one sale: placed, paid, shipped, received; stock and money end where they belong', async () => {
  const app = await startApp();
  const { given, platform } = app;
  const goods = await given.goods({ stock: 10, pricesFen: [2900, 5900] });
  const [a, b] = goods.skus;
  const order = await given.order([
    { skuId: a!.id, quantity: 2 },
    { skuId: b!.id, quantity: 1 },
  ]);
  expect(order.totalFen).toBe(2 * 2900 + 5900);
  expect(
    (await app.guest.get(`/shop/goods/${goods.id}`)).body.skus.map((s: { available: number }) => s.available),
  ).toEqual([8, 9]);
  await given.pay(order);
  const paid = (await order.shopper.get(`/shop/orders/${order.id}`)).body;
  expect(paid).toMatchObject({ state: 'paid', totalFen: 11_700, refundedFen: 0 });
  expect(paid.timeline.map((t: { kind: string }) => t.kind)).toEqual(['placed', 'paid']);

  const owner = await given.owner();
  const shipped = await owner.post(`/admin/orders/${order.id}/shipment`, {
    carrier: 'ZTO',
    trackingNumber: 'ZT123456789',
  });
  expect(shipped.status, JSON.stringify(shipped.body)).toBe(201);
  expect(shipped.body.state).toBe('shipped');
  await platform.jobs.drain();
  expect((await owner.get(`/admin/orders/${order.id}`)).body.shipments).toMatchObject([
    { trackingNumber: 'ZT123456789', wechatUpload: 'done' },
  ]);
  expect((await order.shopper.post(`/shop/orders/${order.id}/receipt`)).body.state).toBe('received');
  expect(await brokenPromises(app)).toEqual([]);
});

test('part of an undispatched order is refunded to the fen, and its pieces can be sold again', async () => {
  const app = await startApp();
  const { given, platform } = app;
  const goods = await given.goods({ stock: 3, pricesFen: [3333] });
  const order = await given.paidOrder([{ skuId: goods.skus[0]!.id, quantity: 3 }]);
  const [line] = (await order.shopper.get(`/shop/orders/${order.id}`)).body.lines;
  const asked = await order.shopper.post(`/shop/orders/${order.id}/refunds`, {
    lines: [{ lineId: line.id, quantity: 1 }],
    reason: '买多了',
  });
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  expect(asked.body).toMatchObject({ state: 'requested', amountFen: 3333 });
  const owner = await given.owner();
  expect(
    (await owner.post(`/admin/orders/${order.id}/shipment`, { carrier: 'ZTO', trackingNumber: 'ZT123456789' })).body
      .code,
  ).toBe('REFUND_OPEN');
  expect((await owner.post(`/admin/refunds/${asked.body.id}/approval`)).body.state).toBe('sending');
  await platform.jobs.drain();
  await vi.waitFor(async () => {
    await platform.jobs.drain();
    expect((await order.shopper.get(`/shop/orders/${order.id}`)).body).toMatchObject({
      state: 'paid',
      refundedFen: 3333,
    });
  }, 25_000);
  expect((await app.guest.get(`/shop/goods/${goods.id}`)).body.skus[0].available).toBe(1);
  expect(await brokenPromises(app)).toEqual([]);
});
