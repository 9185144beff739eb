import { expect, test } from 'vitest';
import { Turnstile } from './turnstile.ts';

test('two work, three wait in order, the rest is refused; a failing piece of work makes room like any', async () => {
  const turnstile = new Turnstile(2, 3);
  const finish: (() => void)[] = [];
  const done: number[] = [];
  const work = (n: number) =>
    turnstile.through(async () => {
      await new Promise<void>((go) => finish.push(go));
      done.push(n);
      if (n === 0) throw new Error('broken');
    });
  const all = [0, 1, 2, 3, 4, 5, 6].map((n) =>
    work(n).then(
      () => 'done',
      (error) => error.code ?? error.message,
    ),
  );
  expect(await Promise.all(all.slice(5))).toEqual(['TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
  for (let n = 0; n < 5; n++) {
    expect(finish).toHaveLength(Math.min(n + 2, 5));
    finish[n]?.();
    await all[n];
  }
  expect(done).toEqual([0, 1, 2, 3, 4]);
  expect(await Promise.all(all.slice(0, 5))).toEqual(['broken', 'done', 'done', 'done', 'done']);
});
