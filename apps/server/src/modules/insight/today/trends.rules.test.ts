import { expect, test } from 'vitest';
import { daysFrom, usualRange } from './trends.rules.ts';

test('usual is where the middle half of the days lay; a shop that hardly sold has none', () => {
  expect(usualRange(Array.from({ length: 57 }, (_, n) => n * 100))).toEqual({ lowFen: 1400, highFen: 4200 });
  expect(usualRange([...Array(40).fill(0), ...Array(16).fill(500)])).toEqual({ lowFen: 0, highFen: 500 });
  expect(usualRange([...Array(43).fill(0), ...Array(13).fill(500)])).toBeNull();
  expect(usualRange([])).toBeNull();
});

test('days follow each other over the ends of months and years', () => {
  expect(daysFrom('2026-12-30', 4)).toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']);
});
