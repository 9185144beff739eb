import { afterEach, expect, test, vi } from 'vitest';
import { noteServerDate, serverNow } from './clock.ts';

afterEach(() => void vi.useRealTimers());

test('time goes by the server’s clock, on a phone that is set an hour wrong too', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-28T09:00:00Z') });
  noteServerDate('Sat, 28 Nov 2026 08:00:00 GMT');
  expect(new Date(serverNow()).toISOString()).toBe('2026-11-28T08:00:00.500Z');
  vi.advanceTimersByTime(90_000);
  expect(new Date(serverNow()).toISOString()).toBe('2026-11-28T08:01:30.500Z');
  noteServerDate('nonsense');
  expect(new Date(serverNow()).toISOString()).toBe('2026-11-28T08:01:30.500Z');
});
