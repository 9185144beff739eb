import { expect, test } from 'vitest';
import { matrixTrouble, priceRange, repeatedCode } from './catalog.rules.ts';

const specs = [
  { name: '颜色', values: ['白', '黑'] },
  { name: '尺寸', values: ['大', '小'] },
];

test('a matrix with foreign, missing or repeated combinations is named', () => {
  expect(matrixTrouble(specs, [{ specs: ['白', '大'] }, { specs: ['黑', '小'] }])).toBeNull();
  expect(matrixTrouble(specs, [{ specs: ['白'] }])).toContain('应有 2 个值');
  expect(matrixTrouble(specs, [{ specs: ['红', '大'] }])).toContain('红');
  expect(matrixTrouble(specs, [{ specs: ['白', '大'] }, { specs: ['白', '大'] }])).toContain('重复');
  expect(matrixTrouble([], [{ specs: [] }])).toBeNull();
  expect(
    matrixTrouble(
      [
        { name: '色', values: ['a'] },
        { name: '色', values: ['b'] },
      ],
      [{ specs: ['a', 'b'] }],
    ),
  ).toBe('规格名称重复');
});

test('the price range takes the strike price of the cheapest SKU, and only above its price', () => {
  const sku = (priceFen: number, marketPriceFen: number | null) => ({ priceFen, marketPriceFen });
  expect(priceRange([sku(500, null), sku(300, 400), sku(900, 1000)])).toEqual({
    priceFen: 300,
    maxPriceFen: 900,
    marketPriceFen: 400,
  });
  expect(priceRange([sku(300, 300)]).marketPriceFen).toBeNull();
});

test('a code that is given twice is found', () => {
  expect(repeatedCode([{ code: 'A' }, { code: 'B' }])).toBeNull();
  expect(repeatedCode([{ code: 'A' }, { code: 'A' }])).toBe('A');
});
