import { expect, test } from 'vitest';
import { Recent } from './recent.ts';

test('what is asked for again and again stays, whatever else comes, and the memory has a bound', () => {
  const recent = new Recent<string, number>(100);
  recent.set('asked', 1);
  for (let i = 0; i < 10_000; i++) {
    recent.set(`once ${i}`, i);
    expect(recent.get('asked')).toBe(1);
  }
  expect(recent.size).toBeLessThanOrEqual(200);
  expect(recent.get('once 0')).toBeUndefined();
  recent.delete('asked');
  expect(recent.get('asked')).toBeUndefined();
});
