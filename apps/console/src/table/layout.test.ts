import { expect, test } from 'vitest';
import { arranged, type Layout, withMoved, withShown } from './layout.ts';

const COLUMNS = [
  { key: 'title', always: true },
  { key: 'price' },
  { key: 'number', optional: true },
  { key: 'actions', always: true },
];
const shown = (layout: Layout, columns = COLUMNS) =>
  arranged(columns, layout)
    .filter((one) => one.shown)
    .map((one) => one.column.key);

test('without a wish the columns stand as on the page, optional ones hidden', () => {
  expect(shown([])).toEqual(['title', 'price', 'actions']);
});

test('columns are shown, hidden and moved; those that must stay can’t be hidden, and actions stay last', () => {
  expect(shown(withShown(COLUMNS, [], 'number', true))).toEqual(['title', 'price', 'number', 'actions']);
  expect(shown(withShown(COLUMNS, [], 'price', false))).toEqual(['title', 'actions']);
  expect(shown(withShown(COLUMNS, [], 'title', false))).toEqual(['title', 'price', 'actions']);
  expect(shown(withMoved(COLUMNS, [], 'price', 'title'))).toEqual(['price', 'title', 'actions']);
  expect(shown(withMoved(COLUMNS, [], 'title', 'actions'))).toEqual(['price', 'title', 'actions']);
  expect(shown(withMoved(COLUMNS, [], 'gone', 'title'))).toEqual(['title', 'price', 'actions']);
});

test('a view of an older version meets new columns and columns that are gone', () => {
  const kept = withMoved(COLUMNS, [], 'price', 'title');
  const newer = [COLUMNS[0]!, { key: 'sales' }, ...COLUMNS.slice(2)];
  expect(shown(kept, newer)).toEqual(['title', 'sales', 'actions']);
});
