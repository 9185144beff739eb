import { expect, test } from 'vitest';
import { chosenSet, piecesIn, priceOfSet } from './bundle.ts';

const item = (skuId: string, listFen: number, quantity = 1) => ({
  ...{ skuId, goodsId: skuId, title: skuId, specs: [], picture: '', available: 9 },
  listFen,
  quantity,
});

test('a fixed set has all its pieces; a free one what was picked, and its price once it is whole', () => {
  const fixed = { pick: null, priceFen: 2500, items: [item('a', 1000, 2), item('b', 1500)] };
  expect(chosenSet(fixed, {})).toEqual([
    { skuId: 'a', quantity: 2 },
    { skuId: 'b', quantity: 1 },
  ]);
  expect(priceOfSet(fixed, {})).toEqual({ listFen: 3500, nowFen: 2500 });
  const free = { pick: 3, priceFen: 2500, items: [item('a', 1000), item('b', 500)] };
  expect(piecesIn({ a: 2, b: 1 })).toBe(3);
  expect(chosenSet(free, { a: 2 })).toEqual([{ skuId: 'a', quantity: 2 }]);
  expect(priceOfSet(free, { a: 3 })).toEqual({ listFen: 3000, nowFen: 2500 });
  // Cheap pieces cost no more as a set.
  expect(priceOfSet(free, { b: 3 })).toEqual({ listFen: 1500, nowFen: 1500 });
});
