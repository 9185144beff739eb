import { ApiProblem } from '@jishi/api-client';
import { useDidShow } from '@tarojs/taro';
import { type DependencyList, useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<T> {
  data: T | undefined;
  problem: ApiProblem | undefined;
  /** True until the first answer. */
  loading: boolean;
  reload(): Promise<void>;
  /** Shows another value at once, e.g. an optimistic one. */
  show(next: T): void;
}
export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem ? error : new ApiProblem(0, 'UNEXPECTED', '出了点问题，请重试', null);

const seen = new Map<string, unknown>();

/**
 * Loads when the page opens, when `deps` change and when the page is shown again. What is on the screen stays while it loads;
 * with `keepAs` the last answer is shown at once the next time.
 */
export function useLoad<T>(load: () => Promise<T>, deps: DependencyList, keepAs?: string): Loaded<T> {
  const [state, setState] = useState<{ data?: T; problem?: ApiProblem; loading: boolean }>(() => ({
    data: keepAs ? (seen.get(keepAs) as T | undefined) : undefined,
    loading: true,
  }));
  const turn = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++turn.current;
    try {
      const data = await load();
      if (keepAs) seen.set(keepAs, data);
      if (mine === turn.current) setState({ data, loading: false });
    } catch (error) {
      if (mine === turn.current) setState((was) => ({ ...was, problem: asProblem(error), loading: false }));
    }
    // biome-ignore lint/correctness/useExhaustiveDependencies: the caller says when its loader changes
  }, deps);
  useEffect(() => {
    void reload();
    return () => {
      turn.current++;
    };
  }, [reload]);
  const first = useRef(true);
  useDidShow(() => {
    if (!first.current) void reload();
    first.current = false;
  });
  const show = useCallback((data: T) => {
    turn.current++;
    setState({ data, loading: false });
  }, []);
  return { data: state.data, problem: state.problem, loading: state.loading && state.data === undefined, reload, show };
}
