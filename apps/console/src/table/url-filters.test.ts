import { expect, test } from 'vitest';
import { changedFilters, readFilters, writeFilters } from './url-filters.ts';

const defaults = { state: '', sort: 'new' };

test('filters survive the way into the address and back; defaults and foreign names stay out of each other', () => {
  const written = writeFilters(new URLSearchParams('tab=2&state=off'), defaults, { state: 'on', sort: 'new' });
  expect(written.toString()).toBe('tab=2&state=on');
  expect(readFilters(written, defaults)).toEqual({ state: 'on', sort: 'new' });
});

test('taking a filter back to its default removes it from the address', () => {
  expect(writeFilters(new URLSearchParams('state=on&sort=old'), defaults, defaults).toString()).toBe('');
});

test('a view keeps what differs from the page’s beginning, and nothing foreign', () => {
  expect(changedFilters(defaults, { state: 'on', sort: 'new' })).toEqual({ state: 'on' });
  expect(changedFilters(defaults, { state: '', sort: 'old', tab: '2' })).toEqual({ sort: 'old' });
});
