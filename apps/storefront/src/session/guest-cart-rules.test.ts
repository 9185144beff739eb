import { expect, test } from 'vitest';
import { piecesOf, withMore } from './guest-cart-rules.ts';

const line = (skuId: string, quantity = 1) => ({ skuId, quantity, selected: true });

test('several lines stand beside each other, the newest first; more of one is one line', () => {
  const first = withMore([], 'a', 1);
  const second = withMore(first ?? [], 'b', 2);
  expect(second).toEqual([line('b', 2), line('a')]);
  const third = withMore([...(second ?? [])], 'a', 3);
  expect(third).toEqual([line('a', 4), line('b', 2)]);
  expect(piecesOf(third ?? [])).toBe(6);
});

test('a line holds 99 pieces at most, the cart of a device 50 lines', () => {
  expect(withMore([line('a', 98)], 'a', 5)).toEqual([line('a', 99)]);
  const full = Array.from({ length: 50 }, (_, n) => line(`sku${n}`));
  expect(withMore(full, 'other', 1)).toBeUndefined();
  expect(withMore(full, 'sku7', 1)?.[0]).toEqual(line('sku7', 2));
});
