import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fenOf, yuanPlain, yuanText } from './money.ts';
import { relativeTime, shortTime } from './when.ts';

test('an amount typed in yuan is held to the fen, without floats', () => {
  expect(fenOf('19.9')).toBe(1990);
  expect(fenOf('¥1,234.56')).toBe(123456);
  expect(fenOf('0.07')).toBe(7);
  for (const wrong of ['', '.', '1.234', '-1', '1e3', '12元', '99999999999']) expect(fenOf(wrong)).toBeNull();
});

test('what is shown in an input is read back as the same amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (fen) => {
      expect(fenOf(yuanPlain(fen))).toBe(fen);
    }),
  );
});

test('amounts are grouped and signed', () => {
  expect(yuanText(-123456)).toBe('-¥1,234.56');
  expect(yuanText(5)).toBe('¥0.05');
});

test('times are short, with the year only when it differs, and relative on demand', () => {
  const now = new Date(2026, 10, 23, 12, 0);
  expect(shortTime(new Date(2026, 10, 23, 9, 5), now)).toBe('今天 09:05');
  expect(shortTime(new Date(2026, 9, 1, 9, 5), now)).toBe('10-01 09:05');
  expect(shortTime(new Date(2025, 9, 1, 9, 5), now)).toBe('2025-10-01 09:05');
  expect(relativeTime(new Date(2026, 10, 23, 11, 59, 30), now)).toBe('刚刚');
  expect(relativeTime(new Date(2026, 10, 23, 11, 55), now)).toBe('5分钟前');
  expect(relativeTime(new Date(2026, 10, 20, 12, 0), now)).toBe('3天前');
  expect(relativeTime(new Date(2024, 10, 20, 12, 0), now)).toBe('2年前');
});
