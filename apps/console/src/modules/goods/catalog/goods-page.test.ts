import { expect, test } from 'vitest';
import { blankGoods, type GoodsDraft } from './goods-form.ts';
import { pageOf, UNSAVED } from './goods-page.ts';
import { blankSku } from './spec-matrix.ts';

const typed: GoodsDraft = {
  ...blankGoods(),
  title: ' 马克杯 ',
  pictures: ['/files/a.webp'],
  matrix: {
    specs: [
      { name: '颜色', values: ['红', '蓝'] },
      { name: '', values: [] },
    ],
    skus: [
      { ...blankSku(['红']), priceFen: 3900, marketPriceFen: 5900, firstPieces: 7 },
      { ...blankSku(['蓝']), id: '0193a1b2-0000-7000-8000-000000000001', priceFen: 2900, available: 4, firstPieces: 9 },
      blankSku(['绿']),
    ],
  },
  detail: [
    { kind: 'text', text: '  ' },
    { kind: 'picture', picture: '/files/b.webp' },
  ],
};

test('the preview shows what shoppers would get: the lowest price, first stock of what is new, nothing half typed', () => {
  const page = pageOf(UNSAVED, typed);
  expect(page).toMatchObject({ title: '马克杯', priceFen: 2900, maxPriceFen: 3900, marketPriceFen: null });
  expect(page.specs).toEqual([{ name: '颜色', values: ['红', '蓝'] }]);
  expect(page.skus.map(({ specs, available }) => [...specs, available])).toEqual([
    ['红', 7],
    ['蓝', 4],
  ]);
  expect(new Set(page.skus.map(({ id }) => id)).size).toBe(2);
  expect(page.detail).toEqual([{ kind: 'picture', picture: '/files/b.webp' }]);
});

test('an empty form has a page too', () => {
  expect(pageOf(UNSAVED, blankGoods())).toMatchObject({ title: '商品标题', unit: '件', priceFen: 0, skus: [] });
});
