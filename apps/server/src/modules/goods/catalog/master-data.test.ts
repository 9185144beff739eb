import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import type { Caller } from '../../../test/world.ts';
import { isEan } from './catalog.rules.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
});

/** A product as the editor sends it back. */
async function inputOf(id: string) {
  const { body } = await owner.get(`/admin/goods/${id}`);
  const { id: _id, state: _s, priceFen: _p, maxPriceFen: _m, marketPriceFen: _f, updatedAt: _u, skus, ...rest } = body;
  return { ...rest, skus: skus.map(({ available: _a, ...sku }: { available: number }) => sku) };
}
const state = async (ids: string[], to: string) => (await owner.post('/admin/goods/state', { ids, state: to })).body;
const listed = async (query = '') =>
  (await owner.get(`/admin/goods${query}`)).body.items.map((row: { id: string }) => row.id);

test('exactly one last digit makes a barcode of any seven or twelve digits', () => {
  fc.assert(
    fc.property(fc.constantFrom(7, 12), fc.bigInt({ min: 0n, max: 999_999_999_999n }), (length, number) => {
      const digits = String(number).padStart(12, '0').slice(-length);
      expect([...'0123456789'].filter((last) => isEan(digits + last))).toHaveLength(1);
    }),
  );
});

test('barcode, volume and parameters are kept; a wrong check digit or a parameter named twice is refused', async () => {
  const { id } = await app.given.goods({ title: '参数试验' });
  const input = await inputOf(id);
  const params = [
    { name: '材质', value: '陶瓷' },
    { name: '产地', value: '景德镇' },
  ];
  const [sku] = input.skus;
  const put = (change: object) => owner.send('PUT', `/admin/goods/${id}`, { ...input, ...change });
  expect((await put({ skus: [{ ...sku, barcode: '6901234567893' }] })).body.code).toBe('BARCODE_WRONG');
  expect((await put({ params: [...params, params[0]] })).body.code).toBe('PARAM_REPEATED');
  const saved = await put({ params, skus: [{ ...sku, barcode: '6901234567892', volumeCm3: 1200 }] });
  expect(saved.body).toMatchObject({ params, skus: [{ barcode: '6901234567892', volumeCm3: 1200 }] });
  expect((await app.guest.get(`/shop/goods/${id}`)).body.params).toEqual(params);
  await app.platform.jobs.drain();
  expect(await listed('?keyword=6901234567892')).toEqual([id]);
});

test('goods in the bin are out of the shop and of the lists, and come back as what they were', async () => {
  const { id } = await app.given.goods({ title: '回收试验' });
  const { version: _v, ...input } = await inputOf(id);
  const { id: _id, ...sku } = input.skus[0];
  const draft = (await owner.post('/admin/goods', { ...input, skus: [{ ...sku, code: 'BIN-DRAFT' }] })).body.id;
  expect(await state([id, draft], 'bin')).toEqual({ changed: 2 });
  expect(await state([id, draft], 'bin')).toEqual({ changed: 0 });
  expect((await app.guest.get(`/shop/goods/${id}`)).status).toBe(404);
  for (const query of ['', '?sort=price-up', '?sort=updated-up', `?category=${input.categoryId}&sort=created-up`])
    expect(await listed(query), query).not.toContain(id);
  for (const query of ['?state=bin', '?state=bin&sort=price-up'])
    expect((await listed(query)).sort(), query).toEqual([id, draft].sort());
  // Only out of the bin; not onto the shelf from within.
  expect(await state([id], 'on')).toEqual({ changed: 0 });
  expect(await state([id, draft], 'restore')).toEqual({ changed: 2 });
  expect((await owner.get(`/admin/goods/${id}`)).body.state).toBe('off');
  expect((await owner.get(`/admin/goods/${draft}`)).body.state).toBe('draft');
});

test('what was sold stays in the bin, a draft can be removed from it for good', async () => {
  const { id } = await app.given.goods({ stock: 0 });
  const { version: _v, ...input } = await inputOf(id);
  const { id: _id, ...sku } = input.skus[0];
  const draft = (await owner.post('/admin/goods', { ...input, skus: [{ ...sku, code: 'GONE-DRAFT' }] })).body.id;
  await state([id, draft], 'bin');
  expect((await owner.send('DELETE', `/admin/goods/${id}`)).body.code).toBe('GOODS_NOT_DRAFT');
  expect((await owner.send('DELETE', `/admin/goods/${draft}`)).status).toBe(204);
});

test('beside a product stand those that were chosen for it, then others of its category, and never itself', async () => {
  const first = await app.given.goods({ title: '主角' });
  const same = await app.given.goods({ title: '同类', categoryId: first.categoryId });
  const chosen = await app.given.goods({ title: '搭配' });
  const off = await app.given.goods({ title: '下架的搭配' });
  await state([off.id], 'off');
  const input = await inputOf(first.id);
  const saved = await owner.send('PUT', `/admin/goods/${first.id}`, { ...input, relatedIds: [off.id, chosen.id] });
  expect(saved.body.relatedIds).toEqual([off.id, chosen.id]);
  const { items } = (await app.guest.get(`/shop/goods/${first.id}/related`)).body;
  expect(items.map((card: { id: string }) => card.id)).toEqual([chosen.id, same.id]);
  expect((await app.guest.get('/shop/goods/00000000-0000-7000-8000-000000000000/related')).body.items).toEqual([]);
});

test('a brand and a promise that are renamed are renamed in the goods that have them, two that swap too', async () => {
  const put = async (kind: string, items: object[]) => {
    const { version } = (await owner.get(`/admin/goods-terms/${kind}`)).body;
    const { status, body } = await owner.send('PUT', `/admin/goods-terms/${kind}`, { items, version });
    expect(status, JSON.stringify(body)).toBe(200);
    return body.items;
  };
  const term = (name: string, more: object = {}) => ({ name, note: '', picture: null, ...more });
  const [one, two] = [await app.given.goods({ brand: '甲牌' }), await app.given.goods({ brand: '乙牌' })];
  const [a, b] = await put('brand', [term('甲牌'), term('乙牌')]);
  await put('brand', [term('乙牌', { id: a.id }), term('甲牌', { id: b.id })]);
  const brandOf = async (id: string) => (await app.guest.get(`/shop/goods/${id}`)).body.brand;
  expect([await brandOf(one.id), await brandOf(two.id)]).toEqual(['乙牌', '甲牌']);
  const [service] = await put('service', [term('7天无理由退货', { note: '签收起 7 天' })]);
  await put('service', [term('七天无理由退货', { id: service.id, note: '签收起 7 天' })]);
  expect((await app.guest.get(`/shop/goods/${one.id}`)).body.services).toEqual(['七天无理由退货']);
  expect((await app.guest.get('/shop/services')).body.items).toEqual([{ name: '七天无理由退货', note: '签收起 7 天' }]);
  await app.platform.jobs.drain();
  const found = (await app.guest.get(`/shop/search?q=${encodeURIComponent('乙牌')}`)).body.items;
  expect(found.map((card: { id: string }) => card.id)).toContain(one.id);
});

test('of two who save one list the second is told; a name twice or too long is refused', async () => {
  const { version } = (await owner.get('/admin/goods-terms/unit')).body;
  const put = (names: string[]) => {
    const items = names.map((name) => ({ name, note: '', picture: null }));
    return owner.send('PUT', '/admin/goods-terms/unit', { items, version });
  };
  const [first, second] = await Promise.all([put(['盒']), put(['袋'])]);
  expect([first.status, second.status].sort()).toEqual([200, 409]);
  expect((await put(['双', '双'])).body.code).toBe('TERM_REPEATED');
  expect((await put(['一二三四五六七'])).body.code).toBe('TERM_TOO_LONG');
});

test('goods are asked for the parameters of their category and of those above it', async () => {
  const make = async (name: string, parentId: string | null) =>
    (await owner.post('/admin/categories', { name, parentId, picture: null, sort: 1 })).body.id as string;
  const top = await make('家居', null);
  const child = await make('厨房', top);
  const put = (id: string, items: object[]) => owner.send('PUT', `/admin/categories/${id}/params`, { items });
  const [origin, material] = [
    { name: '产地', values: [] },
    { name: '材质', values: ['陶瓷', '竹'] },
  ];
  expect((await put(top, [origin])).body).toEqual({ own: [origin], inherited: [] });
  expect((await put(child, [material])).body).toEqual({ own: [material], inherited: [origin] });
  expect((await put(child, [material, material])).body.code).toBe('PARAM_REPEATED');
  expect((await owner.get('/admin/categories/00000000-0000-7000-8000-000000000000/params')).status).toBe(404);
  expect((await owner.send('DELETE', `/admin/categories/${child}`)).status).toBe(204);
});
