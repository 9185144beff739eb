import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** A window with a history that goes back like a browser's: later, and telling the capturing listeners first. */
function fakeWindow() {
  const entries: unknown[] = [{ key: 'home' }, { key: 'product' }];
  let at = 1;
  const first: ((e: unknown) => void)[] = [];
  const seenByRouter: unknown[] = [];
  const pop = (to = at - 1) => {
    at = Math.max(to, 0);
    let stopped = false;
    const event = {
      state: entries[at],
      stopImmediatePropagation: () => {
        stopped = true;
      },
    };
    for (const tell of first) tell(event);
    if (!stopped) seenByRouter.push(entries[at]);
  };
  vi.stubGlobal('window', { addEventListener: (_: string, tell: (e: unknown) => void) => first.push(tell) });
  vi.stubGlobal('history', {
    get state() {
      return entries[at];
    },
    pushState(state: unknown) {
      entries.splice(at + 1, 10, state);
      at += 1;
    },
    // Where it leads is settled when it is called, as in Chromium, whatever is pushed until it gets there.
    back: () => setTimeout(pop, 0, at - 1),
  });
  return {
    pop: () => pop(),
    seenByRouter,
    at: () => entries[at],
    open: (state: unknown) => history.pushState(state, ''),
  };
}
const shown = () => true;
let page: ReturnType<typeof fakeWindow>;
let back: typeof import('./back.h5');
beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  page = fakeWindow();
  back = await import('./back.h5');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the way back closes the topmost layer and stays on the page', () => {
  const closed: string[] = [];
  back.addLayer(() => closed.push('sheet'), shown);
  back.addLayer(() => closed.push('question'), shown);
  page.pop();
  expect(closed).toEqual(['question']);
  page.pop();
  expect(closed).toEqual(['question', 'sheet']);
  expect(page.seenByRouter).toEqual([]);
  expect(page.at()).toEqual({ key: 'product' });
  page.pop();
  expect(page.seenByRouter).toEqual([{ key: 'home' }]);
});

test('a layer that is closed by a tap leaves no step behind; what opens a page waits for that', async () => {
  const remove = back.addLayer(() => {}, shown);
  remove();
  let ready = false;
  void back.layersSettled().then(() => {
    ready = true;
  });
  await Promise.resolve();
  expect(ready).toBe(false);
  await vi.runAllTimersAsync();
  expect(ready).toBe(true);
  expect(page.at()).toEqual({ key: 'product' });
  expect(page.seenByRouter).toEqual([]);
});

test('a layer that opens while the step back of another is under way has an entry of its own', async () => {
  const closed: string[] = [];
  const remove = back.addLayer(() => closed.push('first'), shown);
  remove();
  back.addLayer(() => closed.push('second'), shown);
  const removeThird = back.addLayer(() => closed.push('third'), shown);
  removeThird();
  await vi.runAllTimersAsync();
  page.pop();
  expect(closed).toEqual(['second']);
  expect(page.at()).toEqual({ key: 'product' });
  expect(page.seenByRouter).toEqual([]);
});

test('a page that opened over a layer goes back to the page below in one step', async () => {
  const remove = back.addLayer(() => {}, shown);
  page.open({ key: 'confirm' });
  remove();
  page.pop();
  await vi.runAllTimersAsync();
  expect(page.at()).toEqual({ key: 'product' });
  expect(page.seenByRouter).toHaveLength(1);
});

test('a layer of a page that lies under others stays out of their way back', () => {
  const closed: string[] = [];
  let isOnTop = true;
  back.addLayer(
    () => closed.push('sheet'),
    () => isOnTop,
  );
  page.open({ key: 'login' });
  page.open({ key: 'terms' });
  isOnTop = false;
  page.pop();
  expect(page.seenByRouter).toEqual([{ key: 'login' }]);
  page.pop();
  expect(page.seenByRouter.at(-1)).toMatchObject({ key: 'product' });
  isOnTop = true;
  expect(closed).toEqual([]);
  page.pop();
  expect(closed).toEqual(['sheet']);
});
