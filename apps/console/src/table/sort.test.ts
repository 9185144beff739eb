import { expect, test } from 'vitest';
import { orderOf, sortOf } from './sort.ts';

test('what is clicked becomes the server’s word, and the word the arrow', () => {
  for (const order of ['ascend', 'descend'] as const) expect(orderOf(sortOf('price', order), 'price')).toBe(order);
  expect(sortOf('price', 'ascend')).toBe('price-up');
  expect(sortOf('price', null)).toBe('');
  expect(sortOf(undefined, 'ascend')).toBe('');
  expect(orderOf('price-up', 'stock')).toBeNull();
});
