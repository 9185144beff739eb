import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ApiProblem } from '../problem.ts';
import type { Input, Operation, OperationId, ReplyOf } from '../types.ts';
import { keyOf, useData, useSeen } from './data.ts';

export interface AskOptions<O extends OperationId, T> {
  /** False: is not asked. */
  enabled?: boolean;
  /** How long an answer is good without asking again, in ms; ten seconds when left out. */
  staleTime?: number;
  /** While the answer to another question is on its way, the last one stays. */
  keep?: boolean;
  /** Asked again after so many ms while the page is seen; false: not. */
  every?: number | false | ((last: ReplyOf<O> | undefined) => number | false);
  select?: (reply: ReplyOf<O>) => T;
}
export type AskArgs<O extends OperationId, Options> =
  Record<string, never> extends Input<O>
    ? [input?: Input<O> | null, options?: Options]
    : [input: Input<O> | null, options?: Options];

/**
 * Asks the server and keeps the answer up to date: after changes that make it stale, and when the page is looked at again. Input null:
 * it is not known yet what to ask. The result is TanStack Query's; its error is an ApiProblem.
 */
export function useAsk<O extends OperationId, T = ReplyOf<O>>(
  operation: Operation<O>,
  ...[input, options = {}]: AskArgs<O, AskOptions<O, T>>
): UseQueryResult<T, ApiProblem> {
  const { api } = useData();
  const subscribed = useSeen();
  const { keep, every, select, enabled = true, staleTime } = options;
  return useQuery<ReplyOf<O>, ApiProblem, T>({
    queryKey: keyOf(operation, input ?? undefined),
    queryFn: async ({ signal }) => {
      const reply = await ask(api as never, operation, input ?? {}, signal);
      return (reply ?? null) as ReplyOf<O>;
    },
    enabled: enabled && input !== null,
    subscribed,
    ...(staleTime === undefined ? {} : { staleTime }),
    ...(keep ? { placeholderData: keepPreviousData as never } : {}),
    ...(every === undefined
      ? {}
      : { refetchInterval: typeof every === 'function' ? (query) => every(query.state.data) : every }),
    ...(select ? { select } : {}),
  });
}

type LooseApi = (operation: Operation, input: unknown, call: { signal: AbortSignal; retries: number }) => unknown;
/** A read may be repeated by whatever method it is asked. */
export const ask = (api: LooseApi, operation: Operation, input: unknown, signal: AbortSignal): unknown =>
  api(operation, input, { signal, retries: 2 });
