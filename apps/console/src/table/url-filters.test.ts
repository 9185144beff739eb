import { expect, test } from 'vitest';
import { readFilters, writeFilters } from './url-filters.ts';

const defaults = { state: '', sort: 'new' };

test('filters survive the way into the address and back; defaults and foreign names stay out of each other', () => {
  const written = writeFilters(new URLSearchParams('tab=2&state=off'), defaults, { state: 'on', sort: 'new' });
  expect(written.toString()).toBe('tab=2&state=on');
  expect(readFilters(written, defaults)).toEqual({ state: 'on', sort: 'new' });
});

test('taking a filter back to its default removes it from the address', () => {
  expect(writeFilters(new URLSearchParams('state=on&sort=old'), defaults, defaults).toString()).toBe('');
});
