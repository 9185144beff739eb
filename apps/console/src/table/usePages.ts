import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

export interface Page<T> {
  items: T[];
  /** Cursor of the following page, null at the end. */
  next: string | null;
}
/** Loads the page that begins at a cursor; undefined for the first. */
export type LoadPage<T> = (cursor: string | undefined) => Promise<Page<T>>;

export interface Pages<T> {
  rows: T[];
  /** 1 for the first page. */
  number: number;
  /** Nothing to show yet. */
  loading: boolean;
  /** Rows are shown, newer ones are on their way. */
  refreshing: boolean;
  /** The rows are those of the page or filter before. */
  stale: boolean;
  problem: Error | null;
  goNext: (() => void) | null;
  goBack: (() => void) | null;
  reload: () => void;
}

/**
 * Walks keyset pages. `key` names the list with its filters: when it changes, the walk begins anew. Cursors of earlier pages are
 * kept, so going back needs no support from the server.
 */
export function usePages<T>(key: QueryKey, loadPage: LoadPage<T>): Pages<T> {
  const name = JSON.stringify(key);
  const [walk, setWalk] = useState<{ name: string; cursors: string[] }>({ name, cursors: [] });
  const cursors = walk.name === name ? walk.cursors : [];
  const cursor = cursors.at(-1);
  const query = useQuery({
    queryKey: [...key, { cursor: cursor ?? null }],
    queryFn: () => loadPage(cursor),
    placeholderData: keepPreviousData,
  });
  const next = query.isPlaceholderData ? null : (query.data?.next ?? null);
  return {
    rows: query.data?.items ?? [],
    number: cursors.length + 1,
    loading: query.isPending,
    refreshing: query.isFetching,
    stale: query.isPlaceholderData,
    problem: query.error,
    goNext: next === null ? null : () => setWalk({ name, cursors: [...cursors, next] }),
    goBack: cursors.length === 0 ? null : () => setWalk({ name, cursors: cursors.slice(0, -1) }),
    reload: () => void query.refetch(),
  };
}
