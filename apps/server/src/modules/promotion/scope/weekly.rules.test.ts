import { expect, test } from 'vitest';
import { isWithin, weeklyText } from './weekly.rules.ts';

test('hours of the week are China’s, from the first minute and up to the last', () => {
  const wednesday = { weekdays: [3], from: '10:00', until: '22:00' };
  const at = (time: string) => isWithin(wednesday, Date.parse(`${time}+08:00`));
  // 2026-12-02 is a Wednesday.
  expect(at('2026-12-02T10:00:00')).toBe(true);
  expect(at('2026-12-02T21:59:59')).toBe(true);
  expect(at('2026-12-02T22:00:00')).toBe(false);
  expect(at('2026-12-02T09:59:59')).toBe(false);
  expect(at('2026-12-03T12:00:00')).toBe(false);
  expect(isWithin({ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '24:00' }, 0)).toBe(true);
  expect(weeklyText(wednesday)).toBe('每周三 10:00–22:00');
});
