import { beforeAll, beforeEach, expect, test } from 'vitest';
import { connectionOf } from '../../../seed.ts';
import { openSecondShop, type StartedApp, startAppForFile } from '../../../test/app.ts';
import type { Caller } from '../../../test/world.ts';
import type { WechatConnection } from './tenant.api.ts';

let app: StartedApp;
let owner: Caller;
let right: WechatConnection;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
  right = connectionOf(app.sandbox.merchant, app.address);
});
beforeEach(async () => {
  app.sandbox.control.clearFaults();
  await put(right);
});

const put = (body: object) => owner.send('PUT', '/admin/wechat', body);
const check = async () => {
  const { status, body } = await owner.post('/admin/wechat/check');
  expect(status, JSON.stringify(body)).toBe(200);
  return body.checks as { name: string; state: string; message: string }[];
};
const states = async () => Object.fromEntries((await check()).map(({ name, state }) => [name, state]));
const RIGHT = {
  'mini-program': 'ok',
  'official-account': 'ok',
  'pay-keys': 'ok',
  prepay: 'ok',
  'call-back': 'ok',
};

test('a connection that works is right in every step, and its trial orders are closed at WeChat', async () => {
  expect(await states()).toEqual(RIGHT);
  const trials = app.sandbox.control.transactions().filter((t) => t.outTradeNo.startsWith('TRIAL'));
  expect(trials.map((t) => [t.state, t.totalFen])).toEqual([
    ['CLOSED', 1],
    ['CLOSED', 1],
  ]);
});

test('what does not work is said at its step, and what cannot be tried is not', async () => {
  app.sandbox.control.addFault({
    target: 'interface',
    action: 'error',
    path: '/v3/pay/transactions/native',
    times: 9,
    status: 400,
    code: 'APPID_MCHID_NOT_MATCH',
  });
  expect((await check()).find(({ name }) => name === 'prepay')).toMatchObject({
    state: 'wrong',
    message: expect.stringContaining('没有和商户号绑定'),
  });
  app.sandbox.control.clearFaults();
  app.sandbox.control.addFault({
    target: 'interface',
    action: 'error',
    path: '/v3/certificates',
    times: 9,
    status: 503,
  });
  expect(await states()).toMatchObject({ 'pay-keys': 'silent', prepay: 'skipped', 'mini-program': 'ok' });
  const { officialAppid: _, officialSecret: __, ...without } = right;
  app.sandbox.control.clearFaults();
  await put({ ...without, notifyBaseUrl: app.sandbox.merchant.baseUrl });
  expect(await states()).toEqual({ ...RIGHT, 'official-account': 'skipped', 'call-back': 'wrong' });
  await put({ ...right, notifyBaseUrl: 'http://127.0.0.1:9' });
  expect(await states()).toEqual({ ...RIGHT, 'call-back': 'silent' });
});

test('secrets are not asked for again, and never follow to another merchant, app or address', async () => {
  const secrets = ['appSecret', 'officialSecret', 'privateKey', 'apiV3Key', 'publicKey', 'messageToken', 'messageKey'];
  const open = Object.fromEntries(Object.entries(right).filter(([name]) => !secrets.includes(name)));
  const { officialAppid: _, ...first } = open;
  const { officialSecret: __, officialAppid: ___, ...without } = right;
  await put(without);
  // An official account is added: only its own secret is given.
  const { officialAppid, officialSecret } = right;
  const added = await put({ ...first, officialAppid, officialSecret, keeps: true });
  expect(added.body).toMatchObject({ officialAppid, verification: 'public-key', messagePush: { mode: 'safe' } });
  expect(await states()).toEqual(RIGHT);
  expect((await put({ ...open, keeps: true })).status).toBe(200);

  const refused = async (change: object) => {
    const { status, body } = await put({ ...open, ...change, keeps: true });
    return [status, ...(body.errors ?? []).map((e: { field: string }) => e.field).sort()];
  };
  expect(await refused({ appid: 'wx00000000000000ff' })).toEqual([400, 'appSecret']);
  expect(await refused({ mchid: '1999999999' })).toEqual([400, 'apiV3Key', 'privateKey', 'publicKey']);
  expect(await refused({ apiBaseUrl: 'https://api.weixin.example' })).toEqual([400, 'appSecret', 'officialSecret']);
  expect((await put(open)).body.code).toBe('WECHAT_CONNECTION_WRONG');
});

test('a page of this shop is signed for, another site’s is not; the ticket is fetched once for all pages and processes', async () => {
  const host = new URL(app.address).host;
  const sign = (url: string) =>
    app.platform.http.server.inject({ url: `/shop/js-sdk?${new URLSearchParams({ url })}`, headers: { host } });
  const { officialAppid: appId } = right;
  const before = app.sandbox.control.calls()['GET /cgi-bin/ticket/getticket'] ?? 0;
  const pages = ['/pages/home', '/pages/product?id=1', '/pages/home'].map((page) => `http://${host}${page}`);
  for (const { statusCode, body } of await Promise.all(pages.map(sign))) {
    expect([statusCode, JSON.parse(body)]).toEqual([
      200,
      {
        appId,
        timestamp: expect.any(Number),
        nonceStr: expect.any(String),
        signature: expect.stringMatching(/^[0-9a-f]{40}$/),
      },
    ]);
  }
  expect((await sign(`https://evil.example/${host}`)).statusCode).toBe(400);
  const kept = await app.sql.query("select appid from tenant_token where appid like '%/jsapi'");
  expect(kept.rows).toEqual([{ appid: `${appId}/jsapi` }]);
  const calls = app.sandbox.control.calls();
  expect((calls['GET /cgi-bin/ticket/getticket'] ?? before + 1) - before).toBe(1);
});

test('WeChat’s file is served at the root of its own shop’s domain until it is deleted', async () => {
  await openSecondShop(app);
  const [name, content] = ['MP_verify_Ab12Cd34Ef56Gh78.txt', 'Ab12Cd34Ef56Gh78'];
  const { body } = await owner.send('PUT', `/admin/wechat/files/${name}`, { content });
  expect(body.items).toEqual([{ name, address: `${app.platform.config.publicUrl}/${name}` }]);
  const at = (host: string) => app.platform.http.server.inject({ url: `/${name}`, headers: { host } });
  const served = await at('localhost:80');
  expect([served.statusCode, served.body, served.headers['content-type']]).toEqual([
    200,
    content,
    expect.stringContaining('text/plain'),
  ]);
  expect((await at('shop2.test')).statusCode).toBe(404);
  for (const wrong of ['robots.txt', '..%2Fsecret.txt', 'MP_verify_<b>.txt', 'index.html'])
    expect((await owner.send('PUT', `/admin/wechat/files/${wrong}`, { content })).status, wrong).toBe(400);
  expect((await owner.send('PUT', `/admin/wechat/files/${name}`, { content: '<script>' })).status).toBe(400);
  expect((await owner.send('DELETE', `/admin/wechat/files/${name}`)).body.items).toEqual([]);
  expect((await at('localhost:80')).statusCode).toBe(404);
  const reader = await app.given.staff(['settings:read']);
  expect((await reader.send('PUT', `/admin/wechat/files/${name}`, { content })).status).toBe(403);
});
