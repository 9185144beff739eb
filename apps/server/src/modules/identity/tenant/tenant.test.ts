import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { connectionOf } from '../../../seed.ts';
import { openShop, startApp, TENANT, type TestApp } from '../../../test/app.ts';
import { defaultSettings } from './tenant.rules.ts';
import { createTenant } from './tenant.service.ts';
import { dropLease, takeLease } from './tenant.store.ts';
import { wechatOf } from './tenant.wechat.ts';

/** WeChat as another process of the same server has it: nothing is shared but the database. */
const asProcess = (app: TestApp) => wechatOf({ ...app.platform });

test('settings that are saved hold at once, for the console, the shop’s page and the next quote', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const goods = await app.given.goods({ pricesFen: [2900] });
  const lines = [{ skuId: goods.skus[0]!.id, quantity: 1 }];
  const shopper = await app.given.shopper();
  expect((await shopper.post('/shop/quote', { lines })).body.freightFen).toBe(800);
  const settings = {
    ...defaultSettings('山岚小店'),
    slogan: '慢慢喝',
    freight: { baseFen: 1200, freeFromFen: 50_000 },
  };
  const saved = { ...settings, version: 2 };
  expect((await owner.send('PUT', '/admin/settings', { ...settings, version: 1 })).body).toEqual(saved);
  expect((await owner.get('/admin/settings')).body).toEqual(saved);
  expect((await app.guest.get('/shop/profile')).body).toMatchObject({
    name: '山岚小店',
    slogan: '慢慢喝',
    freeFreightFromFen: 50_000,
    closeAfterMinutes: 30,
  });
  expect((await shopper.post('/shop/quote', { lines })).body.freightFen).toBe(1200);
  expect((await owner.get('/admin/me')).body.shopName).toBe('山岚小店');
});

test('settings out of bounds, of unknown fields or with a way out of the shop change nothing', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const good = { ...defaultSettings('测试小店'), version: 1 };
  const bad = [
    { ...good, closeAfterMinutes: 0 },
    { ...good, freight: { baseFen: -1, freeFromFen: 0 } },
    { ...good, freight: { baseFen: 1.5, freeFromFen: 0 } },
    { ...good, themeColor: 'red' },
    { ...good, owner: true },
    { ...good, banners: [{ picture: '', title: '', link: '//evil.example' }] },
    { ...good, banners: [{ picture: 'https://evil.example/a.webp', title: '', link: '' }] },
    { ...good, logo: '//evil.example/logo.webp' },
    { ...good, logo: '/files/../secret' },
    { ...good, licence: { ...good.licence, number: '9111' } },
    { ...good, licence: { ...good.licence, picture: 'https://evil.example/a.webp' } },
  ];
  for (const body of bad) {
    const answer = await owner.send('PUT', '/admin/settings', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'BAD_INPUT']);
  }
  expect((await owner.get('/admin/settings')).body).toEqual(good);
  const key = await owner.post('/admin/app-keys', { name: '只读', permissions: ['settings:read'] });
  expect((await app.as(key.body.secret).send('PUT', '/admin/settings', good)).status).toBe(403);
  expect((await app.guest.send('PUT', '/admin/settings', good)).status).toBe(401);
});

test('of two people who change the same settings the later one is told, and loses nothing that the first one saved', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const seen = (await owner.get('/admin/settings')).body;
  const first = await owner.send('PUT', '/admin/settings', { ...seen, notice: '周三休息' });
  expect(first.status).toBe(200);
  const second = await owner.send('PUT', '/admin/settings', { ...seen, slogan: '慢慢喝' });
  expect([second.status, second.body.code]).toEqual([409, 'CONFLICT']);
  expect((await owner.get('/admin/settings')).body).toEqual(first.body);
});

test('the shop shows the agreement, the policy and the licence of its merchant, and the storefront’s own texts without them', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  expect((await app.guest.get('/shop/texts/privacy')).body).toEqual({ text: null, changedAt: null, version: 0 });
  const text = '一、我们收集什么\n只收集完成交易所需的信息。';
  // A version that no text ever had is a mistake of the program that sends it.
  expect((await owner.send('PUT', '/admin/texts/privacy', { text, version: 3 })).body.code).toBe('CONFLICT');
  const written = await owner.send('PUT', '/admin/texts/privacy', { text, version: 0 });
  expect(written.body).toMatchObject({ text, version: 1 });
  expect((await app.guest.get('/shop/texts/privacy')).body).toEqual(written.body);
  expect((await app.guest.get('/shop/texts/agreement')).body.text).toBeNull();
  for (const version of [0, 2])
    expect((await owner.send('PUT', '/admin/texts/privacy', { text: '另一份', version })).body.code).toBe('CONFLICT');
  expect((await owner.send('PUT', '/admin/texts/privacy', { text: '', version: 1 })).body).toMatchObject({
    text: null,
    version: 2,
  });
  expect((await app.guest.send('PUT', '/admin/texts/privacy', { text, version: 2 })).status).toBe(401);

  const licence = {
    company: '杭州山岚商贸有限公司',
    number: '91330100MA27XXXX1K',
    picture: '',
    icp: '浙ICP备2026000001号',
  };
  const settings = (await owner.get('/admin/settings')).body;
  await owner.send('PUT', '/admin/settings', { ...settings, licence, namesMaker: false });
  expect((await app.guest.get('/shop/profile')).body).toMatchObject({ licence, namesMaker: false });
});

test('each shop has its own settings, and one transaction cannot open another’s shop', async () => {
  const app = await startApp();
  const OTHER = TENANT + 1;
  await openShop(app.platform, OTHER, app.sandbox, app.address);
  const profileAt = async (host: string) =>
    (await app.platform.http.server.inject({ url: '/shop/profile', headers: { host } })).json();
  expect((await profileAt(`shop${OTHER}.test`)).name).toBe('测试小店');
  expect((await profileAt('nobody.test')).code).toBe('UNKNOWN_TENANT');
  const across = app.platform.database.inTx(OTHER, (tx) =>
    createTenant(tx, { tenantId: OTHER + 1, code: 'third', name: '第三家' }),
  );
  await expect(across).rejects.toThrow('row-level security');
});

test('a connection to WeChat is sealed, shown without secrets, used at once and refused when its key cannot be read', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const wechat = wechatOf(app.platform);
  const before = await wechat.account(TENANT);
  const {
    officialAppid: _a,
    officialSecret: _b,
    publicKeyId: _c,
    publicKey: _d,
    ...given
  } = connectionOf(app.sandbox.merchant, app.address);
  const saved = await owner.send('PUT', '/admin/wechat', { ...given, apiBaseUrl: `${given.apiBaseUrl}/` });
  const { payBaseUrl, apiBaseUrl, mchid, appid } = given;
  const status = {
    ...{ connected: true, sandbox: true, payBaseUrl, apiBaseUrl, mchid, appid },
    ...{ officialAppid: null, verification: 'certificate', serialNo: given.serialNo, publicKeyId: null },
    notifyBaseUrl: app.address,
    messagePush: { mode: 'safe', address: `${app.address}/wechat/message/shop1`, reminders: [] },
  };
  expect(saved.body).toEqual(status);
  expect((await owner.get('/admin/wechat')).body).toEqual(status);
  const after = await wechat.account(TENANT);
  expect(after.client).not.toBe(before.client);
  expect(after.miniProgram).not.toBe(before.miniProgram);
  expect(after).toMatchObject({ tenantCode: 'shop1', shopName: '测试小店', notifyBaseUrl: app.address, sandbox: true });
  const { rows } = await app.sql.query('select wechat from tenant');
  expect(rows[0].wechat).toMatch(/^s2\./);
  expect(rows[0].wechat).not.toContain(given.appSecret);
  const broken = await owner.send('PUT', '/admin/wechat', { ...given, privateKey: 'x'.repeat(200) });
  expect(broken.body).toMatchObject({ code: 'WECHAT_CONNECTION_WRONG', facts: { field: 'privateKey' } });
  expect((await app.sql.query('select wechat from tenant')).rows).toEqual(rows);
});

test('a shop that is not connected says so, and everything but WeChat works', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  await app.sql.query('update tenant set wechat = null');
  const wechat = wechatOf(app.platform);
  await expect(wechat.account(TENANT)).rejects.toMatchObject({ code: 'WECHAT_NOT_CONNECTED', status: 409 });
  expect((await owner.get('/admin/wechat')).body).toMatchObject({ connected: false, mchid: null });
  expect((await app.guest.get('/shop/profile')).status).toBe(200);
});

test('an access token is fetched once, sealed, and used by every process', async () => {
  const app = await startApp();
  const processes = [1, 2, 3].map(() => asProcess(app));
  const programs = await Promise.all(processes.map((p) => p.miniProgram(TENANT)));
  expect(new Set(programs).size).toBe(3);
  const tokens = await Promise.all(programs.flatMap((p) => [p.accessToken(), p.accessToken()]));
  expect(new Set(tokens).size).toBe(1);
  const { rows } = await app.sql.query('select * from tenant_token');
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ lease_holder: null, lease_until: null });
  expect(rows[0].sealed).not.toContain(tokens[0]);
  app.sandbox.control.addFault({ target: 'interface', action: 'error', path: '/cgi-bin/stable_token', times: 99 });
  expect(await (await asProcess(app).miniProgram(TENANT)).accessToken()).toBe(tokens[0]);
});

test('one process at a time holds the lease, and only who holds it gives it back', async () => {
  const { platform } = await startApp();
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => platform.database.inTx(TENANT, work);
  const [a, b] = [newId(), newId()];
  const take = (holder: string, ms: number) => inTx((tx) => takeLease(tx, TENANT, 'wxa', holder, ms));
  const drop = (holder: string) => inTx((tx) => dropLease(tx, TENANT, 'wxa', holder));
  const taken = await Promise.all([take(a, 60_000), take(b, 60_000)]);
  expect([...taken].sort()).toEqual([false, true]);
  const [holder, other] = taken[0] ? [a, b] : [b, a];
  await drop(other);
  expect(await take(other, 60_000)).toBe(false);
  await drop(holder);
  expect(await take(other, 60_000)).toBe(true);
});

test('who needs a token waits for the one who fetches it, but not for one who died; who failed gives the lease back', async () => {
  const app = await startApp();
  const program = await wechatOf(app.platform).miniProgram(TENANT);
  const held = 'insert into tenant_token (tenant_id, appid, lease_holder, lease_until) values ($1, $2, $3, $4)';
  const until = new Date(Date.now() + 700);
  await app.sql.query(held, [TENANT, app.sandbox.merchant.appid, newId(), until]);
  await program.accessToken();
  expect(Date.now()).toBeGreaterThanOrEqual(until.getTime());
  await app.sql.query('update tenant_token set expires_at = null, sealed = null');
  app.sandbox.control.addFault({ target: 'interface', action: 'error', path: '/cgi-bin/stable_token', times: 99 });
  await expect(program.accessToken()).rejects.toThrow();
  expect((await app.sql.query('select lease_holder, sealed from tenant_token')).rows).toEqual([
    { lease_holder: null, sealed: null },
  ]);
});
