import { afterEach, expect, test } from 'vitest';
import { buildApp, closeApp } from '../../../app.ts';
import { DAY, setClock } from '../../../kernel/clock.ts';
import { startApp, type TestApp } from '../../../test/app.ts';
import { sweepsRun } from '../../../test/later.ts';
import { EndedSessions } from './ended-sessions.ts';

const restore: (() => void)[] = [];
afterEach(() => {
  while (restore.length > 0) restore.pop()?.();
});
const later = (ms: number) => restore.push(setClock(() => Date.now() + ms));

const signIn = async (app: TestApp, name = '唐果果') => {
  const { code } = app.sandbox.control.login(name);
  return app.as((await app.guest.post('/shop/session', { channel: 'weapp', code })).body.token);
};

test('who signs out is signed out, here at once, and on the other devices goes on', async () => {
  const app = await startApp();
  const [phone, tablet] = [await signIn(app), await signIn(app)];
  expect((await phone.get('/shop/sessions')).body.items.map((s: { current: boolean }) => s.current)).toEqual([
    false,
    true,
  ]);
  expect((await phone.send('DELETE', '/shop/session')).status).toBe(204);
  expect((await phone.get('/shop/me')).status).toBe(401);
  expect((await phone.post('/shop/orders', {})).status).toBe(401);
  expect((await tablet.get('/shop/me')).status).toBe(200);
  expect((await tablet.get('/shop/sessions')).body.items).toHaveLength(1);
});

test('a lost device is signed out from another one, but no device of somebody else', async () => {
  const app = await startApp();
  const [mine, lost, theirs] = [await signIn(app), await signIn(app), await signIn(app, '周慢慢')];
  const [other] = (await mine.get('/shop/sessions')).body.items.filter((s: { current: boolean }) => !s.current);
  const [foreign] = (await theirs.get('/shop/sessions')).body.items;
  expect(foreign).toMatchObject({ device: '未知设备', current: true });
  expect((await mine.send('DELETE', `/shop/sessions/${foreign.id}`)).status).toBe(404);
  expect((await mine.send('DELETE', `/shop/sessions/${other.id}`)).status).toBe(204);
  expect([(await lost.get('/shop/me')).status, (await theirs.get('/shop/me')).status]).toEqual([401, 200]);
});

test('all other devices are signed out at once; this one goes on, and so does everybody else', async () => {
  const app = await startApp();
  const others = [await signIn(app), await signIn(app), await signIn(app)];
  const [mine, theirs] = [await signIn(app), await signIn(app, '周慢慢')];
  expect((await mine.send('DELETE', '/shop/sessions')).status).toBe(204);
  for (const lost of others) expect((await lost.get('/shop/me')).status).toBe(401);
  expect([(await mine.get('/shop/me')).status, (await theirs.get('/shop/me')).status]).toEqual([200, 200]);
  expect((await mine.get('/shop/sessions')).body.items).toMatchObject([{ current: true }]);
  expect((await mine.send('DELETE', '/shop/sessions')).status).toBe(204);
});

test('another process hears of an end, and of a customer who is gone, within seconds', async () => {
  const app = await startApp();
  const [shopper, gone] = [await signIn(app), await signIn(app, '周慢慢')];
  const other = await buildApp(app.platform.config, { app: app.database.url, worker: app.database.workerUrl });
  const there = async (token: string) =>
    (await other.http.server.inject({ url: '/shop/me', headers: { authorization: `Bearer ${token}` } })).statusCode;
  try {
    expect([await there(shopper.token), await there(gone.token)]).toEqual([200, 200]);
    await shopper.send('DELETE', '/shop/session');
    const { rows } = await app.sql.query(
      `delete from customer where id in (select customer_id from customer_session where ended_at is null) returning id`,
    );
    expect(rows).toHaveLength(1);
    // The instant after which no process goes by what it knew before.
    later(31_000);
    expect([await there(shopper.token), await there(gone.token)]).toEqual([401, 401]);
    expect((await app.as(gone.token).get('/shop/orders')).status).toBe(401);
  } finally {
    await closeApp(other);
  }
});

test('a shopper’s requests ask the database about sessions once in seconds, however many they are', async () => {
  const app = await startApp();
  const { database } = app.platform;
  const asked: string[] = [];
  const ended = new EndedSessions(
    new Proxy(database, {
      get: (target, name) => {
        if (name !== 'forTenant') return Reflect.get(target, name);
        return (tenantId: number) => {
          asked.push('read');
          return target.forTenant(tenantId);
        };
      },
    }),
  );
  expect(ended.isEnded(1, 'a')).toBeNull();
  await Promise.all(Array.from({ length: 50 }, () => ended.learn(1)));
  for (let i = 0; i < 1000; i++) expect(ended.isEnded(1, 'a')).toBe(false);
  expect(asked).toHaveLength(1);
  later(6_000);
  for (let i = 0; i < 1000; i++) ended.isEnded(1, 'a');
  await ended.learn(1);
  expect(asked).toHaveLength(2);
});

test('a session whose token ran out is forgotten', async () => {
  const app = await startApp();
  await signIn(app);
  later(32 * DAY);
  await sweepsRun(app);
  const { rowCount } = await app.sql.query('select 1 from customer_session');
  expect(rowCount).toBe(0);
});

test('invented login codes of one address are taken to WeChat for a while only; right ones, and other addresses, go on', async () => {
  const app = await startApp({ LIMIT_SCALE: '1' });
  const MANY = 1000;
  const { id } = app.sandbox.control.addFault({
    ...{ target: 'interface', path: '/sns/jscode2session', action: 'slow', delayMs: 1, times: MANY },
  });
  const asked = () => MANY - (app.sandbox.control.faults().find((f) => f.id === id)?.left ?? 0);
  const enter = async (code: string, remoteAddress: string) => {
    const request = {
      method: 'POST',
      url: '/shop/session',
      payload: { channel: 'weapp', code },
      remoteAddress,
    } as const;
    return (await app.platform.http.server.inject(request)).statusCode;
  };
  const codeOf = (name: string) => app.sandbox.control.login(name).code;
  const stoodAt = Date.now();
  restore.push(setClock(() => stoodAt));
  // An office, or a carrier, has one address for many people.
  for (let i = 0; i < 40; i++) expect(await enter(codeOf('唐果果'), '203.0.113.7')).toBe(200);
  const told: number[] = [];
  for (let i = 0; i < 350; i++) told.push(await enter(`invented-${i}`, '203.0.113.7'));
  expect(told[0]).toBe(401);
  expect(told.at(-1)).toBe(429);
  expect(told.filter((status) => status === 401)).toHaveLength(300);
  const before = asked();
  expect(before).toBe(40 + 300);
  expect(await enter(codeOf('唐果果'), '198.51.100.1')).toBe(200);
  expect(asked()).toBe(before + 1);
});
