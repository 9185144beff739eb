import { ask, showToast } from './overlay-store.h5';

/** A short message over the page for about two seconds. */
export const toast = showToast;

/** Asks once before something that matters; true when confirmed. */
export const confirmAsk = ask;

/** Puts a text on the clipboard and says so. */
export function copy(text: string): void {
  navigator.clipboard?.writeText(text).then(
    () => toast('已复制'),
    () => toast('复制失败，请长按选择'),
  ) ?? toast('复制失败，请长按选择');
}
