import { afterEach, expect, test } from 'vitest';
import { SECOND, setClock } from '../../../kernel/clock.ts';
import { SHOP_COMMANDS } from '../../../shop-commands.ts';
import { OWNER, startApp, type TestApp } from '../../../test/app.ts';
import type { Caller } from '../../../test/world.ts';
import { codeAt, stepAt } from './totp.rules.ts';

const restore: (() => void)[] = [];
afterEach(() => {
  while (restore.length > 0) restore.pop()?.();
});
let pastMs = 0;
const later = (ms: number) => {
  pastMs = ms;
  restore.push(setClock(() => Date.now() + ms));
};

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
function bytesOf(base32: string): Buffer {
  const bits = [...base32].map((c) => BASE32.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)));
}
/** What an authenticator app would show for this secret now. */
const codeNow = (secret: string): string => codeAt(bytesOf(secret), stepAt(Date.now() + pastMs));

async function enrol(who: Caller): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = (await who.post('/admin/me/second-factor')).body;
  const { status, body } = await who.send('PUT', '/admin/me/second-factor', { code: codeNow(secret) });
  expect(status, JSON.stringify(body)).toBe(200);
  return { secret, recoveryCodes: body.recoveryCodes };
}
const signIn = (app: TestApp, code?: string) =>
  app.guest.post('/admin/session', { login: OWNER.login, password: OWNER.password, ...(code ? { code } : {}) });
const policyOf = (twoFactor: string, addresses: string[] = []) => ({
  twoFactor,
  idleMinutes: 30,
  passwordDays: 0,
  addresses,
});

test('with a second factor the password alone lets nobody in, and a code lets in once', async () => {
  pastMs = 0;
  const app = await startApp();
  const owner = await app.given.owner();
  const begun = (await owner.post('/admin/me/second-factor')).body;
  expect(begun.uri).toBe(
    `otpauth://totp/${encodeURIComponent('测试小店')}:owner?secret=${begun.secret}&issuer=${encodeURIComponent('测试小店')}`,
  );
  expect((await signIn(app)).status).toBe(200);
  const wrong = await owner.send('PUT', '/admin/me/second-factor', { code: '000000' });
  expect(wrong.body.code).toBe('SECOND_FACTOR_CODE_WRONG');
  const { secret, recoveryCodes } = await enrol(owner);
  expect(recoveryCodes).toHaveLength(10);
  expect((await signIn(app)).body.code).toBe('LOGIN_CODE_NEEDED');
  expect((await signIn(app, codeNow(secret))).body.code).toBe('LOGIN_CODE_WRONG');
  later(31 * SECOND);
  const code = codeNow(secret);
  const answers = await Promise.all([signIn(app, code), signIn(app, code)]);
  expect(answers.map((a) => a.body.code ?? a.status).sort()).toEqual([200, 'LOGIN_CODE_WRONG']);
  expect(answers.find((a) => a.status === 200)?.body.staff).toMatchObject({ login: 'owner' });
  const { rows } = await app.sql.query('select t::text as row from staff_totp t');
  expect(rows[0].row).not.toContain(secret);
  for (const recovery of recoveryCodes) expect(rows[0].row).not.toContain(recovery);
});

test('a wrong password says nothing about the second factor, and wrong codes make the guesser wait', async () => {
  pastMs = 0;
  const app = await startApp();
  await enrol(await app.given.owner());
  const wrong = await app.guest.post('/admin/session', {
    login: OWNER.login,
    password: 'Wrong-guess-99',
    code: '123456',
  });
  expect(wrong.body.code).toBe('LOGIN_FAILED');
  const codes = [];
  for (let i = 0; i < 5; i++) codes.push((await signIn(app, '000000')).body.code);
  expect(codes).toEqual([...Array(4).fill('LOGIN_CODE_WRONG'), 'LOGIN_LOCKED']);
});

test('a recovery code lets in once, in whatever way it is written; new ones take the place of the old', async () => {
  pastMs = 0;
  const app = await startApp();
  const owner = await app.given.owner();
  const { recoveryCodes } = await enrol(owner);
  const [first = '', second = ''] = recoveryCodes;
  expect((await signIn(app, first.toLowerCase().replace('-', ' '))).status).toBe(200);
  expect((await signIn(app, first)).body.code).toBe('LOGIN_CODE_WRONG');
  const renewed = (await owner.post('/admin/me/recovery-codes')).body.recoveryCodes;
  expect((await signIn(app, second)).body.code).toBe('LOGIN_CODE_WRONG');
  expect((await signIn(app, renewed[0])).status).toBe(200);
});

test('a shop that asks for second factors leads those without to one, and lets them do nothing before', async () => {
  pastMs = 0;
  const app = await startApp();
  const owner = await app.given.owner();
  const [clerk, refunder] = [
    await app.given.staff(['order:read']),
    await app.given.staff(['order:read', 'order:refund']),
  ];
  expect((await owner.send('PUT', '/admin/security', policyOf('sensitive'))).status).toBe(200);
  for (const who of [owner, refunder]) {
    expect((await who.get('/admin/me')).body.must).toBe('enrol');
    expect((await who.get('/admin/orders')).body.code).toBe('TWO_FACTOR_REQUIRED');
  }
  expect((await clerk.get('/admin/orders')).status).toBe(200);
  await enrol(owner);
  expect((await owner.get('/admin/orders')).status).toBe(200);
  expect((await owner.send('DELETE', '/admin/me/second-factor')).body.code).toBe('SECOND_FACTOR_REQUIRED');
  expect((await owner.send('PUT', '/admin/security', policyOf('everybody'))).status).toBe(200);
  expect((await clerk.get('/admin/orders')).body.code).toBe('TWO_FACTOR_REQUIRED');
  await enrol(clerk);
  const id = (await clerk.get('/admin/me')).body.staff.id;
  expect((await owner.send('DELETE', `/admin/staff/${id}/second-factor`)).status).toBe(204);
  expect((await clerk.get('/admin/me')).body).toMatchObject({ must: 'enrol', staff: { secondFactor: false } });
});

test('staff come from the addresses of the list only, and nobody saves a list that shuts them out', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const save = (addresses: string[]) => owner.send('PUT', '/admin/security', policyOf('optional', addresses));
  expect((await save(['203.0.113.0/24'])).body.code).toBe('ADDRESS_LOCKS_OUT');
  expect((await save(['127.0.0.1', 'not an address'])).body.code).toBe('BAD_INPUT');
  expect((await save(['127.0.0.0/8', '203.0.113.0/24'])).status).toBe(200);
  const from = async (remoteAddress: string, url = '/admin/me') => {
    const headers = { authorization: `Bearer ${owner.token}` };
    return (await app.platform.http.server.inject({ url, headers, remoteAddress })).json();
  };
  const login = async (remoteAddress: string) => {
    const payload = { login: OWNER.login, password: OWNER.password };
    return (
      await app.platform.http.server.inject({ method: 'POST', url: '/admin/session', payload, remoteAddress })
    ).json();
  };
  expect((await from('203.0.113.7')).staff.login).toBe('owner');
  expect((await from('198.51.100.1')).code).toBe('ADDRESS_REFUSED');
  expect([(await login('198.51.100.1')).code, (await login('203.0.113.7')).staff.login]).toEqual([
    'ADDRESS_REFUSED',
    'owner',
  ]);
  expect((await app.guest.get('/shop/profile')).status).toBe(200);
});

test('who is locked out in every way is let in from the machine, with a password that is changed first', async () => {
  pastMs = 0;
  const app = await startApp();
  const owner = await app.given.owner();
  await enrol(owner);
  const locked = await app.guest.post('/admin/session', { login: OWNER.login, password: 'Wrong-lantern-9' });
  expect(locked.body.code).toBe('LOGIN_FAILED');
  expect((await owner.send('PUT', '/admin/security', policyOf('sensitive', ['127.0.0.1']))).status).toBe(200);
  await app.sql.query(`update staff_attempt set blocked_until = now() + interval '1 hour'`);
  expect((await signIn(app, '000000')).body.code).toBe('LOGIN_LOCKED');
  const said: string[] = [];
  await SHOP_COMMANDS['reset-owner']?.(app.platform, { login: OWNER.login }, (line) => said.push(line));
  const [, password = ''] = /owner \/ (\S+)/.exec(said.join('\n')) ?? [];
  expect((await owner.get('/admin/me')).status).toBe(401);
  const elsewhere = { method: 'POST', url: '/admin/session', remoteAddress: '198.51.100.1' } as const;
  const reply = await app.platform.http.server.inject({ ...elsewhere, payload: { login: OWNER.login, password } });
  expect((await app.as(reply.json().token).get('/admin/me')).body).toMatchObject({
    ...{ must: 'change-password', staff: { login: OWNER.login, secondFactor: false } },
  });
  const { rows } = await app.sql.query(
    `select actor, actor_name, operation, detail from audit where operation = 'reset-owner'`,
  );
  expect(rows).toEqual([
    { actor: 'terminal', actor_name: '服务器命令行', operation: 'reset-owner', detail: { login: OWNER.login } },
  ]);
});
