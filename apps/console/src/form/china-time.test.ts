import dayjs from 'dayjs';
import { expect, test } from 'vitest';
import { clockOf, instantOf } from './china-time.ts';

test('what is picked is the time in China, and shown so again', () => {
  expect(instantOf(dayjs('2026-11-11T20:00:00'))).toBe('2026-11-11T20:00:00+08:00');
  expect(clockOf('2026-11-11T12:00:00Z')?.format('YYYY-MM-DD HH:mm')).toBe('2026-11-11 20:00');
  expect(clockOf(instantOf(dayjs('2027-01-01T00:00:00')))?.format('YYYY-MM-DD HH:mm')).toBe('2027-01-01 00:00');
  expect([clockOf(null), instantOf(null)]).toEqual([null, null]);
});
