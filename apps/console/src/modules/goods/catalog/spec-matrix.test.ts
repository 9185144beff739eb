import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  blankSku,
  combinations,
  filled,
  isEan,
  type Matrix,
  matrixTrouble,
  pictureOf,
  repeatedCodes,
  type SpecAxis,
  splitValues,
  withCodes,
  withPicture,
  withSpecs,
} from './spec-matrix.ts';

const red = { ...blankSku(['红', 'S']), id: 'id-red-s', code: 'R-S', priceFen: 1000, available: 5 };
const blue = { ...blankSku(['蓝', 'S']), id: 'id-blue-s', code: 'B-S', priceFen: 1200, available: 7 };
const two: Matrix = {
  specs: [
    { name: '颜色', values: ['红', '蓝'] },
    { name: '尺码', values: ['S'] },
  ],
  skus: [red, blue],
};

test('a barcode has 8 or 13 digits, of which the last one fits the others', () => {
  for (const code of ['6901234567892', '4006381333931', '96385074']) expect(isEan(code), code).toBe(true);
  for (const code of ['6901234567893', '690123456789', '6901234567829', '', 'abcdefgh'])
    expect(isEan(code), code).toBe(false);
});

test('a new value adds rows and leaves every SKU that was there as it is', () => {
  const next = withSpecs(two, [
    { name: '颜色', values: ['红', '蓝'] },
    { name: '尺码', values: ['S', 'M'] },
  ]);
  expect(next.skus.map((s) => [s.specs.join(), s.id, s.code, s.priceFen])).toEqual([
    ['红,S', 'id-red-s', 'R-S', 1000],
    ['红,M', undefined, '', null],
    ['蓝,S', 'id-blue-s', 'B-S', 1200],
    ['蓝,M', undefined, '', null],
  ]);
});

test('a renamed value keeps id, code and stock of its SKUs', () => {
  const next = withSpecs(two, [{ name: '颜色', values: ['大红', '蓝'] }, two.specs[1]!]);
  expect(next.skus[0]).toEqual({ ...red, specs: ['大红', 'S'] });
  expect(next.skus[1]).toEqual(blue);
});

test('removing one value never hands its SKU to another value', () => {
  const next = withSpecs(two, [{ name: '颜色', values: ['蓝'] }, two.specs[1]!]);
  expect(next.skus).toEqual([blue]);
});

test('a value removed by mistake and typed again finds its SKU with id, code and stock', () => {
  const without = withSpecs(two, [{ name: '颜色', values: ['蓝'] }, two.specs[1]!]);
  const again = withSpecs(without, [{ name: '颜色', values: ['蓝', '红'] }, two.specs[1]!]);
  expect(again.skus).toEqual([blue, red]);
  expect(again.removed).toEqual([]);
});

test('a new axis gives each SKU to its first value once, and copies only amounts to the others', () => {
  const next = withSpecs(two, [...two.specs, { name: '包装', values: ['简装', '礼盒'] }]);
  expect(next.skus.map((s) => [s.specs.join(), s.id, s.code, s.priceFen, s.available])).toEqual([
    ['红,S,简装', 'id-red-s', 'R-S', 1000, 5],
    ['红,S,礼盒', undefined, '', 1000, 0],
    ['蓝,S,简装', 'id-blue-s', 'B-S', 1200, 7],
    ['蓝,S,礼盒', undefined, '', 1200, 0],
  ]);
});

test('a removed axis keeps the first SKU of each remaining combination', () => {
  const next = withSpecs(two, [two.specs[1]!]);
  expect(next.skus).toEqual([{ ...red, specs: ['S'] }]);
});

const word = fc.string({ minLength: 1, maxLength: 4 });
const axes: fc.Arbitrary<SpecAxis[]> = fc.uniqueArray(
  fc.record({ name: word, values: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }) }),
  { maxLength: 3, selector: (axis) => axis.name },
);

test('whatever the axes become: the rows are exactly their combinations and no id appears twice', () => {
  fc.assert(
    fc.property(axes, axes, axes, (before, between, after) => {
      const start: Matrix = {
        specs: before,
        skus: combinations(before).map((specs, at) => ({ ...blankSku(specs), id: `id-${at}`, code: `c-${at}` })),
      };
      const { skus } = withSpecs(withSpecs(start, between), after);
      expect(skus.map((s) => s.specs)).toEqual(combinations(after));
      const ids = skus.flatMap((s) => (s.id ? [s.id] : []));
      expect(new Set(ids).size).toBe(ids.length);
      const codes = skus.flatMap((s) => (s.code ? [s.code] : []));
      expect(new Set(codes).size).toBe(codes.length);
    }),
  );
});

test('batch fill numbers the codes and gives first pieces only to new SKUs', () => {
  const skus = filled([red, blankSku(['蓝', 'M'])], { codePrefix: 'TEE', priceFen: 990, firstPieces: 20 });
  expect(skus.map((s) => [s.code, s.priceFen, s.firstPieces])).toEqual([
    ['TEE-01', 990, null],
    ['TEE-02', 990, 20],
  ]);
});

test('a code that was left empty is made, one that was typed stays', () => {
  expect(withCodes([red, blankSku(['蓝', 'M'])], 'G1').map((s) => s.code)).toEqual(['R-S', 'G1-02']);
});

test('a matrix that cannot be sold is refused with the reason', () => {
  expect(matrixTrouble(two)).toBeNull();
  expect(matrixTrouble({ ...two, skus: [red, { ...blue, code: 'R-S' }] })).toBe('红 / S：编码重复');
  expect(matrixTrouble({ ...two, skus: [{ ...red, code: '红' }, blue] })).toBe(
    '红 / S：编码为 1–40 位字母、数字或 . _ -',
  );
  expect(matrixTrouble({ specs: [], skus: [blankSku([])] })).toBe('请填写售价');
  expect(matrixTrouble({ ...two, skus: [{ ...red, code: '' }, blue] })).toBeNull();
  expect(matrixTrouble({ ...two, skus: [{ ...red, priceFen: null }, blue] })).toBe('红 / S：请填写售价');
  expect(matrixTrouble({ ...two, skus: [{ ...red, priceFen: 0 }, blue] })).toBe('红 / S：请填写售价');
  expect(matrixTrouble({ ...two, skus: [{ ...red, marketPriceFen: 1000 }, blue] })).toBe('红 / S：划线价应高于售价');
  expect(matrixTrouble({ ...two, specs: [two.specs[0]!, two.specs[0]!] })).toBe('规格名称重复');
});

test('a list of values may be parted as people part it', () => {
  expect(splitValues('红，蓝')).toEqual(['红', '蓝']);
  expect(splitValues(`${'长'.repeat(31)}，${'长'.repeat(32)}`)).toEqual(['长'.repeat(30)]);
});

test('a picture belongs to every SKU of a colour, and only to those', () => {
  const skus = [blankSku(['红', 'S']), blankSku(['红', 'M']), blankSku(['蓝', 'S'])];
  const red = withPicture(skus, '红', '/files/red.webp');
  expect(red.map((sku) => sku.picture)).toEqual(['/files/red.webp', '/files/red.webp', null]);
  expect([pictureOf(red, '红'), pictureOf(red, '蓝')]).toEqual(['/files/red.webp', null]);
  const mixed = red.map((sku, at) => (at === 0 ? { ...sku, picture: '/files/other.webp' } : sku));
  expect(pictureOf(mixed, '红')).toBeNull();
});

test('a code that two SKUs have is found, empty ones are none', () => {
  const skus = ['A', '', 'B', 'A', ''].map((code, at) => ({ ...blankSku([String(at)]), code }));
  expect([...repeatedCodes(skus)]).toEqual(['A']);
});
