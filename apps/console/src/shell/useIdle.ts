import { useEffect } from 'react';
import { keep, readKept } from '../table/kept.ts';

const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
const TOUCHED = 'touched';
const LOOK_EVERY_MS = 10_000;

/**
 * Calls `leave` when nobody touched the page for so long: pages that fetch by themselves would keep a session alive at the server. Every
 * tab of this browser counts.
 */
export function useIdle(minutes: number, leave: () => void): void {
  useEffect(() => {
    let last = Date.now();
    const touch = () => {
      last = Date.now();
      keep(TOUCHED, last);
    };
    const look = setInterval(() => {
      if (Date.now() - Math.max(last, readKept(TOUCHED, 0)) > minutes * 60_000) leave();
    }, LOOK_EVERY_MS);
    for (const sign of SIGNS) window.addEventListener(sign, touch, { passive: true });
    return () => {
      clearInterval(look);
      for (const sign of SIGNS) window.removeEventListener(sign, touch);
    };
  }, [minutes, leave]);
}
