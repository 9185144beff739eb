import { expect, test } from 'vitest';
import { startApp } from '../../../test/app.ts';

test('ten taps at once on 加入购物车 make ten pieces', async () => {
  const app = await startApp();
  const { skus } = await app.given.goods({ stock: 100 });
  const shopper = await app.given.shopper();
  const taps = Array.from({ length: 10 }, () => shopper.post('/shop/cart/lines', { skuId: skus[0]?.id, quantity: 1 }));
  for (const { status } of await Promise.all(taps)) expect(status).toBe(200);
  expect((await shopper.get('/shop/cart')).body.lines).toMatchObject([{ quantity: 10, selected: true }]);
});

test('a line is filled up to what is available, and what it held more is not taken away', async () => {
  const app = await startApp();
  const [owner, { skus }] = [await app.given.owner(), await app.given.goods({ stock: 5 })];
  const skuId = skus[0]?.id;
  const shopper = await app.given.shopper();
  const held = async (quantity: number) => {
    expect((await shopper.post('/shop/cart/lines', { skuId, quantity })).status).toBe(200);
    return (await shopper.get('/shop/cart')).body.lines[0].quantity;
  };
  expect(await held(3)).toBe(3);
  expect(await held(3)).toBe(5);
  await owner.post(`/admin/stock/${skuId}/changes`, { change: -3, reason: 'count', note: '' });
  expect(await held(1)).toBe(5);
});

test('a cart takes a hundred lines and no more, also when two are added at once', async () => {
  const app = await startApp();
  const pricesFen = Array.from({ length: 26 }, (_, i) => 100 + i);
  const goods = [];
  for (let i = 0; i < 4; i++) goods.push(...(await app.given.goods({ pricesFen, stock: 5 })).skus);
  const shopper = await app.given.shopper();
  const add = (skuId?: string) => shopper.post('/shop/cart/lines', { skuId, quantity: 1 });
  for (const { id } of goods.slice(0, 98)) expect((await add(id)).status).toBe(200);
  const answers = await Promise.all(goods.slice(98, 104).map(({ id }) => add(id)));
  expect(answers.filter((a) => a.status === 200)).toHaveLength(2);
  expect(answers.filter((a) => a.body.code === 'CART_FULL')).toHaveLength(4);
  expect((await add(goods[0]?.id)).status).toBe(200);
  expect((await shopper.get('/shop/cart')).body.lines).toHaveLength(100);
});

test('a repeated key adds once; what is sold out or gone cannot be added; a changed line keeps to what was said last', async () => {
  const app = await startApp();
  const { skus } = await app.given.goods({ stock: 9 });
  const none = await app.given.goods({ stock: 0 });
  const shopper = await app.given.shopper();
  const body = { skuId: skus[0]?.id, quantity: 2 };
  for (let i = 0; i < 3; i++) await shopper.post('/shop/cart/lines', body, 'one-and-the-same-key');
  expect((await shopper.get('/shop/cart')).body.count).toBe(2);
  const refused = await shopper.post('/shop/cart/lines', { skuId: none.skus[0]?.id, quantity: 1 });
  expect(refused.body).toMatchObject({ code: 'CART_CANNOT_ADD', detail: '已售罄' });
  await shopper.send('PUT', `/shop/cart/lines/${body.skuId}`, { quantity: 4, selected: false });
  expect((await shopper.get('/shop/cart')).body).toMatchObject({ count: 4, selectedCount: 0, selectedFen: 0 });
  const other = await app.given.shopper();
  expect((await other.send('PUT', `/shop/cart/lines/${body.skuId}`, { quantity: 1, selected: true })).status).toBe(404);
  await shopper.post('/shop/cart/removals', { skuIds: [body.skuId] });
  expect((await shopper.get('/shop/cart')).body.lines).toEqual([]);
});
