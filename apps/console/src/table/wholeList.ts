import type { Pages } from './usePages.ts';

interface Asked<T> {
  data: { items: T[] } | undefined;
  isPending: boolean;
  isFetching: boolean;
  error: Error | null;
  refetch: () => unknown;
}

/** A list that the server sends whole (`useAsk`), for `DataTable`. */
export const wholeList = <T>(asked: Asked<T>): Pages<T> => ({
  rows: asked.data?.items ?? [],
  number: 1,
  loading: asked.isPending,
  refreshing: asked.isFetching,
  stale: false,
  problem: asked.error,
  goNext: null,
  goBack: null,
  reload: () => void asked.refetch(),
});
