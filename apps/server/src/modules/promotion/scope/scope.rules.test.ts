import { expect, test } from 'vitest';
import type { Scope } from './scope.api.ts';
import { type GoodsPlace, matcherOf, scopeText, scopeTroubles } from './scope.rules.ts';

const scopeOf = (over: Partial<Scope> = {}): Scope => ({
  kind: 'chosen',
  goodsIds: [],
  categoryIds: [],
  tags: [],
  exceptGoodsIds: [],
  exceptCategoryIds: [],
  ...over,
});
const coffee: GoodsPlace = { goodsId: 'coffee', categoryIds: ['drip', 'drinks'], tags: ['新品'] };
const mug: GoodsPlace = { goodsId: 'mug', categoryIds: ['home', 'home'], tags: [] };
const covers = (over: Partial<Scope>) => [coffee, mug].filter(matcherOf(scopeOf(over))).map((p) => p.goodsId);

test('a scope covers goods by id, category, the category above, or tag; exceptions win', () => {
  expect(covers({ kind: 'all' })).toEqual(['coffee', 'mug']);
  expect(covers({ goodsIds: ['mug'] })).toEqual(['mug']);
  expect(covers({ categoryIds: ['drip'] })).toEqual(['coffee']);
  expect(covers({ categoryIds: ['drinks'] })).toEqual(['coffee']);
  expect(covers({ categoryIds: ['home'], tags: ['新品'] })).toEqual(['coffee', 'mug']);
  expect(covers({ kind: 'all', exceptGoodsIds: ['mug'] })).toEqual(['coffee']);
  expect(covers({ kind: 'all', exceptCategoryIds: ['drinks'] })).toEqual(['mug']);
  expect(covers({ goodsIds: ['coffee', 'mug'], exceptCategoryIds: ['drip'] })).toEqual(['mug']);
  expect(covers({})).toEqual([]);
});

test('a shopper reads what it covers', () => {
  expect(scopeText(scopeOf({ kind: 'all' }))).toBe('全店商品');
  expect(scopeText(scopeOf({ kind: 'all', exceptGoodsIds: ['mug'] }))).toBe('全店商品（部分除外）');
  expect(scopeText(scopeOf({ goodsIds: ['mug'] }))).toBe('指定商品');
  expect(scopeText(scopeOf({ categoryIds: ['home'] }))).toBe('指定分类的商品');
  expect(scopeText(scopeOf({ categoryIds: ['home'], tags: ['新品'] }))).toBe('指定商品');
});

test('what cannot be saved is said at its field', () => {
  const known = { goods: new Set(['mug']), categories: new Set(['home']) };
  const fieldsOf = (over: Partial<Scope>) => scopeTroubles(scopeOf(over), known, 'scope').map((t) => t.field);
  expect(fieldsOf({ goodsIds: ['mug'], categoryIds: ['home'] })).toEqual([]);
  expect(fieldsOf({})).toEqual(['scope.kind']);
  expect(fieldsOf({ kind: 'all', goodsIds: ['mug'] })).toEqual(['scope.kind']);
  expect(fieldsOf({ goodsIds: ['gone'] })).toEqual(['scope.goodsIds']);
  expect(fieldsOf({ kind: 'all', exceptCategoryIds: ['gone'] })).toEqual(['scope.exceptCategoryIds']);
  expect(fieldsOf({ goodsIds: ['mug'], exceptGoodsIds: ['mug'] })).toEqual(['scope.exceptGoodsIds']);
});
