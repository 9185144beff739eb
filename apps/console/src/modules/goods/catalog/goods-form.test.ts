import { expect, test } from 'vitest';
import { moved } from '../media/pictures-order.ts';
import { type AdminGoods, bodyOf, copyOf, draftOf, firstStock, retiredCount } from './goods-form.ts';
import { blankSku } from './spec-matrix.ts';

const goods: AdminGoods = {
  id: 'g1',
  title: '陶瓷马克杯',
  subtitle: '',
  brand: '',
  unit: '个',
  categoryId: 'c1',
  state: 'on',
  pictures: ['/files/a.webp'],
  specs: [{ name: '颜色', values: ['白', '黑'] }],
  skus: [
    {
      id: 's1',
      code: 'M-1',
      specs: ['白'],
      priceFen: 3900,
      marketPriceFen: null,
      picture: null,
      available: 3,
      costFen: 1800,
      weightGrams: 350,
      volumeCm3: 900,
      barcode: '6901234567892',
    },
    {
      id: 's2',
      code: 'M-2',
      specs: ['黑'],
      priceFen: 3900,
      marketPriceFen: 5900,
      picture: null,
      available: 0,
      costFen: null,
      weightGrams: 350,
      volumeCm3: 0,
      barcode: null,
    },
  ],
  services: ['破损包赔'],
  detail: [{ kind: 'text', text: '高温白瓷' }],
  tags: [],
  params: [{ name: '材质', value: '高温白瓷' }],
  relatedIds: ['g2'],
  presale: { shipOn: null, shipDays: 7 },
  priceFen: 3900,
  maxPriceFen: 3900,
  marketPriceFen: null,
  sort: 5,
  version: 2,
  updatedAt: '2026-01-01T00:00:00Z',
};

test('an unchanged product is sent back as it came, without what only the server decides', () => {
  const {
    id: _id,
    state: _state,
    priceFen: _p,
    maxPriceFen: _m,
    marketPriceFen: _k,
    version: _v,
    updatedAt: _u,
    ...rest
  } = goods;
  expect(bodyOf(draftOf(goods))).toEqual({ ...rest, skus: rest.skus.map(({ available: _available, ...sku }) => sku) });
});

test('of a promise of dispatch only the chosen kind is sent', () => {
  const kept = { shipOn: '2027-01-01', shipDays: 7 };
  const sent = (way: 'stock' | 'day' | 'days') => bodyOf({ ...draftOf(goods), presale: { way, ...kept } }).presale;
  expect(sent('stock')).toBeNull();
  expect(sent('day')).toEqual({ shipOn: '2027-01-01', shipDays: null });
  expect(sent('days')).toEqual({ shipOn: null, shipDays: 7 });
});

test('a copy says what the product says, and has none of what identifies its SKUs', () => {
  const { title, matrix, params } = copyOf(goods);
  expect([title, params]).toEqual(['陶瓷马克杯（新）', goods.params]);
  expect(
    matrix.skus.map(({ id, code, barcode, available, priceFen }) => [id, code, barcode, available, priceFen]),
  ).toEqual([
    [undefined, '', null, 0, 3900],
    [undefined, '', null, 0, 3900],
  ]);
});

test('parameters that are not filled in are not sent', () => {
  const params = [
    { name: '材质', value: '' },
    { name: ' 产地 ', value: ' 景德镇 ' },
    { name: '', value: '空' },
  ];
  expect(bodyOf({ ...draftOf(goods), params }).params).toEqual([{ name: '产地', value: '景德镇' }]);
});

test('texts are trimmed and empty text blocks are not sent', () => {
  const body = bodyOf({ ...draftOf(goods), title: ' 杯子 ', detail: [{ kind: 'text', text: '  ' }, ...goods.detail] });
  expect(body.title).toBe('杯子');
  expect(body.detail).toEqual(goods.detail);
});

test('only SKUs that were new get first stock, under the id that the server gave them', () => {
  const draft = draftOf(goods);
  const fresh = { ...blankSku(['蓝']), code: 'M-3', priceFen: 3900, firstPieces: 12 };
  draft.matrix.skus = [{ ...draft.matrix.skus[0]!, firstPieces: 99 }, fresh];
  const saved = { ...goods, skus: [...goods.skus, { ...goods.skus[0]!, id: 's3', code: 'M-3' }] };
  expect(firstStock(draft, saved)).toEqual([{ skuId: 's3', pieces: 12 }]);
  expect(retiredCount(draft, goods)).toBe(1);
});

test('moving keeps every item; a place outside changes nothing', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b', 'c'], 0, 3)).toEqual(['a', 'b', 'c']);
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
});
