import { expect, test } from 'vitest';
import { pauseAfter, SURE_AFTER_MS } from './result-rules.ts';

test('the server is asked again soon at first, ever more slowly, for a minute in all', () => {
  let waited = 0;
  const pauses: number[] = [];
  for (let pause = pauseAfter('pending', 0); pause !== false; pause = pauseAfter('pending', waited)) {
    pauses.push(pause);
    waited += pause;
  }
  expect(pauses[0]).toBe(600);
  expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
  expect(waited).toBeGreaterThan(60_000);
  expect(waited).toBeLessThan(71_000);
  expect(pauses.length).toBeLessThan(20);
});

test('a final answer ends it; an answer that did not come does not', () => {
  for (const state of ['succeeded', 'closed', 'late'] as const) expect(pauseAfter(state, 0)).toBe(false);
  expect(pauseAfter(undefined, 1000)).toBe(850);
});

test('another try is offered after three seconds', () => expect(SURE_AFTER_MS).toBe(3000));
