import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ApiProblem } from '../problem.ts';
import type { Item, Operation, OperationId } from '../types.ts';
import { type AskArgs, ask } from './ask.ts';
import { pagesKeyOf, useData, useSeen } from './data.ts';

export interface PagesOptions {
  enabled?: boolean;
  staleTime?: number;
  /** While another list is on its way, the last one stays. */
  keep?: boolean;
}
export interface Pages<T> {
  items: T[];
  /** Nothing is known yet. */
  loading: boolean;
  /** The next page is on its way. */
  loadingMore: boolean;
  /** What is shown is being asked again. */
  refreshing: boolean;
  /** What is shown is another list's, see `keep`. */
  isOther: boolean;
  /** Why the list could not be read; what was read before stays. */
  problem: ApiProblem | null;
  /** Why the next page could not be read. */
  moreProblem: ApiProblem | null;
  /** Nothing follows the last item. */
  ended: boolean;
  /** Reads the next page; does nothing while something is read, at the end, and after a failure, which a person retries. */
  more(): void;
  /** Tries again what failed: the next page where it stopped, or the whole list. */
  retry(): void;
  /** Reads again all pages that are shown. */
  reload(): Promise<unknown>;
}
interface Page<T> {
  items: T[];
  next: string | null;
}

/** A list that grows page by page; input as for the operation, without the cursor. */
export function usePages<O extends OperationId>(
  operation: Operation<O>,
  ...[input, options = {}]: AskArgs<O, PagesOptions>
): Pages<Item<O>> {
  const { api } = useData();
  const { enabled = true, staleTime, keep } = options;
  const subscribed = useSeen();
  const list = useInfiniteQuery<Page<Item<O>>, ApiProblem, Item<O>[], readonly unknown[], string | undefined>({
    queryKey: pagesKeyOf(operation, input ?? undefined),
    queryFn: async ({ pageParam, signal }) => {
      const { query, ...rest } = (input ?? {}) as { query?: object };
      return (await ask(api as never, operation, { ...rest, query: { ...query, cursor: pageParam } }, signal)) as Page<
        Item<O>
      >;
    },
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
    enabled: enabled && input !== null,
    subscribed,
    ...(staleTime === undefined ? {} : { staleTime }),
    ...(keep ? { placeholderData: keepPreviousData as never } : {}),
  });
  const failedNext = list.isFetchNextPageError;
  return {
    items: list.data ?? [],
    loading: list.isPending,
    loadingMore: list.isFetchingNextPage,
    refreshing: list.isRefetching,
    isOther: list.isPlaceholderData,
    problem: failedNext ? null : list.error,
    moreProblem: failedNext ? list.error : null,
    ended: list.isSuccess && !list.hasNextPage,
    more: () => {
      if (list.hasNextPage && !list.isFetching && !failedNext) void list.fetchNextPage();
    },
    retry: () => void (failedNext ? list.fetchNextPage() : list.refetch()),
    reload: () => list.refetch(),
  };
}
