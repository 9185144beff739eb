import type { ApiProblem } from '@jishi/api-client';
import { type DependencyList, useCallback, useEffect, useRef, useState } from 'react';
import { asProblem } from './useLoad';

export interface Page<T> {
  items: T[];
  next: string | null;
}
export interface Listed<T> {
  items: T[];
  problem: ApiProblem | undefined;
  /** True while a page is under way. */
  loading: boolean;
  /** There is nothing after the last item. */
  ended: boolean;
  /** Loads the next page; does nothing while one is under way or when the list has ended. */
  more(): void;
  reload(): Promise<void>;
}
interface State<T> {
  items: T[];
  next: string | null | undefined;
  problem?: ApiProblem;
  loading: boolean;
}

/** A list that grows page by page (keyset paging); starts anew when `deps` change. */
export function useList<T>(loadPage: (cursor?: string) => Promise<Page<T>>, deps: DependencyList): Listed<T> {
  const [state, setState] = useState<State<T>>({ items: [], next: undefined, loading: true });
  const turn = useRef(0);
  const busy = useRef(false);
  const fetch = useCallback(async (cursor: string | undefined) => {
    const mine = ++turn.current;
    busy.current = true;
    setState((was) => ({ items: was.items, next: was.next, loading: true }));
    try {
      const page = await loadPage(cursor);
      if (mine !== turn.current) return;
      setState((was) => ({
        items: cursor ? [...was.items, ...page.items] : page.items,
        next: page.next,
        loading: false,
      }));
    } catch (error) {
      if (mine !== turn.current) return;
      setState((was) => ({ ...was, problem: asProblem(error), loading: false }));
    } finally {
      if (mine === turn.current) busy.current = false;
    }
    // biome-ignore lint/correctness/useExhaustiveDependencies: the caller says when its loader changes
  }, deps);
  useEffect(() => {
    setState({ items: [], next: undefined, loading: true });
    void fetch(undefined);
    return () => {
      turn.current++;
    };
  }, [fetch]);
  return {
    items: state.items,
    problem: state.problem,
    loading: state.loading,
    ended: state.next === null,
    more: () => {
      if (!busy.current && state.next && !state.problem) void fetch(state.next);
    },
    reload: () => fetch(undefined),
  };
}
