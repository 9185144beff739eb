import { afterEach, expect, test } from 'vitest';
import { MINUTE, setClock } from '../../../kernel/clock.ts';
import { OWNER, openShop, type StartedApp, startApp, TENANT, type TestApp } from '../../../test/app.ts';
import { overlapping } from '../../../test/overlapping.ts';
import type { Caller } from '../../../test/world.ts';

const restore: (() => void)[] = [];
afterEach(() => {
  while (restore.length > 0) restore.pop()?.();
});
/** From now on it is `ms` later. */
const later = (ms: number) => restore.push(setClock(() => Date.now() + ms));

const CLERK = { login: 'Clerk', name: '小店员', password: 'Lantern-red-55', permissions: ['order:read'] };
const NEXT = 'Second-lantern-66';
const signIn = (app: TestApp, login: string, password: string) => app.guest.post('/admin/session', { login, password });
const meOf = async (who: Caller): Promise<string> => (await who.get('/admin/me')).body.staff.id;

/** Two who manage staff: the owner, and somebody with some permissions besides. */
async function withManager(permissions: string[] = ['order:read', 'order:ship']) {
  const app = await startApp();
  const owner = await app.given.owner();
  const manager = await app.given.staff(['staff:manage', ...permissions]);
  return { app, owner, manager, ownerId: await meOf(owner), managerId: await meOf(manager) };
}

test('a password that somebody else gave is changed first; nothing can be done before', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  expect((await owner.post('/admin/staff', CLERK)).status).toBe(201);
  const clerk = app.as((await signIn(app, 'clerk', CLERK.password)).body.token);
  expect((await clerk.get('/admin/me')).body.must).toBe('change-password');
  expect((await clerk.get('/admin/orders')).body.code).toBe('PASSWORD_CHANGE_REQUIRED');
  const change = { current: CLERK.password, next: NEXT };
  expect((await clerk.send('PUT', '/admin/me/password', change)).status).toBe(204);
  expect((await clerk.get('/admin/me')).body.must).toBeNull();
  expect((await clerk.get('/admin/orders')).status).toBe(200);
});

test('who lost a permission, was stopped or signed out is refused at the next request', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const clerk = await app.given.staff(['order:read']);
  const id = await meOf(clerk);
  expect((await clerk.get('/admin/staff')).status).toBe(403);
  expect((await owner.send('PATCH', `/admin/staff/${id}`, { permissions: ['staff:manage'] })).status).toBe(200);
  expect((await clerk.get('/admin/staff')).status).toBe(200);
  expect((await owner.send('PATCH', `/admin/staff/${id}`, { active: false })).body.active).toBe(false);
  expect((await clerk.get('/admin/me')).status).toBe(401);
  expect((await owner.send('DELETE', '/admin/session')).status).toBe(204);
  expect((await owner.get('/admin/me')).status).toBe(401);
});

test('nobody gives what they do not have: not to others, not to themselves, not to a program', async () => {
  const { app, owner, manager, managerId } = await withManager();
  const give = async (permissions: string[]) => [
    (await manager.post('/admin/staff', { ...CLERK, permissions })).body.code,
    (await manager.send('PATCH', `/admin/staff/${managerId}`, { permissions })).body.code,
    (await manager.post('/admin/app-keys', { name: '程序', permissions })).body.code,
  ];
  expect(await give(['order:refund'])).toEqual(Array(3).fill('STAFF_ABOVE_YOU'));
  expect((await manager.send('PATCH', `/admin/staff/${managerId}`, { owner: true })).body.code).toBe('STAFF_ABOVE_YOU');
  expect((await manager.post('/admin/staff', CLERK)).status).toBe(201);
  expect((await manager.post('/admin/app-keys', { name: '程序', permissions: ['order:read'] })).status).toBe(201);
  for (const forPeople of ['staff:manage', 'wechat:manage'])
    expect((await owner.post('/admin/app-keys', { name: '程序', permissions: [forPeople] })).body.code).toBe(
      'BAD_INPUT',
    );
  const { rows } = await app.sql.query(`select 1 from staff where 'order:refund' = any(permissions)`);
  expect(rows).toEqual([]);
});

test('nobody changes somebody who may do more: no password, no stop, no second factor, no sessions', async () => {
  const { app, owner, manager, ownerId } = await withManager();
  const richer = await meOf(await app.given.staff(['order:refund']));
  for (const id of [ownerId, richer]) {
    const url = `/admin/staff/${id}`;
    for (const change of [{ password: NEXT }, { active: false }, { permissions: [] }, { name: '改名' }])
      expect((await manager.send('PATCH', url, change)).body.code, JSON.stringify(change)).toBe('STAFF_ABOVE_YOU');
    expect((await manager.send('DELETE', `${url}/sessions`)).body.code).toBe('STAFF_ABOVE_YOU');
    expect((await manager.send('DELETE', `${url}/second-factor`)).body.code).toBe('STAFF_ABOVE_YOU');
  }
  expect((await owner.get('/admin/me')).status).toBe(200);
  expect((await owner.send('PATCH', `/admin/staff/${richer}`, { name: '改名' })).body.name).toBe('改名');
});

test('an owner has everything and shares that with other owners only; the last one stays, also when two leave at once', async () => {
  const { app, owner, manager, ownerId, managerId } = await withManager();
  expect((await owner.send('PATCH', `/admin/staff/${ownerId}`, { active: false })).body.code).toBe('STAFF_LAST_OWNER');
  expect((await owner.send('PATCH', `/admin/staff/${ownerId}`, { permissions: [] })).body.code).toBe(
    'STAFF_OWNER_HAS_ALL',
  );
  const second = (await owner.send('PATCH', `/admin/staff/${managerId}`, { owner: true })).body;
  expect(second).toMatchObject({ owner: true, permissions: expect.arrayContaining(['wechat:manage', 'order:refund']) });
  const answers = await overlapping(app, 'staff', 2, () =>
    Promise.all([
      owner.send('PATCH', `/admin/staff/${managerId}`, { owner: false }),
      manager.send('PATCH', `/admin/staff/${ownerId}`, { owner: false }),
    ]),
  );
  // The second one is no owner any more when its turn comes.
  expect(answers.map((a) => a.status).sort()).toEqual([200, 403]);
  const { rows } = await app.sql.query('select count(*) from staff where owner and active');
  expect(rows[0].count).toBe(1);
});

test('what is important asks for the password again after ten minutes, and never lets a program', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const key = (await owner.post('/admin/app-keys', { name: '程序', permissions: ['settings:write'] })).body.secret;
  await app.sql.query(`update staff_app_key set permissions = '{staff:manage,wechat:manage}'`);
  later(11 * MINUTE);
  const ask = () => owner.post('/admin/staff', CLERK);
  expect((await ask()).body.code).toBe('CONFIRM_PASSWORD');
  for (const url of ['/admin/security', '/admin/wechat'])
    expect((await owner.send('PUT', url, {})).body.code, url).toBe('CONFIRM_PASSWORD');
  expect((await owner.get('/admin/staff')).status).toBe(200);
  const confirm = (password: string) => owner.post('/admin/session/confirmation', { password });
  expect((await confirm('Wrong-guess-99')).body.code).toBe('PASSWORD_WRONG');
  expect((await ask()).body.code).toBe('CONFIRM_PASSWORD');
  expect((await confirm(OWNER.password)).status).toBe(204);
  expect((await ask()).status).toBe(201);
  expect((await app.as(key).post('/admin/staff', { ...CLERK, login: 'other' })).body.code).toBe('FORBIDDEN');
});

test('a login is taken in whatever case it is written, and of two at once one gets it', async () => {
  const { given, sql } = await startApp();
  const owner = await given.owner();
  const answers = await Promise.all(['Clerk', 'cLERK'].map((login) => owner.post('/admin/staff', { ...CLERK, login })));
  expect(answers.map((a) => a.status).sort()).toEqual([201, 409]);
  expect(answers.find((a) => a.status === 409)?.body.code).toBe('STAFF_LOGIN_TAKEN');
  const weak = await owner.post('/admin/staff', { ...CLERK, login: 'third', password: 'Password2026' });
  expect([weak.body.code, weak.body.detail]).toEqual(['PASSWORD_WEAK', '这个密码太常见，容易被猜到，请换一个']);
  expect((await sql.query('select count(*) from staff')).rows[0].count).toBe(2);
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

test('an app key with a list of addresses is good from there alone', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const make = (addresses: string[]) =>
    owner.post('/admin/app-keys', { name: '仓库系统', permissions: ['order:read'], addresses });
  expect((await make(['127.0.0.1', 'somewhere'])).body).toMatchObject({
    code: 'BAD_INPUT',
    facts: { field: 'addresses.1' },
  });
  const { body } = await make(['203.0.113.0/24']);
  expect(body.key.addresses).toEqual(['203.0.113.0/24']);
  const headers = { authorization: `Bearer ${body.secret}` };
  const from = async (remoteAddress: string) =>
    (await app.platform.http.server.inject({ url: '/admin/orders', headers, remoteAddress })).json();
  expect((await from('203.0.113.9')).items).toEqual([]);
  expect(await from('198.51.100.1')).toMatchObject({ code: 'ADDRESS_REFUSED', facts: { address: '198.51.100.1' } });
});

test('staff of one shop are strangers in another: neither session nor id leads across', async () => {
  const app: StartedApp = await startApp();
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
