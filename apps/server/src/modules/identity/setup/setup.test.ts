import { expect, test } from 'vitest';
import { HOUR, setClock } from '../../../kernel/clock.ts';
import { connectionOf, smsAccountOf } from '../../../seed.ts';
import { SHOP_COMMANDS } from '../../../shop-commands.ts';
import { openShop, type StartedApp, startApp } from '../../../test/app.ts';
import { practiceOf } from '../tenant/index.ts';
import { newSetupLink } from './index.ts';

const FIRST = {
  name: '山间小店',
  themeColor: '#1F6FEB',
  ownerName: '林小满',
  login: 'lin',
  password: 'Lantern-red-55',
};
const CLOSED = ['tenant_domain', 'staff', 'tenant'];

/** The application before its first shop. */
async function startWithoutShop(): Promise<StartedApp> {
  const app = await startApp();
  for (const table of CLOSED) await app.sql.query(`delete from ${table}`);
  return app;
}
const linkOf = async ({ platform, address }: StartedApp) => (await newSetupLink(platform, address)) ?? '';
const tokenOf = (link: string) => link.split('#')[1] ?? '';
const open = (app: StartedApp, token: string, over = {}) =>
  app.guest.post('/admin/setup/shop', { ...FIRST, token, ...over });

test('the link of the terminal opens one shop with its owner, and is used up', async () => {
  const app = await startWithoutShop();
  expect((await app.guest.get('/admin/setup')).body).toEqual({ waiting: true });
  expect((await app.guest.get('/shop/profile')).body.code).toBe('UNKNOWN_TENANT');
  const [link, other] = [await linkOf(app), await linkOf(app)];
  expect(link).toMatch(/\/console\/setup#[\w-]{43}$/);
  const kept = (await app.sql.query('select token_hash from setup_link')).rows.map((r) => r.token_hash);
  expect(kept).toHaveLength(2);
  expect(kept.join()).not.toContain(tokenOf(link));

  const token = tokenOf(link);
  for (const time of [1, 2])
    expect((await app.guest.post('/admin/setup/link', { token })).status, String(time)).toBe(204);
  const weak = await open(app, token, { password: '1234567890' });
  expect([weak.status, weak.body.code]).toEqual([400, 'PASSWORD_WEAK']);
  expect((await app.guest.get('/admin/setup')).body).toEqual({ waiting: true });

  // Two at once, with two links: one shop.
  const both = await Promise.all([open(app, token), open(app, tokenOf(other), { name: '另一家' })]);
  expect(both.map((r) => r.status).sort()).toEqual([201, 403]);
  expect((await app.sql.query('select count(*)::int as n from tenant')).rows[0].n).toBe(1);
  for (const used of [token, tokenOf(other)]) expect((await open(app, used)).body.code).toBe('SETUP_LINK_WRONG');
  expect((await app.guest.get('/admin/setup')).body).toEqual({ waiting: false });
  expect(await newSetupLink(app.platform, app.address)).toBeNull();

  const profile = (await app.guest.get('/shop/profile')).body;
  expect(profile.themeColor).toBe('#1F6FEB');
  const entry = await app.guest.post('/admin/session', { login: 'lin', password: FIRST.password });
  expect(entry.status).toBe(200);
  expect(entry.body.staff).toMatchObject({ login: 'lin', name: '林小满', owner: true });
  const audit = (await app.as(entry.body.token).get('/admin/audit')).body.items;
  expect(audit.map((row: { operation: string }) => row.operation)).toContain('openFirstShop');
});

test('a link that ran out, that is invented or that comes after a shop of the command line opens nothing', async () => {
  const app = await startWithoutShop();
  const token = tokenOf(await linkOf(app));
  const wrong = async (one: string) => {
    expect((await app.guest.post('/admin/setup/link', { token: one })).body.code).toBe('SETUP_LINK_WRONG');
    expect((await open(app, one)).body.code).toBe('SETUP_LINK_WRONG');
  };
  await wrong('A'.repeat(43));
  const later = Date.now() + 24 * HOUR + 1000;
  const back = setClock(() => later);
  await wrong(token).finally(back);
  expect((await app.guest.post('/admin/setup/link', { token })).status).toBe(204);
  await openShop(app.platform, 2, app.sandbox, app.address);
  await wrong(token);
});

test('the command line lists the shops with their hosts, and makes a new link only before the first', async () => {
  const app = await startWithoutShop();
  const said = async (command: string) => {
    const lines: string[] = [];
    await SHOP_COMMANDS[command]?.(app.platform, {}, (line) => lines.push(line));
    return lines.join('\n');
  };
  expect(await said('list')).toContain('There is no shop yet: npm run shop -- create');
  expect(tokenOf(await said('link'))).toMatch(/^[\w-]{43}\n/);
  await openShop(app.platform, 2, app.sandbox, app.address);
  expect(await said('list')).toBe('  shop2  测试小店  (number 2; shop2.test)');
  await expect(said('link')).rejects.toThrow('there is a shop already');
});

test('a shop practises with the sandbox until it is connected to WeChat itself; where none runs it is told so', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  await app.sql.query('update tenant set wechat = null');
  expect((await owner.post('/admin/wechat/practice')).body.code).toBe('NO_SANDBOX');
  let told = 0;
  const connection = connectionOf(app.sandbox.merchant, app.address);
  practiceOf(app.platform).sandbox = {
    connection,
    sms: smsAccountOf(app.sandbox.merchant),
    connected: async () => void told++,
  };
  for (const time of [1, 2]) {
    const { status, body } = await owner.post('/admin/wechat/practice');
    expect([status, body.connected, body.sandbox], String(time)).toEqual([200, true, true]);
  }
  expect(told).toBe(2);
  expect((await (await app.given.staff(['settings:write'])).post('/admin/wechat/practice')).status).toBe(403);
});
