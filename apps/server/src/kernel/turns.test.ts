import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

const forEver = new AbortController().signal;

test('a turn wakes all who wait for it and nobody else; who waited is forgotten', async () => {
  const turns = new Turns();
  const [a, b, other] = [
    turns.next('a', 60_000, forEver),
    turns.next('a', 60_000, forEver),
    turns.next('b', 60_000, forEver),
  ];
  let woken = false;
  void other.done.then(() => {
    woken = true;
  });
  turns.tell('a');
  await Promise.all([a.done, b.done]);
  expect([woken, turns.size]).toEqual([false, 1]);
  other.end();
  await other.done;
  expect(turns.size).toBe(0);
});

test('a time that is over and a signal end the waiting', async () => {
  const turns = new Turns();
  await turns.next('a', 1, forEver).done;
  const stop = new AbortController();
  const stopped = turns.next('a', 60_000, stop.signal);
  stop.abort();
  await stopped.done;
  await turns.next('a', 60_000, stop.signal).done;
  expect(turns.size).toBe(0);
});
