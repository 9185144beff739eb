import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fenOf, yuanPlain, yuanText } from './money.ts';
import { chinaClock, chinaDay, chinaHour, chinaTime, relativeTime, shortTime } from './when.ts';

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

test('times are those of China, short, with the year only when it differs, and relative on demand', () => {
  const now = new Date('2026-11-23T12:00:00+08:00');
  expect(shortTime(new Date('2026-11-23T00:05:00+08:00'), now)).toBe('今天 00:05');
  expect(shortTime(new Date('2026-11-22T23:55:00+08:00'), now)).toBe('11-22 23:55');
  expect(shortTime(new Date('2026-01-01T00:00:00+08:00'), now)).toBe('01-01 00:00');
  expect(shortTime(new Date('2025-12-31T23:59:00+08:00'), now)).toBe('2025-12-31 23:59');
  expect(chinaTime(new Date('2026-11-22T16:05:09Z'))).toBe('2026-11-23 00:05:09');
  expect([chinaDay, chinaClock, chinaHour].map((f) => f(new Date('2026-11-22T16:05:09Z')))).toEqual([
    '2026-11-23',
    '00:05',
    0,
  ]);
  expect(relativeTime(new Date('2026-11-23T11:59:30+08:00'), now)).toBe('刚刚');
  expect(relativeTime(new Date('2026-11-23T11:55:00+08:00'), now)).toBe('5分钟前');
  expect(relativeTime(new Date('2026-11-20T12:00:00+08:00'), now)).toBe('3天前');
  expect(relativeTime(new Date('2024-11-20T12:00:00+08:00'), now)).toBe('2年前');
});
