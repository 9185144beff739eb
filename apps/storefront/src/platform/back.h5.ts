// The browser's way back closes what lies over the page, and only then leaves it. Each layer stands in the history as an entry at the
// page's own address, so the router has nothing to do when it goes.

interface Layer {
  id: number;
  close: () => void;
  /** False while its page lies under another one: a step back there is none of its business. */
  isShown: () => boolean;
}
const MARK = 'layer';
const layers: Layer[] = [];
let lastId = 0;
let leaving = 0;
let settle: (() => void) | undefined;
let settled: Promise<void> | undefined;

const markOf = (state: unknown): number | undefined =>
  typeof state === 'object' && state !== null ? (state as Record<string, number>)[MARK] : undefined;

function mark(layer: Layer): void {
  history.pushState({ ...history.state, [MARK]: layer.id }, '');
}
/** Steps back over an entry of ours without anybody noticing. */
function stepBack(): void {
  leaving += 1;
  settled ??= new Promise((done) => {
    settle = done;
  });
  history.back();
}
function onPop(event: PopStateEvent): void {
  const top = layers.at(-1);
  if (leaving > 0) {
    leaving -= 1;
    event.stopImmediatePropagation();
    if (leaving > 0) return;
    settle?.();
    settled = undefined;
    return;
  }
  if (top?.isShown() && markOf(event.state) !== top.id) {
    // The shopper went back: the layer goes, the page stays.
    event.stopImmediatePropagation();
    layers.pop();
    top.close();
    return;
  }
  // An entry whose layer is long closed (its page went on to another page): nothing to see here.
  const mark = markOf(event.state);
  if (mark !== undefined && !layers.some((layer) => layer.id === mark)) setTimeout(stepBack);
}
// Before the router's own listener: on the window itself, those of the capturing kind come first.
if (typeof window !== 'undefined') window.addEventListener('popstate', onPop, true);

/** From now on the way back closes this, while it is shown; the answer takes it off when it was closed in another way. */
export function addLayer(close: () => void, isShown: () => boolean): () => void {
  lastId += 1;
  const layer = { id: lastId, close, isShown };
  layers.push(layer);
  // An entry that is made while a step back is under way would be the one that is stepped back from.
  if (settled) void settled.then(() => layers.includes(layer) && mark(layer));
  else mark(layer);
  return () => {
    const at = layers.indexOf(layer);
    if (at < 0) return;
    layers.splice(at, 1);
    if (markOf(history.state) === layer.id) stepBack();
  };
}
/** When no step back is under way: a page that opens earlier would be stepped back from. */
export const layersSettled = (): Promise<void> => settled ?? Promise.resolve();
