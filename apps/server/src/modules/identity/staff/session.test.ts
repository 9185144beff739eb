import { afterEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, setClock } from '../../../kernel/clock.ts';
import { OWNER, startApp, type TestApp } from '../../../test/app.ts';
import { sweepsRun } from '../../../test/later.ts';

const restore: (() => void)[] = [];
afterEach(() => {
  while (restore.length > 0) restore.pop()?.();
});
/** From now on it is `ms` later. */
const later = (ms: number) => restore.push(setClock(() => Date.now() + ms));

const WRONG = 'Wrong-guess-99';
/** Signs in from an address, as a proxy in front would tell it. */
async function signIn(app: TestApp, login: string, password: string, address = '127.0.0.1') {
  const reply = await app.platform.http.server.inject({
    method: 'POST',
    url: '/admin/session',
    payload: { login, password },
    remoteAddress: address,
  });
  return { status: reply.statusCode, body: reply.json(), headers: reply.headers };
}
const several = async <T>(times: number, work: () => Promise<T>): Promise<T[]> => {
  const done: T[] = [];
  for (let i = 0; i < times; i++) done.push(await work());
  return done;
};

test('a login sets a cookie that scripts cannot read and other sites cannot send, and only hashes are kept', async () => {
  const app = await startApp();
  const { status, body, headers } = await signIn(app, 'OWNER', OWNER.password);
  expect(status).toBe(200);
  expect(body.token).toMatch(/^st\.1\.[\w-]{43}$/);
  expect(headers['set-cookie']).toBe(`jishi_staff=${body.token}; Path=/; HttpOnly; SameSite=Strict`);
  const byCookie = await app.platform.http.server.inject({ url: '/admin/me', cookies: { jishi_staff: body.token } });
  expect(byCookie.json()).toMatchObject({ staff: { login: 'owner', active: true }, shopName: '测试小店', must: null });
  const { rows } = await app.sql.query('select password, s::text as session from staff join staff_session s on true');
  expect(rows).toHaveLength(1);
  expect(rows[0].password).toMatch(/^scrypt\$\d+\$8\$5\$/);
  expect(rows[0].session).not.toContain(body.token.split('.')[2]);
});

test('five wrong passwords make the guesser wait, even for the right one, and longer each time', async () => {
  const app = await startApp();
  const codes = (await several(5, () => signIn(app, 'owner', WRONG))).map((a) => a.body.code);
  expect(codes).toEqual(Array(5).fill('LOGIN_FAILED'));
  const locked = await signIn(app, 'owner', OWNER.password);
  expect([locked.status, locked.body.code, locked.body.detail]).toEqual([
    429,
    'LOGIN_LOCKED',
    '尝试次数过多，请 5 分钟后再试',
  ]);
  expect(Number(locked.headers['retry-after'])).toBeGreaterThan(290);
  later(5 * MINUTE + 1000);
  expect((await signIn(app, 'owner', WRONG)).body.code).toBe('LOGIN_FAILED');
  expect((await signIn(app, 'owner', OWNER.password)).body.detail).toBe('尝试次数过多，请 10 分钟后再试');
  later(16 * MINUTE);
  expect((await signIn(app, 'owner', OWNER.password)).status).toBe(200);
  expect((await several(4, () => signIn(app, 'owner', WRONG))).map((a) => a.status)).toEqual(Array(4).fill(401));
  expect((await signIn(app, 'owner', OWNER.password)).status).toBe(200);
});

test('a stranger’s guesses make nobody else wait: not the owner where the owner signs in, nor anybody who shares nothing with them', async () => {
  const app = await startApp();
  expect((await signIn(app, 'owner', OWNER.password, '203.0.113.7')).status).toBe(200);
  const guessers = async () => (await (await app.given.owner()).get('/admin/today')).body.guessers;
  await several(4, () => signIn(app, 'owner', WRONG, '198.51.100.1'));
  expect(await guessers()).toBe(0);
  await several(2, () => signIn(app, 'owner', WRONG, '198.51.100.1'));
  expect((await signIn(app, 'owner', OWNER.password, '198.51.100.1')).status).toBe(429);
  // The owner reads of it where the day begins.
  expect(await guessers()).toBe(1);
  expect((await signIn(app, 'owner', OWNER.password, '203.0.113.7')).status).toBe(200);
  expect((await signIn(app, 'owner', OWNER.password, '192.0.2.9')).status).toBe(200);
});

test('a guesser with many addresses is made to wait everywhere, but not the owner at home', async () => {
  const app = await startApp();
  expect((await signIn(app, 'owner', OWNER.password, '203.0.113.7')).status).toBe(200);
  for (let i = 0; i < 50; i++) await signIn(app, 'owner', WRONG, `198.51.100.${i + 1}`);
  expect((await signIn(app, 'owner', OWNER.password, '192.0.2.9')).body.code).toBe('LOGIN_LOCKED');
  expect((await signIn(app, 'owner', OWNER.password, '203.0.113.7')).status).toBe(200);
}, 60_000);

test('a login that nobody has waits like any other and reads the same', async () => {
  const app = await startApp();
  const told = async (login: string, address: string) =>
    (await several(6, () => signIn(app, login, WRONG, address))).map(({ status, body }) => [
      status,
      body.code,
      body.detail,
    ]);
  expect(await told('nobody', '198.51.100.1')).toEqual(await told('owner', '198.51.100.2'));
});

test('a login that does not exist costs as much work as a wrong password, and so takes as long', async () => {
  const app = await startApp({ PASSWORD_COST: '14' });
  /** Processor time of this process, which other programs of the machine do not change as they change the clock. */
  const workOf = async (login: string) => {
    const before = process.cpuUsage();
    expect((await signIn(app, login, WRONG)).body.code).toBe('LOGIN_FAILED');
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const tries = [];
  for (let i = 0; i < 3; i++) tries.push([await workOf('owner'), await workOf('nobody')] as const);
  const [wrong, unknown] = [Math.min(...tries.map((t) => t[0])), Math.min(...tries.map((t) => t[1]))];
  expect(unknown).toBeGreaterThan(wrong / 2);
});

test('twenty guesses at once are not more than five', async () => {
  const app = await startApp();
  const guesses = Promise.all(Array.from({ length: 20 }, () => signIn(app, 'owner', WRONG)));
  expect((await app.guest.get('/shop/profile')).status).toBe(200);
  const codes = (await guesses).map((g) => g.body.code as string);
  expect(codes.filter((c) => c === 'LOGIN_FAILED').length).toBeLessThanOrEqual(5);
  expect((await app.sql.query('select blocked_until > now() as blocked from staff_attempt limit 1')).rows).toHaveLength(
    1,
  );
});

test('a session ends after half an hour without use, and after twelve hours however busy', async () => {
  const { as, given } = await startApp();
  const { token } = await given.owner();
  for (let minutes = 25; minutes < 12 * 60; minutes += 25) {
    later(minutes * MINUTE);
    expect((await as(token).get('/admin/me')).status, `${minutes} minutes`).toBe(200);
  }
  later(12 * HOUR + MINUTE);
  expect((await as(token).get('/admin/me')).status).toBe(401);
  const second = (await given.owner()).token;
  expect(second).toBe(token);
});

test('who does nothing for half an hour is signed out, or for as long as the shop says', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const policy = { twoFactor: 'optional', idleMinutes: 60, passwordDays: 0, addresses: [] };
  expect((await owner.send('PUT', '/admin/security', policy)).body).toEqual(policy);
  later(45 * MINUTE);
  expect((await owner.get('/admin/me')).body.idleMinutes).toBe(60);
  later(106 * MINUTE);
  expect((await owner.get('/admin/me')).status).toBe(401);
  await app.sql.query('delete from staff_policy');
  const again = app.as((await signIn(app, 'owner', OWNER.password)).body.token);
  expect((await again.get('/admin/me')).status).toBe(200);
  later(137 * MINUTE);
  expect((await again.get('/admin/me')).status).toBe(401);
});

test('a person sees where they are signed in, signs out elsewhere, and has ten sessions at most', async () => {
  const app = await startApp();
  const tokens = await several(12, async () => (await signIn(app, 'owner', OWNER.password)).body.token as string);
  const here = app.as(tokens.at(-1) ?? '');
  const { items } = (await here.get('/admin/me/sessions')).body;
  expect(items).toHaveLength(10);
  expect(items[0]).toMatchObject({ address: '127.0.0.1', current: true });
  expect((await app.as(tokens[0] ?? '').get('/admin/me')).status).toBe(401);
  expect((await here.send('DELETE', `/admin/me/sessions/${items[1].id}`)).status).toBe(204);
  expect((await app.as(tokens.at(-2) ?? '').get('/admin/me')).status).toBe(401);
  expect((await here.send('DELETE', `/admin/me/sessions/${items[1].id}`)).status).toBe(404);
  const clerk = await app.given.staff(['staff:manage']);
  expect((await clerk.send('DELETE', `/admin/me/sessions/${items[0].id}`)).status).toBe(404);
});

test('a new own password needs the old one, ends the other sessions, and none of the last five comes back', async () => {
  const app = await startApp();
  const [here, there] = (await several(2, () => signIn(app, 'owner', OWNER.password))).map((a) => app.as(a.body.token));
  const change = (current: string, next: string) => here!.send('PUT', '/admin/me/password', { current, next });
  const next = (n: number) => `Second-lantern-${n}6`;
  expect((await change(WRONG, next(0))).body.code).toBe('PASSWORD_WRONG');
  expect((await there!.get('/admin/me')).status).toBe(200);
  expect((await change(OWNER.password, OWNER.password)).body.code).toBe('PASSWORD_USED');
  expect((await change(OWNER.password, next(0))).status).toBe(204);
  expect([(await here!.get('/admin/me')).status, (await there!.get('/admin/me')).status]).toEqual([200, 401]);
  expect((await signIn(app, 'owner', OWNER.password)).body.code).toBe('LOGIN_FAILED');
  for (let n = 0; n < 4; n++) expect((await change(next(n), next(n + 1))).status).toBe(204);
  for (const used of [next(0), next(2), next(4)])
    expect((await change(next(4), used)).body.code, used).toBe('PASSWORD_USED');
  expect((await change(next(4), OWNER.password)).status).toBe(204);
  expect((await app.sql.query('select count(*) from staff_password')).rows[0].count).toBe(4);
});

test('a password that is older than the shop allows is changed first', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const policy = { twoFactor: 'optional', idleMinutes: 30, passwordDays: 90, addresses: [] };
  expect((await owner.send('PUT', '/admin/security', policy)).status).toBe(200);
  later(91 * DAY);
  const late = app.as((await signIn(app, 'owner', OWNER.password)).body.token);
  expect((await late.get('/admin/orders')).body.code).toBe('PASSWORD_CHANGE_REQUIRED');
  const change = { current: OWNER.password, next: 'Second-lantern-66' };
  expect((await late.send('PUT', '/admin/me/password', change)).status).toBe(204);
  expect((await late.get('/admin/orders')).status).toBe(200);
});

test('tries that are long past are forgotten, addresses of the own kept for three months', async () => {
  const app = await startApp();
  await signIn(app, 'owner', OWNER.password, '203.0.113.7');
  await signIn(app, 'nobody', WRONG, '198.51.100.1');
  const count = async () => Number((await app.sql.query('select count(*) from staff_attempt')).rows[0].count);
  expect(await count()).toBeGreaterThan(2);
  later(3 * DAY);
  await sweepsRun(app);
  expect(await count()).toBe(1);
  later(92 * DAY);
  await sweepsRun(app);
  expect(await count()).toBe(0);
});
