import { expect, test } from 'vitest';
import { startApp } from '../../../test/app.ts';

const XIANTAO = {
  name: '王立',
  phone: '13800001111',
  province: '湖北省',
  city: '',
  district: '仙桃市',
  detail: '沙嘴街道 1 号',
};

test('a pasted address is taken apart, kept with its code, and is nowhere shown with rows of the statistics', async () => {
  const app = await startApp();
  const shopper = await app.given.shopper();
  const owner = await app.given.owner();
  const text = '王立 \u202d138 0000 1111\u202c 湖北省直辖县级行政区划仙桃市沙嘴街道 1 号';
  const read = await shopper.post('/shop/addresses/recognise', { text });
  expect(read).toMatchObject({ status: 200, body: XIANTAO });
  // As other programs send it, e.g. what WeChat's own address book gives.
  const sent = { ...XIANTAO, city: '省直辖县级行政区划', phone: '+86 138-0000-1111', isDefault: true };
  const address = await shopper.post('/shop/addresses', sent);
  expect(address).toMatchObject({ status: 201, body: { ...XIANTAO, regionCode: '429004' } });
  const goods = await app.given.goods();
  const order = await shopper.post('/shop/orders', {
    addressId: address.body.id,
    lines: [{ skuId: goods.skus[0]?.id, quantity: 1 }],
    note: '',
    expectedTotalFen: (await shopper.post('/shop/quote', { lines: [{ skuId: goods.skus[0]?.id, quantity: 1 }] })).body
      .totalFen,
    fromCart: false,
  });
  expect(order.status, JSON.stringify(order.body)).toBe(201);
  const shown = (await shopper.get(`/shop/orders/${order.body.id}`)).body.address;
  expect(shown).toEqual({ ...XIANTAO, regionCode: '429004' });
  const found = await owner.get(`/admin/orders?phone=${encodeURIComponent('+86 138 0000 1111')}`);
  expect(found.body.items.map((o: { id: string }) => o.id)).toEqual([order.body.id]);
  expect((await owner.get('/admin/orders?phone=123')).body.items).toEqual([]);
});

test('Hong Kong is sent to, with a number of its own; a number that nobody can ring is refused in words', async () => {
  const app = await startApp();
  const shopper = await app.given.shopper();
  const place = {
    province: '香港特别行政区',
    city: '九龙',
    district: '油尖旺区',
    detail: '弥敦道 1 号',
    isDefault: false,
  };
  const kept = await shopper.post('/shop/addresses', { ...place, name: '陈大文', phone: '9123 4567' });
  expect(kept).toMatchObject({ status: 201, body: { phone: '+85291234567', regionCode: '' } });
  const mainland = { ...place, province: '浙江省', city: '杭州市', district: '西湖区', name: '陈大文' };
  const refused = await shopper.post('/shop/addresses', { ...mainland, phone: '9123 4567' });
  expect(refused).toMatchObject({ status: 400, body: { code: 'PHONE_INVALID', errors: [{ field: 'phone' }] } });
});

test('the table is asked for once a day', async () => {
  const app = await startApp();
  const answer = await app.platform.http.server.inject({ url: '/shop/regions', headers: { host: 'localhost' } });
  expect(answer.headers['cache-control']).toBe('public, max-age=86400');
  expect(answer.json().items).toHaveLength(34);
});
