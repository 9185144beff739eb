import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jsSdkSignature, OfficialAccountClient } from '@jishi/wechat';
import { expect, test } from 'vitest';
import type { Sandbox } from './sandbox.ts';
import { type AppName, appOf, callerOf, get } from './test/api.ts';
import { callSigned, prepayBody } from './test/merchant.ts';
import { dirWithKeys, post, startSandbox } from './test/start.ts';

const IN_WECHAT = {
  'user-agent': 'Mozilla/5.0 (iPhone) AppleWebKit/605 Mobile MicroMessenger/8.0.50(0x1800322f) NetType/WIFI',
};
const BACK = 'http://127.0.0.1:3000/login?from=cart#/pages/me';

const authorizeQuery = ({ merchant }: Sandbox, change = {}) =>
  new URLSearchParams({
    ...{ appid: merchant.officialAppid, redirect_uri: BACK, response_type: 'code' },
    ...{ scope: 'snsapi_userinfo', state: 's"1', ...change },
  });
async function authorizePage(sandbox: Sandbox, change = {}, headers: Record<string, string> = IN_WECHAT) {
  const address = `${sandbox.baseUrl}/connect/oauth2/authorize?${authorizeQuery(sandbox, change)}`;
  const answer = await fetch(address, { headers });
  return { status: answer.status, page: await answer.text() };
}
/** Chooses a person on the page; where WeChat leads back to. */
async function agree(sandbox: Sandbox, person: string, scope = 'snsapi_userinfo'): Promise<URL> {
  const form = { appid: sandbox.merchant.officialAppid, scope, redirect: BACK, state: 's"1', person };
  const body = new URLSearchParams(form);
  const answer = await fetch(`${sandbox.baseUrl}/sandbox/authorize`, { method: 'POST', body, redirect: 'manual' });
  expect(answer.status).toBe(303);
  return new URL(answer.headers.get('location') ?? '');
}
const access = (sandbox: Sandbox, code: string, app: AppName = 'official-account') =>
  get(sandbox, '/sns/oauth2/access_token', { ...appOf(sandbox, app), code, grant_type: 'authorization_code' });
const session = (sandbox: Sandbox, js_code: string, app: AppName = 'mini-program') =>
  get(sandbox, '/sns/jscode2session', { ...appOf(sandbox, app), js_code, grant_type: 'authorization_code' });

test('the authorisation page names the people and sends the chosen one back with a code that works once', async () => {
  const sandbox = await startSandbox();
  const { page } = await authorizePage(sandbox);
  expect(page).toContain('林小满');
  expect(page).toContain('value="s&#34;1"');
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  const back = await agree(sandbox, 'su-wanqing');
  const { origin, hash, searchParams } = back;
  expect([origin, hash, searchParams.get('from'), searchParams.get('state')]).toEqual([
    ...['http://127.0.0.1:3000', '#/pages/me', 'cart', 's"1'],
  ]);
  const code = searchParams.get('code') ?? '';
  const { openid } = sandbox.control.login('苏晚晴', 'official-account');
  expect(await access(sandbox, code)).toMatchObject({ openid, scope: 'snsapi_userinfo', expires_in: 7_200 });
  expect((await access(sandbox, code)).errcode).toBe(40163);
});

test.each([
  ['AppID', { appid: 'wx0' }, 'AppID 参数错误'],
  ['scope', { scope: 'snsapi_login' }, 'Scope 参数错误或没有 Scope 权限'],
  ['response_type', { response_type: 'token' }, 'response_type 参数错误'],
  ['address', { redirect_uri: 'javascript:alert(1)' }, 'redirect_uri 参数错误'],
])('the authorisation page refuses a wrong %s in WeChat’s words', async (_name, change, words) => {
  const { status, page } = await authorizePage(await startSandbox(), change);
  expect([status, page.includes(words)]).toEqual([400, true]);
});

test('a mini program’s AppID is not let in, nor a domain that the account has not named', async () => {
  const sandbox = await startSandbox({ settings: { oauthDomains: ['shop.example'] } });
  const { appid } = sandbox.merchant;
  expect((await authorizePage(sandbox, { appid })).page).toContain('Scope 参数错误或没有 Scope 权限');
  expect((await authorizePage(sandbox)).page).toContain('redirect_uri 参数错误');
  expect((await authorizePage(sandbox, { redirect_uri: 'https://shop.example/login' })).status).toBe(200);
});

test('another browser is told to open WeChat; one button of the sandbox stands in for it', async () => {
  const sandbox = await startSandbox();
  const { page } = await authorizePage(sandbox, {}, { 'user-agent': 'Mozilla/5.0 Chrome/140' });
  expect(page).toContain('请在微信客户端打开链接');
  expect(page).not.toContain('林小满');
  const href = /data-open="wechat" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&#38;', '&').replaceAll('&#34;', '"');
  expect(await (await fetch(`${sandbox.baseUrl}${href}`)).text()).toContain('林小满');
});

test('codes and openids belong to one app; the unionid is the person’s in all', async () => {
  const sandbox = await startSandbox();
  const mini = sandbox.control.login('何川');
  const official = sandbox.control.login('何川', 'official-account');
  const mobile = sandbox.control.login('何川', 'mobile-app');
  expect(new Set([mini.openid, official.openid, mobile.openid]).size).toBe(3);
  expect((await session(sandbox, official.code)).errcode).toBe(40029);
  expect((await session(sandbox, mini.code, 'official-account')).errcode).toBe(40013);
  expect((await access(sandbox, mini.code)).errcode).toBe(40029);
  expect((await access(sandbox, mini.code, 'mini-program')).errcode).toBe(40013);
  expect((await access(sandbox, mobile.code)).errcode).toBe(40029);
  const [a, b] = [await session(sandbox, mini.code), await access(sandbox, official.code)];
  expect([a.openid, b.openid]).toEqual([mini.openid, official.openid]);
  expect(a.unionid).toBe(b.unionid);
  expect(await access(sandbox, mobile.code, 'mobile-app')).toMatchObject({ openid: mobile.openid });
});

test.each([
  ['unknown code', { code: 'x' }, 40029],
  ['missing code', { code: '' }, 41008],
  ['missing secret', { secret: '' }, 41004],
  ['wrong secret', { secret: 'x' }, 40125],
  ['grant_type', { grant_type: 'x' }, 40002],
])('an authorisation is refused for %s', async (_name, change, errcode) => {
  const sandbox = await startSandbox();
  const { code } = sandbox.control.login('何川', 'official-account');
  const right = { ...appOf(sandbox, 'official-account'), code, grant_type: 'authorization_code' };
  expect((await get(sandbox, '/sns/oauth2/access_token', { ...right, ...change })).errcode).toBe(errcode);
});

test('snsapi_base tells the openid alone; snsapi_userinfo also unionid, name and picture', async () => {
  const sandbox = await startSandbox();
  const base = await access(sandbox, (await agree(sandbox, '何川', 'snsapi_base')).searchParams.get('code') ?? '');
  expect(base.unionid).toBeUndefined();
  const ask = (of: Record<string, unknown>, openid = of.openid) =>
    get(sandbox, '/sns/userinfo', { access_token: String(of.access_token), openid: String(openid), lang: 'zh_CN' });
  expect((await ask(base)).errcode).toBe(48001);
  const full = await access(sandbox, (await agree(sandbox, '何川')).searchParams.get('code') ?? '');
  expect(await ask(full)).toMatchObject({ openid: full.openid, nickname: '何川', unionid: full.unionid });
  expect((await ask(full, 'another')).errcode).toBe(40003);
  expect((await ask({ access_token: 'invented', openid: full.openid })).errcode).toBe(40001);
});

test('on a snapshot page the openid is made up, new each time, and marked', async () => {
  const sandbox = await startSandbox({ settings: { snapshotUsers: true } });
  const ask = () => access(sandbox, sandbox.control.login('何川', 'official-account').code);
  const [a, b] = [await ask(), await ask()];
  expect([a.is_snapshotuser, b.is_snapshotuser, a.unionid]).toEqual([1, 1, undefined]);
  expect(a.openid).not.toBe(b.openid);
});

test('JSAPI pays with the openid and the signature of the app that placed the order', async () => {
  const sandbox = await startSandbox();
  const { merchant, control } = sandbox;
  const place = (change: Record<string, unknown>) =>
    callSigned(sandbox, { path: '/v3/pay/transactions/jsapi', body: prepayBody(sandbox, change) });
  const official = control.login('何川', 'official-account').openid;
  const crossed = [await place({ payer: { openid: official } }), await place({ appid: merchant.officialAppid })];
  for (const { status, body } of crossed)
    expect([status, body.code, body.message]).toEqual([400, 'PARAM_ERROR', 'appid和openid不匹配']);
  const mobile = control.login('何川', 'mobile-app').openid;
  const wrongKind = await place({ appid: merchant.mobileAppid, payer: { openid: mobile } });
  expect(wrongKind.body.code).toBe('APPID_MCHID_NOT_MATCH');
  expect((await place({ appid: merchant.officialAppid, payer: { openid: official } })).status).toBe(200);
});

test('OfficialAccountClient logs in, signs a page for the JS-SDK and sends both kinds of messages', async () => {
  const sandbox = await startSandbox();
  const { baseUrl, officialAppid: appid, officialSecret: appSecret } = sandbox.merchant;
  const client = new OfficialAccountClient({ baseUrl, appid, appSecret });
  const { code, openid } = sandbox.control.login('何川', 'official-account');
  const who = await client.codeToAccess(code);
  expect((await client.userInfo(who)).nickname).toBe('何川');
  await expect(client.codeToAccess(code)).rejects.toMatchObject({ errcode: 40163 });
  const url = 'https://shop.example/pages/home/index?a=1#top';
  const { timestamp, nonceStr, signature } = await client.jsSdkConfig(url);
  const ask = { access_token: await client.accessToken(), type: 'jsapi' };
  const { ticket } = await get(sandbox, '/cgi-bin/ticket/getticket', ask);
  expect(signature).toBe(jsSdkSignature({ ticket: String(ticket), nonceStr, timestamp, url: url.split('#')[0] ?? '' }));
  const message = { touser: openid, template_id: 'shipped', data: { thing1: { value: '手冲咖啡' } } };
  await expect(client.sendTemplateMessage(message)).rejects.toMatchObject({ errcode: 43004 });
  await post(`${baseUrl}/sandbox/api/follow`, { openid });
  const once = { ...message, client_msg_id: 'order-1' };
  expect(await client.sendTemplateMessage(once)).toBe(await client.sendTemplateMessage(once));
  await expect(client.sendBusinessMessage(message)).rejects.toMatchObject({ errcode: 43101 });
  await post(`${baseUrl}/sandbox/api/subscribe`, { openid, templateIds: ['shipped'] });
  await client.sendBusinessMessage(message);
  expect(sandbox.control.messages()).toHaveLength(2);
});

test('a template message to somebody of another app, or with a value that does not fit, is refused', async () => {
  const sandbox = await startSandbox();
  const call = await callerOf(sandbox, 'official-account');
  const data = { thing1: { value: '咖啡' } };
  const send = async (body: Record<string, unknown>) =>
    (await call('/cgi-bin/message/template/send', { template_id: 'a', data, ...body })).errcode;
  const { openid } = sandbox.control.login('何川', 'official-account');
  await post(`${sandbox.baseUrl}/sandbox/api/follow`, { openid });
  expect(await send({ touser: sandbox.control.login('何川').openid })).toBe(40003);
  expect(await send({ touser: openid, template_id: '' })).toBe(40037);
  expect(await send({ touser: openid, data: { thing1: { value: '长'.repeat(21) } } })).toBe(47003);
  expect(await send({ touser: openid })).toBe(0);
});

test('a folder of before there were three apps gets the missing ones and keeps the rest', async () => {
  const dir = await dirWithKeys();
  const file = path.join(dir, 'merchant.json');
  const { officialAppid, officialSecret, mobileAppid, mobileSecret, ...old } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify(old));
  const sandbox = await startSandbox({ dir });
  expect(sandbox.merchant).toMatchObject({ appid: old.appid, privateKey: old.privateKey });
  expect(sandbox.merchant.officialAppid).toMatch(/^wx[0-9a-f]{16}$/);
  expect(JSON.parse(readFileSync(file, 'utf8')).officialAppid).toBe(sandbox.merchant.officialAppid);
});
