import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { matcherOf } from './scope.rules.ts';

let app: StartedApp;
beforeAll(async () => {
  app = await startAppForFile();
});
const NOTHING = {
  kind: 'chosen' as const,
  goodsIds: [] as string[],
  categoryIds: [] as string[],
  tags: [] as string[],
  exceptGoodsIds: [] as string[],
  exceptCategoryIds: [] as string[],
};

test('a preview counts what the matcher covers, and says what is wrong at its field', async () => {
  const owner = await app.given.owner();
  const preview = (over: object) => owner.post('/admin/promotion-scopes/preview', { scope: { ...NOTHING, ...over } });
  const top = (await owner.post('/admin/categories', { name: '饮品', parentId: null, picture: null, sort: 1 })).body;
  const below = { name: '茶', parentId: top.id, picture: null, sort: 1 };
  const child = (await owner.post('/admin/categories', below)).body;
  const tea = await app.given.goods({ title: '明前龙井', categoryId: child.id, tags: ['新品'] });
  const mug = await app.given.goods({ title: '马克杯' });
  const places = [
    { goodsId: tea.id, categoryIds: [child.id, top.id], tags: ['新品'] },
    { goodsId: mug.id, categoryIds: [mug.categoryId], tags: [] },
  ];
  for (const over of [
    { kind: 'all' as const },
    { categoryIds: [top.id] },
    { categoryIds: [child.id], exceptGoodsIds: [tea.id] },
    { tags: ['新品'], goodsIds: [mug.id] },
    { kind: 'all' as const, exceptCategoryIds: [top.id] },
  ]) {
    const covered = places.filter(matcherOf({ ...NOTHING, ...over })).length;
    expect((await preview(over)).body, JSON.stringify(over)).toMatchObject({ goods: covered });
  }
  expect((await preview({ categoryIds: [top.id] })).body).toEqual({
    goods: 1,
    titles: ['明前龙井'],
    text: '指定分类的商品',
  });
  const refused = await preview({ goodsIds: [newId()] });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'scope.goodsIds' }] } });
  const tooMany = await preview({ goodsIds: Array.from({ length: 10_000 }, newId) });
  expect(tooMany).toMatchObject({ status: 400, body: { errors: [{ field: 'scope.goodsIds' }] } });
  expect(tooMany.body.detail).toContain('500');
});
