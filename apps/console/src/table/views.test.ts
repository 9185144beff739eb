import { expect, test } from 'vitest';
import { sameView } from './views.ts';

test('a view is known again whatever the order of its filters, and not with other columns', () => {
  const columns = [
    { key: 'title', shown: true },
    { key: 'price', shown: false },
  ];
  const view = { filters: { state: 'on', keyword: '杯' }, columns };
  expect(sameView(view, { filters: { keyword: '杯', state: 'on' }, columns })).toBe(true);
  expect(sameView(view, { filters: { state: 'on' }, columns })).toBe(false);
  expect(sameView(view, { ...view, columns: [...columns].reverse() })).toBe(false);
  expect(sameView(view, { ...view, columns: [] })).toBe(false);
});
