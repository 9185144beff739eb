import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { startApp } from './app.ts';
import { columnsWith } from './columns-with.ts';

const CLEAR = ['13812345678', '桂花弄七号', '欧阳测试', 'a-Password-of-a-clerk-9'];

test('after a whole sale no table holds a phone number, street, name or password in the clear', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const address = {
    name: '欧阳测试',
    phone: '13812345678',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detail: '桂花弄七号',
    isDefault: true,
  };
  const { skus } = await app.given.goods({ stock: 10 });
  const skuId = skus[0]?.id ?? '';
  const shopper = await app.given.shopper();
  const made = await shopper.post('/shop/addresses', address, 'address-key-1');
  expect(await shopper.post('/shop/addresses', address, 'address-key-1')).toMatchObject({
    status: 201,
    body: made.body,
  });
  expect((await shopper.send('PUT', `/shop/addresses/${made.body.id}`, address)).status).toBe(200);
  const lines = [{ skuId, quantity: 2 }];
  const { totalFen } = (await shopper.post('/shop/quote', { lines })).body;
  const ordered = await shopper.post('/shop/orders', {
    lines,
    addressId: made.body.id,
    expectedTotalFen: totalFen,
    note: '',
    fromCart: false,
  });
  expect(ordered.status, JSON.stringify(ordered.body)).toBe(201);
  const { id, number } = ordered.body;
  await app.given.pay({ shopper, id, number, totalFen });
  const lineId = (await shopper.get(`/shop/orders/${id}`)).body.lines[0].id;
  const refund = await owner.post(`/admin/orders/${id}/refunds`, {
    lines: [{ lineId, quantity: 1 }],
    reason: '少一件',
  });
  expect(refund.status, JSON.stringify(refund.body)).toBe(201);
  await app.platform.jobs.drain();
  const parcel = { carrier: 'SF', trackingNumber: 'SF1234567890' };
  const shipped = await owner.post(`/admin/orders/${id}/shipment`, parcel, 'shipment-key-1');
  expect(shipped.status, JSON.stringify(shipped.body)).toBeLessThan(300);
  await owner.post(
    '/admin/staff',
    { login: 'clerk9', name: '店员', password: CLEAR[3], permissions: [] },
    'staff-key-1',
  );
  await app.platform.jobs.drain();

  for (const text of CLEAR) expect(await columnsWith(app, text), text).toEqual([]);
  expect(await columnsWith(app, made.body.id)).not.toEqual([]); // the search finds what is there
  const body = { login: 'clerk9', name: '店员', password: CLEAR[3], permissions: [] };
  const plain = hash('sha256', JSON.stringify(['createStaff', null, body]), 'base64url');
  expect(await columnsWith(app, plain)).toEqual([]);
}, 90_000);
