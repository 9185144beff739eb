import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { connectionOf } from '../../../seed.ts';
import { startAppForFile, type TestApp } from '../../../test/app.ts';
import type { Caller } from '../../../test/world.ts';
import type { WechatConnection } from './tenant.api.ts';

let app: TestApp;
let owner: Caller;
let right: WechatConnection;
beforeAll(async () => {
  const started = await startAppForFile();
  app = started;
  owner = await started.given.owner();
  right = connectionOf(app.sandbox.merchant, app.address);
});
beforeEach(() => {
  app.sandbox.control.clearFaults();
  app.sandbox.control.settings({ publicKeyModeOnly: false });
});

const kept = async () => (await app.sql.query('select wechat from tenant')).rows[0].wechat;
const save = (change: Partial<WechatConnection> & { force?: boolean }) =>
  owner.send('PUT', '/admin/wechat', { ...right, ...change });
const fault = (path: string, more: { action?: 'error' | 'hang'; status?: number; code?: string } = {}) =>
  app.sandbox.control.addFault({ target: 'interface', action: 'error', path, times: 99, ...more });
const otherKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
/** Refused at this field with a sentence, and nothing was kept. */
async function expectRefused(
  change: Partial<WechatConnection>,
  field: string,
  words: RegExp | string = /./,
): Promise<void> {
  const before = await kept();
  const { status, body } = await save(change);
  expect({ status, code: body.code, field: body.facts?.field }).toEqual({
    ...{ status: 400, code: 'WECHAT_CONNECTION_WRONG', field },
  });
  expect(body.errors[0]).toEqual({ field, message: body.detail });
  expect(body.detail).toMatch(words);
  expect(await kept()).toBe(before);
}

test('a connection that works is kept and pays at once, with a public key and without', async () => {
  expect((await save({})).body).toMatchObject({ connected: true, verification: 'public-key' });
  const { publicKey: _, publicKeyId: __, ...certificates } = right;
  expect((await owner.send('PUT', '/admin/wechat', certificates)).body).toMatchObject({ verification: 'certificate' });
  app.sandbox.control.settings({ publicKeyModeOnly: true });
  expect((await save({})).status).toBe(200);
});

test('what was pasted in another dress works', async () => {
  const dressed = {
    privateKey: right.privateKey.replaceAll('\n', ' '),
    serialNo: right.serialNo.toLowerCase(),
    publicKeyId: `${right.publicKeyId} `,
    appSecret: ` ${right.appSecret}\n`,
  };
  expect((await save(dressed)).status).toBe(200);
});

test('a private key of another certificate is refused at saving', () =>
  expectRefused({ privateKey: otherKeys().privateKey }, 'privateKey', '错误的签名，验签失败'));

test('a serial of another certificate, and another merchant’s number, are refused in WeChat’s words', async () => {
  await expectRefused({ serialNo: '1111111111111111111111111111111111111111' }, 'serialNo', '商户证书序列号有误');
  await expectRefused({ mchid: '1999999999' }, 'serialNo', '商户号不存在');
});

test('a public key that is not WeChat’s is refused, with certificates and without; so is another id', async () => {
  await expectRefused({ publicKey: otherKeys().publicKey }, 'publicKey', '重新下载');
  await expectRefused({ publicKeyId: 'PUB_KEY_ID_0100000000' }, 'publicKeyId', 'Wechatpay-Serial');
  app.sandbox.control.settings({ publicKeyModeOnly: true });
  await expectRefused({ publicKey: otherKeys().publicKey }, 'publicKey', '重新下载');
  await expectRefused({ publicKey: undefined, publicKeyId: undefined }, 'publicKeyId', '没有平台证书');
});

test('an APIv3 key that opens nothing is refused', () =>
  expectRefused({ apiV3Key: 'x'.repeat(32) }, 'apiV3Key', 'APIv3'));

test('AppID and AppSecret of each app are tried, and not taken for one another', async () => {
  await expectRefused({ appSecret: 'not-the-secret-of-the-app' }, 'appSecret', '小程序 AppSecret 不正确（40125）');
  await expectRefused({ officialSecret: 'not-the-secret-of-it' }, 'officialSecret', '公众号 AppSecret 不正确（40125）');
  await expectRefused({ appid: 'wx0000000000000000' }, 'appid', '小程序 AppID 无效（40013）');
  const { appid, appSecret, officialAppid = '', officialSecret = '' } = right;
  const crossed = { appid: officialAppid, appSecret: officialSecret, officialAppid: appid, officialSecret: appSecret };
  await expectRefused(crossed, 'appid', '不要把小程序和公众号的弄反');
});

test('an IP that WeChat does not let in is told with the place to mend it', async () => {
  fault('/cgi-bin/stable_token', { code: '40164' });
  await expectRefused({}, 'appid', /IP.*40164.*白名单/);
});

test('when WeChat does not answer the merchant decides; what is known to be wrong is refused all the same', async () => {
  for (const path of ['/cgi-bin/stable_token', '/v3/certificates']) {
    app.sandbox.control.clearFaults();
    fault(path, { status: 503 });
    const before = await kept();
    const untried = await save({});
    expect(untried).toMatchObject({ status: 409, body: { code: 'WECHAT_UNTRIED' } });
    expect(untried.body.facts.silent).toEqual([path.startsWith('/v3') ? 'payBaseUrl' : 'apiBaseUrl']);
    expect(await kept()).toBe(before);
    expect((await save({ force: true })).status).toBe(200);
    expect(await kept()).not.toBe(before);
  }
  const wrong = await save({ appSecret: 'not-the-secret-of-the-app', force: true });
  expect(wrong.body.facts.field).toBe('appSecret');
});

test('addresses behind which nobody listens end as an answer, not as an error of ours', async () => {
  const nobody = 'http://127.0.0.1:9';
  app.platform.upstreams.allow(nobody);
  const untried = await save({ payBaseUrl: nobody, apiBaseUrl: nobody });
  expect(untried.body).toMatchObject({ code: 'WECHAT_UNTRIED', facts: { silent: ['apiBaseUrl', 'payBaseUrl'] } });
});

test('an address of the inner network is refused before anything is sent there, also by force', async () => {
  let asked = 0;
  const neighbour = createServer((socket) => {
    asked++;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(neighbour, 'listening');
  const { port } = neighbour.address() as AddressInfo;
  for (const field of ['payBaseUrl', 'apiBaseUrl'] as const) {
    await expectRefused({ [field]: `https://127.0.0.1:${port}` }, field, '内部网络');
    await expectRefused({ [field]: `https://[::ffff:7f00:1]:${port}` }, field, '内部网络');
    await expectRefused({ [field]: `http://127.0.0.1:${port}` }, field, 'https://');
    expect((await save({ [field]: `https://127.0.0.1:${port}`, force: true })).body.facts.field).toBe(field);
  }
  expect(asked).toBe(0);
  neighbour.close();
});
