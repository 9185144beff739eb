import { useCallback, useEffect, useRef } from 'react';

const PAUSE_MS = 350;

/** Calls `tell` with the last value once no other has come for a moment; not at all when the component is gone by then. */
export function useLater<T>(tell: (value: T) => void): (value: T) => void {
  const latest = useRef(tell);
  latest.current = tell;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback((value: T) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(value), PAUSE_MS);
  }, []);
}
