import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { changedFilters, type Filters, readFilters, writeFilters } from './url-filters.ts';

export interface UrlFilters<T extends Filters> {
  filters: T;
  /** Changes some of them; the page starts again from its first rows. */
  set: (change: Partial<T>) => void;
  /** Sets these, and all others to what the page begins with. */
  replace: (filters: Filters) => void;
  reset: () => void;
  /** Whether nothing is filtered; rows may be sorted all the same. */
  pristine: boolean;
  /** What differs from what the page begins with. */
  changed: Filters;
}
/** A list's view, whatever its filters are called. */
export type AnyView = Pick<UrlFilters<Filters>, 'filters' | 'set' | 'replace' | 'pristine' | 'changed'>;

/**
 * Filters kept in the address, so that a view can be shared, reloaded and gone back to. All values are texts, '' for none; the one
 * called `sort` is the order of the rows.
 */
export function useUrlFilters<T extends Filters>(defaults: T): UrlFilters<T> {
  const [fixed] = useState(defaults);
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => readFilters(search, fixed), [search, fixed]);
  const set = useCallback(
    (change: Partial<T>) =>
      // At once, so that a second change right after this one starts from it.
      setSearch((now) => writeFilters(now, fixed, { ...readFilters(now, fixed), ...change }), {
        replace: true,
        flushSync: true,
      }),
    [setSearch, fixed],
  );
  const replace = useCallback((next: Filters) => set({ ...fixed, ...next } as Partial<T>), [set, fixed]);
  const reset = useCallback(() => set(fixed), [set, fixed]);
  const changed = useMemo(() => changedFilters(fixed, filters), [fixed, filters]);
  const pristine = Object.keys(changed).every((name) => name === 'sort');
  return { filters, set, replace, reset, pristine, changed };
}
