import { expect, test } from 'vitest';
import { dayScale } from './usual.ts';

test('the usual range and today stand on one scale, also on a day without a sale or beyond all others', () => {
  expect(dayScale({ lowFen: 40_000, highFen: 100_000 }, 50_000)).toEqual({ low: 34.8, high: 87, now: 43.5 });
  expect(dayScale({ lowFen: 40_000, highFen: 100_000 }, 200_000)).toEqual({ low: 17.4, high: 43.5, now: 87 });
  expect(dayScale({ lowFen: 0, highFen: 0 }, 0)).toEqual({ low: 0, high: 0, now: 0 });
});
