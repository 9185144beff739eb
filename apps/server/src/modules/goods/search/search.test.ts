import { beforeAll, expect, test } from 'vitest';
import { type StartedApp, startApp, startAppForFile } from '../../../test/app.ts';

let app: StartedApp;
beforeAll(async () => {
  app = await startAppForFile();
});

const find = async (q: string, more = ''): Promise<string[]> => {
  const { status, body } = await app.guest.get(`/shop/search?q=${encodeURIComponent(q)}&limit=50${more}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items.map((item: { title: string }) => item.title);
};

const TITLES = [
  '岭上乌梅粉 120g 罐装',
  '溪谷鲜牛奶 200ml×12 盒',
  '电动牙刷头替换装',
  '无线蓝牙耳机 半入耳',
  '儿童连衣裙 夏季薄款',
  '山岚釉马克杯 380ml',
  '竹浆抽纸 3 层 24 包',
  'iPhone15 防摔手机壳',
  'T恤女短袖 纯棉',
  '老卤豆腐干 香辣',
  '净爪猫砂 10L',
  '0.5mm 中性笔 黑',
];

test('what a shopper types finds the title, although a dictionary would cut the two differently', async () => {
  for (const title of TITLES) await app.given.goods({ title });
  await app.platform.jobs.drain();
  const asked: [q: string, title: string][] = [
    ...(['梅粉', '乌梅'] as const).map((q) => [q, TITLES[0]] as [string, string]),
    ...(['溪谷牛奶', '牛奶', '12盒'] as const).map((q) => [q, TITLES[1]] as [string, string]),
    ...(['牙刷头', '刷头'] as const).map((q) => [q, TITLES[2]] as [string, string]),
    ...(['蓝牙耳', '耳机蓝牙'] as const).map((q) => [q, TITLES[3]] as [string, string]),
    ...(['儿童裙', '薄款', '兒童連衣裙'] as const).map((q) => [q, TITLES[4]] as [string, string]),
    ...(['釉马克杯', '马克', '馬克杯'] as const).map((q) => [q, TITLES[5]] as [string, string]),
    ...(['抽纸', '竹浆纸'] as const).map((q) => [q, TITLES[6]] as [string, string]),
    ...(['iphone', 'iPhone 15', 'iph'] as const).map((q) => [q, TITLES[7]] as [string, string]),
    ...(['t恤', '短袖T恤'] as const).map((q) => [q, TITLES[8]] as [string, string]),
    ...(['豆腐', '豆干'] as const).map((q) => [q, TITLES[9]] as [string, string]),
    ...(['猫砂', '净爪', '砂'] as const).map((q) => [q, TITLES[10]] as [string, string]),
    ...(['0.5mm', '黑笔'] as const).map((q) => [q, TITLES[11]] as [string, string]),
  ];
  for (const [q, title] of asked) expect(await find(q), q).toContain(title);
  expect(await find('苹果15手机壳')).toEqual([]);
  for (const q of ['%', '_', '，。']) expect(await find(q), q).toEqual([]);
});

test('a question pages through every hit once, title before subtitle, newest first, strictly or loosely', async () => {
  for (let i = 0; i < 7; i++) await app.given.goods({ title: `黑陶花瓶 ${i}`, subtitle: '' });
  for (let i = 0; i < 5; i++) await app.given.goods({ title: `陶罐 ${i}`, subtitle: '黑陶花瓶同款' });
  await app.platform.jobs.drain();
  for (const [q, most] of [
    ['黑陶花瓶', 12],
    ['瓶花陶黑', 12],
  ] as const) {
    const titles: string[] = [];
    let next = '';
    do {
      const { body } = await app.guest.get(`/shop/search?q=${encodeURIComponent(q)}&limit=5${next}`);
      titles.push(...body.items.map((item: { title: string }) => item.title));
      next = body.next ? `&cursor=${body.next}` : '';
    } while (next);
    expect(new Set(titles).size, q).toBe(most);
    expect(titles).toHaveLength(most);
    expect(titles[0]).toBe('黑陶花瓶 6');
    expect(titles.slice(7).every((title) => title.startsWith('陶罐'))).toBe(true);
  }
  expect(await find('黑陶花瓶', '&sort=price-up')).toHaveLength(12);
});

test('a product that changes its words or leaves the shelf is found by what it is now, and counted so', async () => {
  const owner = await app.given.owner();
  const { id } = await app.given.goods({ title: '琉璃盏一只', subtitle: '', brand: '' });
  await app.platform.jobs.drain();
  const proposals = async (q: string) =>
    (await app.guest.get(`/shop/search/words?q=${encodeURIComponent(q)}`)).body.items;
  expect(await proposals('琉')).toEqual(['琉璃']);
  expect(await find('琉璃盏')).toEqual(['琉璃盏一只']);
  const editor = (await owner.get(`/admin/goods/${id}`)).body;
  const {
    id: _id,
    state: _s,
    priceFen: _p,
    maxPriceFen: _m,
    marketPriceFen: _f,
    updatedAt: _u,
    skus,
    ...rest
  } = editor;
  const input = { ...rest, skus: skus.map(({ available: _a, ...sku }: { available: number }) => sku) };
  await owner.send('PUT', `/admin/goods/${id}`, { ...input, title: '珐琅盏一只' });
  await app.platform.jobs.drain();
  expect([await find('琉璃'), await find('珐琅盏')]).toEqual([[], ['珐琅盏一只']]);
  expect(await proposals('琉')).toEqual([]);
  await owner.post('/admin/goods/state', { ids: [id], state: 'off' });
  await app.platform.jobs.drain();
  expect([await find('珐琅盏'), await proposals('珐')]).toEqual([[], []]);
});

test('staff find goods in any state by parts of the title and by SKU code', async () => {
  const owner = await app.given.owner();
  const { id, skus } = await app.given.goods({ title: '青瓷茶荷', pricesFen: [100, 200] });
  await owner.post('/admin/goods/state', { ids: [id], state: 'off' });
  await app.platform.jobs.drain();
  const listed = async (query: string) =>
    (await owner.get(`/admin/goods?${query}`)).body.items.map((item: { id: string }) => item.id);
  for (const keyword of ['瓷茶', '茶荷', skus[1]?.code ?? '', skus[1]?.code.toLowerCase() ?? ''])
    expect(await listed(`keyword=${encodeURIComponent(keyword)}`), keyword).toEqual([id]);
  expect(await listed(`keyword=${encodeURIComponent('茶荷')}&state=on`)).toEqual([]);
  expect(await listed(`keyword=${encodeURIComponent('没有这样的')}`)).toEqual([]);
});

test('of two changes of one product that are indexed at once, the newer stays', async () => {
  const own = await startApp();
  const { id } = await own.given.goods({ title: '第一版' });
  const { rows } = await own.sql.query('select count(*)::int as waiting from outbox where relayed_at is null');
  expect(rows[0].waiting).toBeGreaterThan(0);
  const owner = await own.given.owner();
  const editor = (await owner.get(`/admin/goods/${id}`)).body;
  const {
    id: _id,
    state: _s,
    priceFen: _p,
    maxPriceFen: _m,
    marketPriceFen: _f,
    updatedAt: _u,
    skus,
    ...rest
  } = editor;
  const input = { ...rest, skus: skus.map(({ available: _a, ...sku }: { available: number }) => sku) };
  await owner.send('PUT', `/admin/goods/${id}`, { ...input, title: '第二版' });
  await own.platform.jobs.drain();
  const words = await own.sql.query(
    "select word from search_posting where goods_id = $1 and word in ('第一', '第二')",
    [id],
  );
  expect(words.rows).toEqual([{ word: '第二' }]);
});
