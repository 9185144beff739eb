import { expect, test } from 'vitest';
import { chinaTime, setClock } from './clock.ts';
import { derivedId, newId, newNumber } from './ids.ts';

test('ids made later sort later and none repeats', () => {
  let t = 1_700_000_000_000;
  const restore = setClock(() => t++);
  const ids = Array.from({ length: 5000 }, newId);
  restore();
  expect(new Set(ids).size).toBe(5000);
  expect([...ids].sort()).toEqual(ids);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the same causes give the same id, and the boundary between causes counts', () => {
  expect(derivedId('a', 1)).toBe(derivedId('a', 1));
  expect(derivedId('a', 'b')).not.toBe(derivedId('ab'));
});

test('an order number fits out_trade_no of WeChat Pay', () => {
  expect(newNumber(chinaTime(0))).toMatch(/^19700101080000\d{8}$/);
});
