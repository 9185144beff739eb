import { expect, test } from 'vitest';
import { Breaker } from './breaker.ts';

/** A server that answers or not, as told, and counts who asked. */
function server() {
  let at = 0;
  const world = { answers: false, asked: 0, later: (ms: number) => (at += ms) };
  const send = (async () => {
    world.asked += 1;
    await Promise.resolve();
    if (!world.answers) throw new Error('silence');
    return new Response('', { status: 500 });
  }) as typeof fetch;
  return { world, breaker: new Breaker(send, () => at) };
}
const ask = (breaker: Breaker) =>
  breaker.fetch('http://wechat.test/').then(
    (r) => r.status,
    () => 'failed',
  );

test('after five silences in a row nobody is asked for ten seconds, then one is, and the rest follow its answer', async () => {
  const { world, breaker } = server();
  for (let n = 0; n < 20; n++) await ask(breaker);
  expect([world.asked, breaker.isOpen]).toEqual([5, true]);
  world.later(10_001);
  expect(breaker.isOpen).toBe(false);
  await Promise.all(Array.from({ length: 10 }, () => ask(breaker)));
  expect([world.asked, breaker.isOpen]).toEqual([6, true]);
  world.later(10_001);
  world.answers = true;
  expect(await ask(breaker)).toBe(500);
  expect(await Promise.all([1, 2, 3].map(() => ask(breaker)))).toEqual([500, 500, 500]);
  expect([world.asked, breaker.isOpen]).toEqual([10, false]);
});

test('an error that is answered is no silence, and one answer forgets the silences before it', async () => {
  const { world, breaker } = server();
  world.answers = true;
  for (let n = 0; n < 9; n++) await ask(breaker);
  for (let n = 0; n < 9; n++) {
    world.answers = n % 3 === 0;
    await ask(breaker);
  }
  expect([world.asked, breaker.isOpen]).toEqual([18, false]);
});
