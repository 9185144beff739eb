import { expect, test } from 'vitest';
import { type StartedApp, startApp } from '../../../test/app.ts';

const twoValues = { pricesFen: [1000, 2000], stock: 98 };

/** A product as the editor sends it back. */
async function editorOf(app: StartedApp, id: string) {
  const owner = await app.given.owner();
  const { body } = await owner.get(`/admin/goods/${id}`);
  const { id: _id, state: _s, priceFen: _p, maxPriceFen: _m, marketPriceFen: _f, updatedAt: _u, skus, ...rest } = body;
  return { ...rest, skus: skus.map(({ available: _a, ...sku }: { available: number }) => sku) };
}
const specs = (...values: string[]) => [{ name: '规格', values }];

test('a spec value that was taken out and comes back finds its SKU and its stock, by its values or by its code', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const { id, skus } = await app.given.goods(twoValues);
  const full = await editorOf(app, id);
  const put = async (input: object) => {
    const { version } = (await owner.get(`/admin/goods/${id}`)).body;
    const { status, body } = await owner.send('PUT', `/admin/goods/${id}`, { ...full, ...input, version });
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  await put({ specs: specs('规格1'), skus: [full.skus[0]] });
  const { id: _gone, ...second } = full.skus[1];
  const back = await put({ skus: [full.skus[0], { ...second, code: 'ANOTHER-CODE' }] });
  expect(back.skus[1]).toMatchObject({ id: skus[1]?.id, available: 98, code: 'ANOTHER-CODE' });
  await put({ specs: specs('规格1'), skus: [full.skus[0]] });
  const renamed = await put({
    specs: specs('规格1', '新规格'),
    skus: [full.skus[0], { ...second, code: 'ANOTHER-CODE', specs: ['新规格'] }],
  });
  expect(renamed.skus[1]).toMatchObject({ id: skus[1]?.id, available: 98 });
});

test('pieces of a SKU that was taken out can still be moved by those who name it', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const { id, skus } = await app.given.goods(twoValues);
  const full = await editorOf(app, id);
  await owner.send('PUT', `/admin/goods/${id}`, { ...full, specs: specs('规格1'), skus: [full.skus[0]] });
  const moved = await owner.post(`/admin/stock/${skus[1]?.id}/changes`, { change: -98, reason: 'count', note: '' });
  expect(moved.body).toMatchObject({ onHand: 0 });
});

test('of two people who save one product the second is told, and nothing of theirs is lost or written', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const { id } = await app.given.goods();
  const input = await editorOf(app, id);
  const [first, second] = [
    await owner.send('PUT', `/admin/goods/${id}`, { ...input, title: '第一个人的' }),
    await owner.send('PUT', `/admin/goods/${id}`, { ...input, title: '第二个人的' }),
  ];
  expect(first.status).toBe(200);
  expect(second.body).toMatchObject({ code: 'CONFLICT', facts: { version: first.body.version } });
  expect((await owner.get(`/admin/goods/${id}`)).body.title).toBe('第一个人的');
});

test('every price that a SKU ever had is kept, and one that stays the same is not noted again', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const { id, skus } = await app.given.goods({ pricesFen: [1000] });
  for (const priceFen of [1200, 1200, 900]) {
    const input = await editorOf(app, id);
    await owner.send('PUT', `/admin/goods/${id}`, { ...input, skus: [{ ...input.skus[0], priceFen }] });
  }
  const { rows } = await app.sql.query('select price_fen from catalog_price where sku_id = $1 order by at, id', [
    skus[0]?.id,
  ]);
  expect(rows.map((r) => Number(r.price_fen))).toEqual([1000, 1200, 900]);
});

test('a draft made by mistake can be deleted, and its category after it; what was on sale or holds stock cannot', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const sold = await app.given.goods();
  const draft = async (code: string) => {
    const { version: _v, ...input } = await editorOf(app, sold.id);
    const { id: _id, ...sku } = input.skus[0];
    return (await owner.post('/admin/goods', { ...input, skus: [{ ...sku, code }] })).body;
  };
  const [empty, stocked] = [await draft('DRAFT-1'), await draft('DRAFT-2')];
  expect((await owner.send('DELETE', `/admin/goods/${sold.id}`)).body.code).toBe('GOODS_HAS_STOCK');
  await owner.post(`/admin/stock/${stocked.skus[0].id}/changes`, { change: 1, reason: 'receive', note: '' });
  expect((await owner.send('DELETE', `/admin/goods/${stocked.id}`)).body.code).toBe('GOODS_HAS_STOCK');
  expect((await owner.send('DELETE', `/admin/goods/${empty.id}`)).status).toBe(204);
  expect((await owner.get(`/admin/goods/${empty.id}`)).status).toBe(404);
  expect((await owner.send('DELETE', `/admin/goods/${empty.id}`)).status).toBe(404);
  await owner.post(`/admin/stock/${sold.skus[0]?.id}/changes`, { change: -100, reason: 'count', note: '' });
  expect((await owner.send('DELETE', `/admin/goods/${sold.id}`)).body.code).toBe('GOODS_NOT_DRAFT');
  expect((await owner.send('DELETE', `/admin/categories/${sold.categoryId}`)).body.code).toBe('CATEGORY_IN_USE');
});

test('categories stand in the order that staff put them into', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const make = async (name: string) =>
    (await owner.post('/admin/categories', { name, parentId: null, picture: null, sort: 5 })).body.id as string;
  const [a, b, c] = [await make('甲'), await make('乙'), await make('丙')];
  expect((await owner.send('PUT', '/admin/categories/order', { ids: [c, a, b] })).status).toBe(204);
  const { items } = (await app.guest.get('/shop/categories')).body;
  expect(items.map((one: { name: string }) => one.name)).toEqual(['丙', '甲', '乙']);
});
