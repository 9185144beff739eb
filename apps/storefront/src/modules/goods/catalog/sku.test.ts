import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canChoose, choiceText, choose, firstChoice, inStock, type Product, pictureOf, skuOf } from './sku';

const sku = (specs: string[], available: number) => ({
  id: specs.join('/'),
  code: specs.join('-'),
  specs,
  priceFen: 9900,
  marketPriceFen: null,
  picture: null,
  available,
});
const product = (skus: ReturnType<typeof sku>[]): Product => ({
  id: 'p',
  title: '陶瓷杯',
  subtitle: '',
  brand: '',
  unit: '只',
  presale: null,
  categoryId: 'c',
  state: 'on',
  pictures: [],
  specs: [
    { name: '颜色', values: ['白', '蓝'] },
    { name: '容量', values: ['小', '大'] },
  ],
  skus,
  services: [],
  detail: [],
  tags: [],
  params: [],
  deal: null,
  promotions: [],
  member: null,
  priceFen: 9900,
  maxPriceFen: 9900,
  marketPriceFen: null,
});
const CUP = product([sku(['白', '小'], 3), sku(['白', '大'], 0), sku(['蓝', '大'], 5)]);

test('a complete choice means one SKU, an incomplete one none', () => {
  expect(skuOf(CUP, ['蓝', '大'])?.id).toBe('蓝/大');
  expect(skuOf(CUP, ['蓝', undefined])).toBeUndefined();
  expect(skuOf(CUP, ['蓝', '小'])).toBeUndefined();
});

test('a combination that is sold out or not made cannot be chosen', () => {
  expect(canChoose(CUP, ['白', undefined], 1, '大')).toBe(false);
  expect(canChoose(CUP, ['白', undefined], 1, '小')).toBe(true);
  expect(canChoose(CUP, [undefined, undefined], 1, '大')).toBe(true);
});

test('a second tap takes a value back; a value that no longer fits is dropped', () => {
  expect(choose(CUP, ['白', undefined], 0, '白')).toEqual([undefined, undefined]);
  expect(choose(CUP, ['白', '小'], 0, '蓝')).toEqual(['蓝', undefined]);
});

test('a product with one value an axis is chosen at first', () => {
  const single = { ...CUP, specs: CUP.specs.map((s) => ({ ...s, values: s.values.slice(0, 1) })) };
  expect(firstChoice(single)).toEqual(['白', '小']);
  expect(firstChoice(CUP)).toEqual([undefined, undefined]);
  expect(inStock(CUP)).toBe(true);
});

test('whatever is tapped, every complete choice that can be reached is a SKU in stock', () => {
  const taps = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { maxLength: 12 });
  const stocks = fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2));
  fc.assert(
    fc.property(taps, stocks, (path, [a, b, c, d]) => {
      const cup = product([sku(['白', '小'], a), sku(['白', '大'], b), sku(['蓝', '小'], c), sku(['蓝', '大'], d)]);
      let choice = firstChoice(cup);
      for (const [axis, index] of path) {
        const value = cup.specs[axis]?.values[index] ?? '';
        if (canChoose(cup, choice, axis, value)) choice = choose(cup, choice, axis, value);
      }
      const found = skuOf(cup, choice);
      expect(choice.includes(undefined) || (found?.available ?? 0) > 0).toBe(true);
    }),
  );
});

test('a chosen colour shows its picture before the size is chosen; a choice that pictures do not tell apart shows the product', () => {
  const pictured = (specs: string[], picture: string) => ({ ...sku(specs, 1), picture });
  const cup = {
    ...product([]),
    pictures: ['/files/first.webp'],
    skus: [pictured(['白', '小'], 'white'), pictured(['白', '大'], 'white'), pictured(['蓝', '大'], 'blue')] as never,
  };
  expect(pictureOf(cup, [undefined, undefined])).toBe('/files/first.webp');
  expect(pictureOf(cup, ['白', undefined])).toBe('white');
  expect(pictureOf(cup, [undefined, '大'])).toBe('/files/first.webp');
  expect(pictureOf(cup, ['蓝', '大'])).toBe('blue');
  expect([choiceText(['白', undefined]), choiceText([undefined, undefined])]).toEqual(['白', '']);
});
