import { useCallback, useEffect, useRef, useState } from 'react';
import css from './ShopFrame.module.css';

/** What the page in the frame shows in place of the server's answer to an operation about `id`. */
export interface ShownAnswer {
  operation: string;
  id: string;
  reply: unknown;
}
/** The name under which the storefront looks for it when it begins (platform/preview.h5.ts there). */
const KEPT = 'jishi.preview';

const PAUSE_MS = 250;

const keep = (answer: ShownAnswer): void => {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(answer));
  } catch {
    // Without the browser's storage the frame is told a moment later.
  }
};

/** A page of the real storefront on a phone, with what is typed in place of what was saved; nothing can be bought there. */
export function ShopFrame({ path, answer }: { path: string; answer: ShownAnswer }) {
  const frame = useRef<HTMLIFrameElement>(null);
  // Before the frame begins to load.
  const [source] = useState(() => {
    keep(answer);
    return `${path}${path.includes('?') ? '&' : '?'}preview=1`;
  });
  const show = useCallback(() => {
    keep(answer);
    frame.current?.contentWindow?.postMessage(answer, location.origin);
  }, [answer]);
  // When the person pauses: the frame draws on the thread that the letters are typed on.
  useEffect(() => {
    const timer = setTimeout(show, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [show]);
  return (
    <aside className={css.preview} aria-label="买家看到的样子">
      <h2>买家看到的样子</h2>
      <div className={css.phone}>
        <iframe ref={frame} className={css.screen} title="店铺预览" src={source} onLoad={show} />
      </div>
    </aside>
  );
}
