import { useEffect, useRef, useState } from 'react';
import { useShown } from '../../../data/useShown';
import { serverNow } from '../../../session/clock';
import { countDown } from './states';

/** "29:05" until an instant, by the server's clock, as long as the page is on the screen; calls `onEnd` once when the time is over. */
export function useCountDown(until: string | null | undefined, onEnd: () => void): string | undefined {
  const shown = useShown();
  const [now, setNow] = useState(serverNow);
  const end = useRef(onEnd);
  end.current = onEnd;
  const left = until ? countDown(until, now) : undefined;
  const runs = left !== undefined && shown;
  useEffect(() => {
    if (!runs) return;
    setNow(serverNow());
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, [runs]);
  const over = until !== null && until !== undefined && left === undefined;
  useEffect(() => {
    if (over) end.current();
  }, [over]);
  return left;
}
