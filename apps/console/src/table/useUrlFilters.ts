import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { type Filters, readFilters, writeFilters } from './url-filters.ts';

export interface UrlFilters<T extends Filters> {
  filters: T;
  /** Changes some of them; the page starts again from its first rows. */
  set: (change: Partial<T>) => void;
  reset: () => void;
  /** Whether nothing is filtered. */
  pristine: boolean;
}

/** Filters kept in the address, so that a view can be shared, reloaded and gone back to. All values are texts, '' for none. */
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
  const reset = useCallback(() => set(fixed), [set, fixed]);
  const pristine = Object.entries(fixed).every(([name, value]) => filters[name] === value);
  return { filters, set, reset, pristine };
}
