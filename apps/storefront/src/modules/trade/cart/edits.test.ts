import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Edits } from './edits.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that answers when it is told to. */
function slow() {
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  const send = (what: string) => () => {
    sent.push(what);
    return new Promise<void>((done) => answers.push(done));
  };
  return { sent, answers, send };
}

test('of many taps on one line the last is told, once, after a pause', async () => {
  const { sent, send } = slow();
  const edits = new Edits(350);
  expect(edits.put('a', send('a1'))).toBe(false);
  await vi.advanceTimersByTimeAsync(300);
  expect(edits.put('a', send('a2'))).toBe(true);
  edits.put('b', send('b1'));
  await vi.advanceTimersByTimeAsync(349);
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toEqual(['a2', 'b1']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toEqual(['a2', 'b1']);
});

test('去结算 waits for the last tap: what waits is sent at once, and what is under way is waited for', async () => {
  const { sent, answers, send } = slow();
  const edits = new Edits(350);
  edits.put('a', send('a1'));
  await vi.advanceTimersByTimeAsync(350);
  edits.put('a', send('a2'));
  let done = false;
  void edits.flush().then(() => {
    done = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  expect([sent, done]).toEqual([['a1', 'a2'], false]);
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toBe(false);
  answers[1]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual(['a1', 'a2']);
});

test('with nothing to tell there is nothing to wait for', async () => {
  await expect(new Edits(350).flush()).resolves.toBeUndefined();
});
