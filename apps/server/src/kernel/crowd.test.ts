import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Crowd } from './crowd.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How many ms a batch waits when of those who ask in each ms so many come. */
async function waitOf(crowd: Crowd, first: number, ...coming: number[]): Promise<number> {
  let waiting = first;
  let gone = false;
  void crowd
    .gathered(() => waiting)
    .then(() => {
      gone = true;
    });
  for (let ms = 0; ; ms++) {
    await vi.advanceTimersByTimeAsync(0);
    if (gone) return ms;
    waiting += coming[ms] ?? 0;
    await vi.advanceTimersByTimeAsync(1);
  }
}

test('one who is alone does not wait, the first time and later', async () => {
  const crowd = new Crowd();
  expect(await waitOf(crowd, 1)).toBe(0);
  crowd.cameBack(1, 0);
  expect(await waitOf(crowd, 1)).toBe(0);
});

test('who asks first after a few were answered waits until all of them are there', async () => {
  const crowd = new Crowd();
  crowd.cameBack(15, 1);
  expect(await waitOf(crowd, 1, 15)).toBe(1);
  expect(await waitOf(crowd, 1, 9, 6)).toBe(2);
});

test('a large crowd goes when half of it is there', async () => {
  const crowd = new Crowd();
  crowd.cameBack(120, 136);
  expect(await waitOf(crowd, 136)).toBe(0);
  crowd.cameBack(200, 20);
  expect(await waitOf(crowd, 20, 90)).toBe(1);
});

test('nobody is waited for who does not come, nor for long', async () => {
  const crowd = new Crowd();
  crowd.cameBack(200, 0);
  expect(await waitOf(crowd, 1)).toBe(1);
  expect(await waitOf(crowd, 1, 1, 1, 1, 1, 1, 1)).toBe(3);
});
