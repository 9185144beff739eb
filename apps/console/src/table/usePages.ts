import type { Input, Item, Operation, OperationId } from '@jishi/api-client';
import { useAsk } from '@jishi/api-client/react';
import { useState } from 'react';

interface Page<T> {
  items: T[];
  /** Cursor of the following page, null at the end. */
  next: string | null;
}
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
 * Walks keyset pages of a list; when what is asked changes, the walk begins anew. Cursors of earlier pages are kept, so going back
 * needs no support from the server.
 */
export function usePages<O extends OperationId>(operation: Operation<O>, input: Input<O>): Pages<Item<O>> {
  const name = JSON.stringify(input);
  const [walk, setWalk] = useState<{ name: string; cursors: string[] }>({ name, cursors: [] });
  const cursors = walk.name === name ? walk.cursors : [];
  const query = useAsk(operation as Operation, at(input, cursors.at(-1)) as never, { keep: true });
  const page = query.data as Page<Item<O>> | undefined;
  const next = query.isPlaceholderData ? null : (page?.next ?? null);
  return {
    rows: page?.items ?? [],
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

function at<O extends OperationId>(input: Input<O>, cursor: string | undefined): Input<O> {
  const { query, ...rest } = input as { query?: object };
  return { ...rest, query: { ...query, cursor } } as Input<O>;
}
