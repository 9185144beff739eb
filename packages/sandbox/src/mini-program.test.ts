import { expect, test, vi } from 'vitest';
import type { Sandbox } from './sandbox.ts';
import { callerOf, tokenOf } from './test/api.ts';
import { post, startSandbox } from './test/start.ts';

async function session({ baseUrl, merchant }: Sandbox, change: Record<string, string>) {
  const query = { appid: merchant.appid, secret: merchant.appSecret, grant_type: 'authorization_code', ...change };
  const answer = await fetch(`${baseUrl}/sns/jscode2session?${new URLSearchParams(query)}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('a login code gives the person’s stable openid once, within five minutes', async () => {
  let ms = Date.now();
  const sandbox = await startSandbox({ clock: () => ms });
  const login = async (person?: string) =>
    (await post(`${sandbox.baseUrl}/sandbox/api/login`, { person })).body.code as string;
  const first = await login('周子墨');
  const { body } = await session(sandbox, { js_code: first });
  expect(body.openid).toMatch(/^o[\w-]{27}$/);
  expect((await session(sandbox, { js_code: first })).body.errcode).toBe(40029);
  expect((await session(sandbox, { js_code: await login('zhou-zimo') })).body).toMatchObject({
    openid: body.openid,
    unionid: body.unionid,
  });
  expect((await session(sandbox, { js_code: await login('新朋友') })).body.openid).not.toBe(body.openid);
  const old = await login();
  ms += 300_001;
  expect((await session(sandbox, { js_code: old })).body.errcode).toBe(40029);
});

test.each([
  ['appid', { appid: 'wx0' }, 40013],
  ['missing appid', { appid: '' }, 41002],
  ['secret', { secret: 'x' }, 40125],
  ['missing secret', { secret: '' }, 41004],
  ['missing code', { js_code: '' }, 41008],
  ['code', { js_code: 'x' }, 40029],
  ['grant_type', { grant_type: 'x' }, 40002],
])('%s: an errcode with HTTP 200', async (_name, change, errcode) => {
  const sandbox = await startSandbox();
  const { code } = sandbox.control.login();
  expect(await session(sandbox, { js_code: code, ...change })).toMatchObject({ status: 200, body: { errcode } });
});

test('a phone code tells the number once', async () => {
  const sandbox = await startSandbox();
  const call = await callerOf(sandbox);
  const { openid } = sandbox.control.login('林小满');
  const { body } = await post(`${sandbox.baseUrl}/sandbox/api/phone-code`, { openid });
  const answer = await call('/wxa/business/getuserphonenumber', { code: body.code });
  expect(answer).toMatchObject({ errcode: 0, phone_info: { purePhoneNumber: '19900000001', countryCode: '86' } });
  expect((await call('/wxa/business/getuserphonenumber', { code: body.code })).errcode).toBe(40029);
  const { code } = sandbox.control.login();
  expect((await call('/wxa/business/getuserphonenumber', { code })).errcode).toBe(40029);
});

test('a phone code asked for with an openid has to be that person’s', async () => {
  const sandbox = await startSandbox();
  const call = await callerOf(sandbox);
  const { openid } = sandbox.control.login('林小满');
  const other = sandbox.control.login('周子墨').openid;
  const { code } = (await post(`${sandbox.baseUrl}/sandbox/api/phone-code`, { openid })).body;
  expect((await call('/wxa/business/getuserphonenumber', { code, openid: other })).errcode).toBe(40029);
  const { errcode, phone_info } = await call('/wxa/business/getuserphonenumber', { code, openid });
  expect([errcode, phone_info]).toMatchObject([0, { watermark: { appid: sandbox.merchant.appid } }]);
});

test('a mini-program code is a JPEG; a wrong scene or page is an errcode', async () => {
  const sandbox = await startSandbox({ settings: { pages: ['pages/product/index'] } });
  const { access_token } = await tokenOf(sandbox);
  const url = `${sandbox.baseUrl}/wxa/getwxacodeunlimit?access_token=${access_token}`;
  const right = JSON.stringify({ scene: 'g=42', page: 'pages/product/index' });
  const answer = await fetch(url, { method: 'POST', body: right });
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(Buffer.from(await answer.arrayBuffer()).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  const errcode = async (body: unknown) => (await post(url, body)).body.errcode;
  expect(await errcode({ scene: 'x'.repeat(33), page: 'pages/product/index' })).toBe(40169);
  expect(await errcode({ scene: '', page: 'pages/product/index' })).toBe(40169);
  expect(await errcode({ scene: '中文', page: 'pages/product/index' })).toBe(40129);
  expect(await errcode({ scene: 'scancode_time=1', page: 'pages/product/index' })).toBe(85096);
  expect(await errcode({ scene: 'a', page: '/pages/product/index' })).toBe(41030);
  expect(await errcode({ scene: 'a', page: 'pages/none' })).toBe(41030);
});

test('one acceptance is one message; values keep to their kind', async () => {
  const sandbox = await startSandbox();
  const call = await callerOf(sandbox);
  const { openid } = sandbox.control.login();
  const message = {
    touser: openid,
    template_id: 'shipped',
    data: { thing1: { value: '手冲咖啡礼盒' }, amount2: { value: '¥129.00' } },
  };
  const send = async (change = {}) =>
    (await call('/cgi-bin/message/subscribe/send', { ...message, ...change })).errcode;
  expect(await send()).toBe(43101);
  await post(`${sandbox.baseUrl}/sandbox/api/subscribe`, { openid, templateIds: ['shipped'] });
  expect(await send({ data: { thing1: { value: '长'.repeat(21) } } })).toBe(47003);
  expect(await send({ data: { phrase1: { value: '已发货的包裹' } } })).toBe(47003);
  expect(await send({ touser: 'nobody' })).toBe(40003);
  expect(await send({ template_id: '' })).toBe(40037);
  expect([await send(), await send()]).toEqual([0, 43101]);
  expect(sandbox.control.messages()).toMatchObject([
    { openid, templateId: 'shipped', data: { thing1: '手冲咖啡礼盒' } },
  ]);
});

test('content check tells pass, review and risky apart', async () => {
  const sandbox = await startSandbox();
  const call = await callerOf(sandbox);
  const { openid } = sandbox.control.login();
  const suggest = async (content: string) =>
    ((await call('/wxa/msg_sec_check', { version: 2, scene: 2, openid, content })).result as { suggest: string })
      ?.suggest;
  expect(await suggest('包装很好，下次再来')).toBe('pass');
  expect(await suggest('加微信有优惠')).toBe('review');
  expect(await suggest('代 开 发 票')).toBe('risky');
  expect((await call('/wxa/msg_sec_check', { version: 2, scene: 2, openid, content: '' })).errcode).toBe(47001);
});

test.each(['error', 'hang'] as const)(
  'an interface made to %s does so as often as said, then works again',
  async (action) => {
    const sandbox = await startSandbox();
    sandbox.control.addFault({ target: 'interface', action, path: '/cgi-bin/stable_token', code: '45009', times: 2 });
    const ask = () =>
      fetch(`${sandbox.baseUrl}/cgi-bin/stable_token`, { method: 'POST', signal: AbortSignal.timeout(300) }).then(
        async (answer) => [answer.status, ((await answer.json()) as { errcode: number }).errcode],
        () => 'no answer',
      );
    const failure = action === 'hang' ? 'no answer' : [200, 45009];
    expect([await ask(), await ask()]).toEqual([failure, failure]);
    expect((await tokenOf(sandbox)).expires_in).toBe(7_200);
  },
);

test('what was carried out without an answer is done: the message has gone', async () => {
  const sandbox = await startSandbox();
  const call = await callerOf(sandbox);
  const { openid } = sandbox.control.login();
  await post(`${sandbox.baseUrl}/sandbox/api/subscribe`, { openid, templateIds: ['shipped'] });
  const message = { touser: openid, template_id: 'shipped', data: { thing1: { value: '咖啡' } } };
  sandbox.control.addFault({ target: 'interface', action: 'hang-after', path: '/cgi-bin/message/subscribe/send' });
  void call('/cgi-bin/message/subscribe/send', message).catch(() => {});
  await vi.waitFor(() => expect(sandbox.control.messages()).toHaveLength(1));
  expect((await call('/cgi-bin/message/subscribe/send', message)).errcode).toBe(43101);
});

test('an interface made to fail answers -1 with HTTP 200 unless another status is asked for', async () => {
  const sandbox = await startSandbox();
  sandbox.control.addFault({ target: 'interface', action: 'error', path: '/cgi-bin/stable_token' });
  expect(await tokenOf(sandbox)).toEqual({ errcode: -1, errmsg: 'system error' });
  sandbox.control.addFault({ target: 'interface', action: 'error', path: '/cgi-bin/stable_token', status: 502 });
  expect((await post(`${sandbox.baseUrl}/cgi-bin/stable_token`, {})).status).toBe(502);
  expect((await tokenOf(sandbox)).expires_in).toBe(7_200);
});
