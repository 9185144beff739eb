import { expect, test } from 'vitest';
import { leftUntil, untilNextSecond } from './count-down';

const END = '2026-11-30T08:00:00Z';
const before = (ms: number) => Date.parse(END) - ms;

test('what is left: days, and a clock that shows each second to its end', () => {
  expect(leftUntil(END, before(2 * 86_400_000 + 3 * 3_600_000 + 12 * 60_000 + 9000))).toEqual({
    days: 2,
    clock: ['03', '12', '09'],
    over: false,
  });
  expect(leftUntil(END, before(1)).clock).toEqual(['00', '00', '01']);
  expect(leftUntil(END, before(0))).toEqual({ days: 0, clock: ['00', '00', '00'], over: true });
  expect(leftUntil(END, before(-5000)).over).toBe(true);
});

test('the next look comes just after the shown second has changed', () => {
  for (const ms of [1, 500, 999, 1000, 1001, 61_250]) {
    const now = before(ms);
    const later = now + untilNextSecond(END, now);
    const shown = (at: number) => Number(leftUntil(END, at).clock.join(''));
    if (ms > 1000) expect(shown(later)).not.toBe(shown(now));
    expect(later - now).toBeLessThanOrEqual(1001);
  }
});
