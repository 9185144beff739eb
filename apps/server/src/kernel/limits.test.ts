import { afterEach, expect, test } from 'vitest';
import { MINUTE, setClock } from './clock.ts';
import { Limits } from './limits.ts';

let at = 1_700_000_000_000;
const restore: (() => void)[] = [];
afterEach(() => {
  while (restore.length > 0) restore.pop()?.();
});
const LIMIT = { per: 'address', burst: 3, perMinute: 6 } as const;

function given(scale = 1) {
  restore.push(setClock(() => at));
  const limits = new Limits(scale);
  const ask = (asker = 'a'): number => {
    try {
      limits.take('login', LIMIT, asker);
      return 0;
    } catch (error) {
      return (error as { facts: { retryAfterSeconds: number } }).facts.retryAfterSeconds;
    }
  };
  return { limits, ask };
}

test('a burst passes, then one every so often; who was refused is told when to come again', () => {
  const { ask } = given();
  expect([ask(), ask(), ask(), ask()]).toEqual([0, 0, 0, 10]);
  at += 9_000;
  expect(ask()).toBe(1);
  at += 1_000;
  expect([ask(), ask()]).toEqual([0, 10]);
  at += 60 * MINUTE;
  expect([ask(), ask(), ask(), ask()]).toEqual([0, 0, 0, 10]);
});

test('a clock that is set back locks nobody out for longer than an empty bucket does', () => {
  const { ask } = given();
  expect([ask(), ask(), ask()]).toEqual([0, 0, 0]);
  at -= 30 * MINUTE;
  expect([ask(), ask(), ask(), ask()]).toEqual([0, 0, 0, 10]);
});

test('one asker takes nothing from another, and what is given back can be taken again', () => {
  const { limits, ask } = given();
  for (let i = 0; i < 3; i++) ask('stranger');
  expect([ask('stranger'), ask('owner')]).toEqual([10, 0]);
  limits.giveBack('login', LIMIT, 'stranger');
  expect([ask('stranger'), ask('stranger')]).toEqual([0, 10]);
});

test('a clock that is put back makes nobody wait for it', () => {
  const { ask } = given();
  for (let i = 0; i < 3; i++) ask();
  at -= 60 * MINUTE;
  expect([ask(), ask(), ask(), ask()]).toEqual([0, 0, 0, 10]);
});

test('a load test may multiply what is allowed', () => {
  const { ask } = given(100);
  expect(Array.from({ length: 300 }, () => ask()).filter((wait) => wait > 0)).toEqual([]);
  expect(ask()).toBe(1);
});
