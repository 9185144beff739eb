import { afterEach, expect, test } from 'vitest';
import { HOUR, MINUTE, setClock } from '../../../kernel/clock.ts';
import { OWNER, openShop, startApp, TENANT, type TestApp } from '../../../test/app.ts';
import { overlapping } from '../../../test/overlapping.ts';

const restore: (() => void)[] = [];
afterEach(() => {
  while (restore.length > 0) restore.pop()?.();
});
/** From now on it is `ms` later. */
const later = (ms: number) => restore.push(setClock(() => Date.now() + ms));

const CLERK = { login: 'Clerk', name: '小店员', password: 'Lantern-red-55', permissions: ['order:read'] };
const signIn = (app: TestApp, login: string, password: string) => app.guest.post('/admin/session', { login, password });

test('a login sets a cookie that scripts cannot read and other sites cannot send, and only hashes are kept', async () => {
  const app = await startApp();
  const { status, body, headers } = await signIn(app, 'OWNER', OWNER.password);
  expect(status).toBe(200);
  expect(body.token).toMatch(/^st\.1\.[\w-]{43}$/);
  expect(headers['set-cookie']).toBe(`jishi_staff=${body.token}; Path=/; HttpOnly; SameSite=Strict`);
  const byCookie = await app.platform.http.server.inject({ url: '/admin/me', cookies: { jishi_staff: body.token } });
  expect(byCookie.json()).toMatchObject({ staff: { login: 'owner', active: true }, shopName: '测试小店' });
  const { rows } = await app.sql.query('select password, s::text as session from staff join staff_session s on true');
  expect(rows).toHaveLength(1);
  expect(rows[0].password).toMatch(/^scrypt\$\d+\$8\$5\$/);
  expect(rows[0].session).not.toContain(body.token.split('.')[2]);
});

test('five wrong passwords lock the account for fifteen minutes, even for the right one, and no longer', async () => {
  const app = await startApp();
  const codes = [];
  for (let i = 0; i < 5; i++) codes.push((await signIn(app, 'owner', 'Wrong-guess-99')).body.code);
  expect(codes).toEqual(['LOGIN_FAILED', 'LOGIN_FAILED', 'LOGIN_FAILED', 'LOGIN_FAILED', 'LOGIN_LOCKED']);
  expect((await signIn(app, 'owner', OWNER.password)).body.code).toBe('LOGIN_LOCKED');
  later(14 * MINUTE);
  expect((await signIn(app, 'owner', OWNER.password)).status).toBe(429);
  later(16 * MINUTE);
  expect((await signIn(app, 'owner', OWNER.password)).status).toBe(200);
  const { rows } = await app.sql.query('select failures, locked_until from staff');
  expect(rows).toEqual([{ failures: 0, locked_until: null }]);
});

test('twenty guesses at once are not more than five, and the shop answers others meanwhile', async () => {
  const app = await startApp();
  const guesses = Promise.all(Array.from({ length: 20 }, () => signIn(app, 'owner', 'Wrong-guess-99')));
  expect((await app.guest.get('/shop/profile')).status).toBe(200);
  const codes = (await guesses).map((g) => g.body.code as string);
  expect(codes.filter((c) => c === 'LOGIN_FAILED').length).toBeLessThanOrEqual(4);
  expect(codes.filter((c) => !/^LOGIN_FAILED|LOGIN_LOCKED|TOO_MANY_REQUESTS$/.test(c))).toEqual([]);
  const { rows } = await app.sql.query('select failures, locked_until > now() as locked from staff');
  expect(rows).toEqual([{ failures: 0, locked: true }]);
});

test('a login that does not exist takes as long as a wrong password and reads the same', async () => {
  const app = await startApp({ PASSWORD_COST: '14' });
  const timed = async (login: string) => {
    const began = performance.now();
    const { status, body } = await signIn(app, login, 'Wrong-guess-99');
    return { ms: performance.now() - began, status, code: body.code, detail: body.detail };
  };
  const tries = [];
  for (let i = 0; i < 3; i++) tries.push([await timed('owner'), await timed('nobody')] as const);
  for (const [wrong, unknown] of tries) expect({ ...unknown, ms: 0 }).toEqual({ ...wrong, ms: 0 });
  // The quickest of three: whatever else the machine does can only slow a try down.
  const [wrongMs, unknownMs] = [Math.min(...tries.map((t) => t[0].ms)), Math.min(...tries.map((t) => t[1].ms))];
  expect(unknownMs).toBeGreaterThan(wrongMs / 2);
});

test('a session ends after twelve idle hours, but lives on while it is used', async () => {
  const { as, given } = await startApp();
  const { token } = await given.owner();
  later(11 * HOUR);
  expect((await as(token).get('/admin/me')).status).toBe(200);
  later(22 * HOUR);
  expect((await as(token).get('/admin/me')).status).toBe(200);
  later(35 * HOUR);
  expect((await as(token).get('/admin/me')).status).toBe(401);
});

test('who lost a permission, was stopped or signed out is refused at the next request', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const { id } = (await owner.post('/admin/staff', CLERK)).body;
  const clerk = app.as((await signIn(app, 'clerk', CLERK.password)).body.token);
  expect((await clerk.get('/admin/staff')).status).toBe(403);
  expect((await owner.send('PATCH', `/admin/staff/${id}`, { permissions: ['staff:manage'] })).status).toBe(200);
  expect((await clerk.get('/admin/staff')).status).toBe(200);
  expect((await owner.send('PATCH', `/admin/staff/${id}`, { active: false })).body.active).toBe(false);
  expect((await clerk.get('/admin/me')).status).toBe(401);
  expect((await signIn(app, 'clerk', CLERK.password)).body.code).toBe('LOGIN_FAILED');
  expect((await owner.send('DELETE', '/admin/session')).status).toBe(204);
  expect((await owner.get('/admin/me')).status).toBe(401);
});

test('the last one who manages staff stays, also when two take the permission from each other at once', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const me = (await owner.get('/admin/me')).body.staff.id;
  const alone = await owner.send('PATCH', `/admin/staff/${me}`, { active: false });
  expect(alone.body.code).toBe('STAFF_LAST_OWNER');
  const other = (await owner.post('/admin/staff', { ...CLERK, permissions: ['staff:manage'] })).body.id;
  const clerk = app.as((await signIn(app, 'clerk', CLERK.password)).body.token);
  const answers = await overlapping(app, 'staff', 2, () =>
    Promise.all([
      owner.send('PATCH', `/admin/staff/${other}`, { permissions: [] }),
      clerk.send('PATCH', `/admin/staff/${me}`, { permissions: [] }),
    ]),
  );
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
  const { rows } = await app.sql.query(`select count(*) from staff where active and 'staff:manage' = any(permissions)`);
  expect(rows[0].count).toBe(1);
});

test('a login is taken in whatever case it is written, and of two at once one gets it', async () => {
  const { given, sql } = await startApp();
  const owner = await given.owner();
  const answers = await Promise.all(['Clerk', 'cLERK'].map((login) => owner.post('/admin/staff', { ...CLERK, login })));
  expect(answers.map((a) => a.status).sort()).toEqual([201, 409]);
  expect(answers.find((a) => a.status === 409)?.body.code).toBe('STAFF_LOGIN_TAKEN');
  const weak = await owner.post('/admin/staff', { ...CLERK, login: 'third', password: 'onlyletters' });
  expect(weak.body.code).toBe('PASSWORD_WEAK');
  expect((await sql.query('select count(*) from staff')).rows[0].count).toBe(2);
});

test('a new own password needs the old one and ends the other sessions, not this one', async () => {
  const app = await startApp();
  const [here, there] = await Promise.all([0, 1].map(async () => (await signIn(app, 'owner', OWNER.password)).body));
  const change = (current: string) =>
    app.as(here.token).send('PUT', '/admin/me/password', { current, next: 'Second-lantern-66' });
  expect((await change('Wrong-guess-99')).body.code).toBe('PASSWORD_WRONG');
  expect((await app.as(there.token).get('/admin/me')).status).toBe(200);
  expect((await change(OWNER.password)).status).toBe(204);
  expect((await app.as(here.token).get('/admin/me')).status).toBe(200);
  expect((await app.as(there.token).get('/admin/me')).status).toBe(401);
  expect((await signIn(app, 'owner', OWNER.password)).body.code).toBe('LOGIN_FAILED');
  expect((await signIn(app, 'owner', 'Second-lantern-66')).status).toBe(200);
});

test('an app key does what its scopes say until it is revoked; its secret is in no table, and a repeat shows the same', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const ask = { name: '仓库系统', permissions: ['order:read'] };
  const { status, body } = await owner.post('/admin/app-keys', ask, 'one-key-for-the-warehouse');
  expect(status).toBe(201);
  expect((await owner.post('/admin/app-keys', ask, 'one-key-for-the-warehouse')).body).toEqual(body);
  const program = app.as(body.secret);
  expect((await program.get('/admin/orders')).status).toBe(200);
  expect((await program.get('/admin/staff')).status).toBe(403);
  expect((await program.get('/admin/me')).status).toBe(403);
  const kept = await app.sql.query('select k::text, i::text as i from staff_app_key k, idempotency i');
  expect(JSON.stringify(kept.rows)).not.toContain(body.secret.split('.')[2]);
  expect((await owner.get('/admin/app-keys')).body.items[0].lastUsedAt).not.toBeNull();
  expect((await owner.send('DELETE', `/admin/app-keys/${body.key.id}`)).status).toBe(204);
  expect((await program.get('/admin/orders')).status).toBe(401);
});

test('the audit log takes logins, changes and what was refused, and pages from the newest', async () => {
  const { given } = await startApp();
  const owner = await given.owner();
  await owner.post('/admin/staff', CLERK);
  await owner.post('/admin/staff', CLERK);
  const first = (await owner.get('/admin/audit?limit=2')).body;
  expect(first.items.map((a: { operation: string; result: number }) => [a.operation, a.result])).toEqual([
    ['createStaff', 409],
    ['createStaff', 201],
  ]);
  const rest = (await owner.get(`/admin/audit?limit=2&cursor=${first.next}`)).body;
  expect(rest).toMatchObject({ items: [{ operation: 'loginStaff', actorName: '店主' }], next: null });
  for (const key of [
    ['yesterday', 'x'],
    [1, 2],
    ['2026-01-01T00:00:00Z', 'not-an-id'],
  ]) {
    const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
    expect((await owner.get(`/admin/audit?cursor=${cursor}`)).body.code).toBe('BAD_INPUT');
  }
});

test('staff of one shop are strangers in another: neither session nor id leads across', async () => {
  const app = await startApp();
  const OTHER = TENANT + 1;
  await openShop(app.platform, OTHER, app.sandbox, app.address);
  const signInAt = async (host: string) =>
    (
      await app.platform.http.server.inject({
        method: 'POST',
        url: '/admin/session',
        headers: { host },
        payload: { login: OWNER.login, password: OWNER.password },
      })
    ).json();
  const there = await signInAt(`shop${OTHER}.test`);
  expect(there.token).toMatch(/^st\.2\./);
  const stranger = app.as(there.token);
  const { rows } = await app.sql.query('select id from staff where tenant_id = $1', [TENANT]);
  expect((await stranger.send('PATCH', `/admin/staff/${rows[0].id}`, { name: '改名' })).status).toBe(404);
  expect((await stranger.get('/admin/staff')).body.items).toHaveLength(1);
  expect((await app.as(there.token.replace('st.2.', 'st.1.')).get('/admin/me')).status).toBe(401);
  expect(await signInAt('unknown.test')).toMatchObject({ code: 'UNKNOWN_TENANT' });
});
