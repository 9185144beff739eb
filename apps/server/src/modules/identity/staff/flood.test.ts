import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { OWNER, startApp } from '../../../test/app.ts';

const post = (address: string, login: string) =>
  fetch(`${address}/admin/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: 'Wrong-guess-99' }),
  });

test('sixty log-ins at once keep nobody waiting for pictures or pages; most are told to come later', async () => {
  const { address, platform } = await startApp({ PASSWORD_COST: '14' });
  writeFileSync(path.join(platform.files.dir, 'a.webp'), 'picture');
  let answered = 0;
  const logins = Promise.all(
    Array.from({ length: 60 }, async (_, i) => {
      const reply = await post(address, `nobody${i}`);
      const body = (await reply.json()) as { code: string; detail: string };
      answered++;
      return { status: reply.status, wait: reply.headers.get('retry-after'), ...body };
    }),
  );
  for (let i = 0; i < 20; i++)
    for (const url of ['/files/a.webp', '/shop/profile']) expect((await fetch(address + url)).status, url).toBe(200);
  expect(answered, 'log-ins that were answered before the pictures were').toBeLessThan(60);
  const refused = (await logins).filter((l) => l.status === 429);
  expect(refused.length).toBeGreaterThan(40 - 1);
  for (const { wait, detail } of refused) expect([Number(wait) > 0, detail]).toEqual([true, '操作太频繁，请稍后再试']);
  expect((await logins).filter((l) => l.status !== 429).map((l) => l.code)).toEqual(
    Array(60 - refused.length).fill('LOGIN_FAILED'),
  );
}, 120_000);

test('wrong passwords of one address use up what it may ask; right ones do not', async () => {
  const app = await startApp({ LIMIT_SCALE: '1' });
  let nobody = 0;
  const wrong = (times: number) =>
    Promise.all(
      Array.from({ length: times }, () =>
        app.guest.post('/admin/session', { login: `nobody${++nobody}`, password: 'Wrong-guess-99' }),
      ),
    );
  const right = () => app.guest.post('/admin/session', { login: OWNER.login, password: OWNER.password });
  for (const times of [6, 6, 6]) expect((await wrong(times)).map((a) => a.status)).toEqual(Array(times).fill(401));
  for (let i = 0; i < 4; i++) expect((await right()).status).toBe(200);
  await wrong(4);
  const { status, body, headers } = await right();
  expect([status, body.code]).toEqual([429, 'TOO_MANY_REQUESTS']);
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
});
