import { useEffect, useRef } from 'react';
import { addLayer } from './back.h5';

const FOCUSABLE = 'a[href], input:not([disabled]), textarea, [tabindex="0"], button:not([disabled])';
/** The panels that are open, the topmost last: keys go to that one alone. */
const open: HTMLElement[] = [];

/** The next place for focus, round and round within the panel. */
function turn(panel: HTMLElement, back: boolean): void {
  const places = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((place) => place.offsetParent !== null);
  const at = places.indexOf(document.activeElement as HTMLElement);
  const next = back ? (at <= 0 ? places.length - 1 : at - 1) : (at + 1) % Math.max(1, places.length);
  (places[next] ?? panel).focus();
}

/**
 * Makes a panel modal while it is there: takes the focus and keeps it, closes on Esc and on the browser's way back, stops the page below
 * from scrolling, and gives the focus back to where it was.
 */
export function useModal(onClose: () => void) {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const at = panel.current;
    if (!at) return;
    const before = document.activeElement as HTMLElement | null;
    const onKey = (e: KeyboardEvent) => {
      if (open.at(-1) !== at) return;
      if (e.key === 'Escape') close.current();
      if (e.key === 'Tab') {
        e.preventDefault();
        turn(at, e.shiftKey);
      }
    };
    open.push(at);
    at.focus({ preventScroll: true });
    document.addEventListener('keydown', onKey);
    document.documentElement.classList.add('held');
    // The pages below the one on top are not displayed.
    const removeLayer = addLayer(
      () => close.current(),
      () => at.getClientRects().length > 0,
    );
    return () => {
      open.splice(open.indexOf(at), 1);
      document.removeEventListener('keydown', onKey);
      if (open.length === 0) document.documentElement.classList.remove('held');
      removeLayer();
      before?.focus?.({ preventScroll: true });
    };
  }, []);
  return panel;
}
