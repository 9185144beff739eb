import { expect, test } from 'vitest';
import type { StoredToken, TokenStore } from '../access-token.ts';
import { WechatApiError, WechatError, WechatTimeoutError } from '../errors.ts';
import { type Answer, type Asked, startPlatform } from '../test/platform.ts';
import { MiniProgramClient, type MiniProgramOptions } from './client.ts';

/** WeChat's side: gives T1, T2, … as tokens and takes only the last one it gave; `handler` answers the rest. */
async function given(handler: (asked: Asked, index: number) => Answer, options: Partial<MiniProgramOptions> = {}) {
  const state = { given: 0, current: '' };
  const calls: Asked[] = [];
  const { baseUrl, asked } = await startPlatform((one) => {
    if (one.path === '/cgi-bin/stable_token') {
      state.given += 1;
      state.current = `T${state.given}`;
      return { body: { access_token: state.current, expires_in: 7200 }, signing: false };
    }
    calls.push(one);
    return { signing: false, ...handler(one, calls.length - 1) };
  });
  const pausesMs: number[] = [];
  const sleep = async (ms: number) => void pausesMs.push(ms);
  const make = (more: Partial<MiniProgramOptions> = {}) =>
    new MiniProgramClient({ baseUrl, appid: 'wx1', appSecret: 's&cret', sleep, ...options, ...more });
  return { client: make(), make, state, calls, asked, pausesMs };
}

/** A store as processes share it: one lock per app. */
function sharedStore(): TokenStore & { held: StoredToken | null } {
  let last: Promise<unknown> = Promise.resolve();
  return {
    held: null,
    async read() {
      return this.held;
    },
    async write(_appid, token) {
      this.held = token;
    },
    withLock(_appid, work) {
      const mine = last.then(work);
      last = mine.catch(() => {});
      return mine;
    },
  };
}

const ok = () => ({ body: { errcode: 0, errmsg: 'ok' } });
const tokenOf = ({ path }: Asked) => new URL(path, 'http://x').searchParams.get('access_token');
const check = { openid: 'o1', scene: 2, content: '很好喝' } as const;
const passed = { body: { errcode: 0, errmsg: 'ok', result: { suggest: 'pass', label: 100 } } };
const message = { touser: 'o1', template_id: 't1', data: { thing1: { value: '手冲咖啡' } } };
const shipping = {
  order_key: { order_number_type: 2 as const, transaction_id: '42000' },
  logistics_type: 1 as const,
  delivery_mode: 1 as const,
  shipping_list: [{ tracking_no: 'YT1', express_company: 'YTO', item_desc: '咖啡' }],
  upload_time: '2024-05-20T13:29:35.120+08:00',
  payer: { openid: 'o1' },
};

test('login exchanges the code, with the secret encoded and without an access token', async () => {
  const { client, asked } = await given(() => ({ body: { openid: 'o1', session_key: 'k', unionid: 'u' } }));
  expect(await client.codeToSession('c 1')).toEqual({ openid: 'o1', session_key: 'k', unionid: 'u' });
  const query = 'appid=wx1&secret=s%26cret&js_code=c+1&grant_type=authorization_code';
  expect(asked.map(({ method, path }) => [method, path])).toEqual([['GET', `/sns/jscode2session?${query}`]]);
});

test('interfaces with a token post what WeChat documents and give their part of the answer', async () => {
  const { client, calls, asked } = await given(({ path }) => {
    if (path.startsWith('/wxa/business/getuserphonenumber'))
      return {
        body: {
          errcode: 0,
          phone_info: { phoneNumber: '+8619900000006', purePhoneNumber: '19900000006', countryCode: '86' },
        },
      };
    return path.startsWith('/wxa/msg_sec_check') ? passed : ok();
  });
  expect((await client.phoneNumber('p1')).purePhoneNumber).toBe('19900000006');
  expect(await client.checkText(check)).toEqual({ suggest: 'pass', label: 100 });
  await client.sendSubscribeMessage(message);
  await client.uploadShippingInfo(shipping);
  expect(JSON.parse(asked[0]!.body)).toEqual({ grant_type: 'client_credential', appid: 'wx1', secret: 's&cret' });
  expect(calls.map(({ path }) => path)).toEqual([
    '/wxa/business/getuserphonenumber?access_token=T1',
    '/wxa/msg_sec_check?access_token=T1',
    '/cgi-bin/message/subscribe/send?access_token=T1',
    '/wxa/sec/order/upload_shipping_info?access_token=T1',
  ]);
  expect(calls.map(({ body }) => JSON.parse(body))).toEqual([
    { code: 'p1' },
    { version: 2, ...check },
    { lang: 'zh_CN', miniprogram_state: 'formal', ...message },
    shipping,
  ]);
});

test('an errcode is a WechatApiError with that number, and is not repeated', async () => {
  const { client, asked } = await given(() => ({ body: { errcode: 40029, errmsg: 'invalid code' } }));
  const error = await client.codeToSession('x').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(WechatApiError);
  expect(error).toMatchObject({ errcode: 40029, name: 'WechatApiError' });
  expect(asked).toHaveLength(1);
});

test('busy (-1), a broken connection and a gateway’s error are repeated, at most three times', async () => {
  const faults: Answer[] = [{ body: { errcode: -1 } }, { breaks: true }, { status: 502, body: '<html>' }];
  for (const fault of faults) {
    const once = await given((_, index) => (index === 0 ? fault : passed));
    expect(await once.client.checkText(check)).toMatchObject({ suggest: 'pass' });
    expect(once.calls.map(({ body }) => body)).toEqual([once.calls[0]!.body, once.calls[0]!.body]);
    const ever = await given(() => fault);
    await expect(ever.client.checkText(check)).rejects.toBeInstanceOf(WechatError);
    expect(ever.calls).toHaveLength(3);
    expect(ever.pausesMs).toHaveLength(2);
  }
});

test('a subscribe message that may have gone is not sent again; one that WeChat was too busy for is', async () => {
  const hung = await given(() => ({ hangs: true }), { timeoutMs: 1_000 });
  await hung.client.accessToken();
  await expect(hung.client.sendSubscribeMessage(message)).rejects.toBeInstanceOf(WechatTimeoutError);
  expect(hung.calls).toHaveLength(1);
  const busy = await given((_, index) => (index === 0 ? { body: { errcode: -1 } } : ok()));
  await busy.client.sendSubscribeMessage(message);
  expect(busy.calls).toHaveLength(2);
});

test('a dispatch that WeChat knows already is told, another refusal is not swallowed', async () => {
  const known = await given(() => ({ body: { errcode: 10060023, errmsg: '发货信息未更新' } }));
  await known.client.uploadShippingInfo(shipping);
  const gone = await given(() => ({ body: { errcode: 10060001, errmsg: '支付单不存在' } }));
  await expect(gone.client.uploadShippingInfo(shipping)).rejects.toMatchObject({ errcode: 10060001 });
});

test('ten calls at once fetch one token', async () => {
  const { client, state } = await given(() => passed);
  await Promise.all(Array.from({ length: 10 }, () => client.checkText(check)));
  expect(state.given).toBe(1);
});

test('processes that share a store fetch one token among them', async () => {
  const { make, state } = await given(() => passed);
  const tokenStore = sharedStore();
  const processes = Array.from({ length: 4 }, () => make({ tokenStore }));
  expect(await Promise.all(processes.map((one) => one.accessToken()))).toEqual(['T1', 'T1', 'T1', 'T1']);
  expect(state.given).toBe(1);
});

test('a token is fetched again a minute before it expires, not earlier', async () => {
  let nowMs = 1_700_000_000_000;
  const { client } = await given(ok, { clock: () => nowMs });
  expect(await client.accessToken()).toBe('T1');
  nowMs += 7_139_000;
  expect(await client.accessToken()).toBe('T1');
  nowMs += 1_000;
  expect(await client.accessToken()).toBe('T2');
});

test.each([40001, 40014, 42001])('errcode %i replaces the token once and repeats the call', async (errcode) => {
  const { client, calls } = await given((one) => (tokenOf(one) === 'T1' ? { body: { errcode } } : passed));
  expect(await client.checkText(check)).toEqual({ suggest: 'pass', label: 100 });
  expect(calls.map(tokenOf)).toEqual(['T1', 'T2']);
});

test('a token that is refused twice is not fetched a third time', async () => {
  const { client, state } = await given(() => ({ body: { errcode: 40001 } }));
  await expect(client.checkText(check)).rejects.toMatchObject({ errcode: 40001 });
  expect(state.given).toBe(2);
});

test('a stale token is replaced by the one that another process has fetched meanwhile', async () => {
  const { make, calls, state } = await given((one) => (tokenOf(one) === 'T1' ? { body: { errcode: 42001 } } : passed));
  const tokenStore = sharedStore();
  const [a, b] = [make({ tokenStore }), make({ tokenStore })];
  await a.accessToken();
  expect(await Promise.all([a.checkText(check), b.checkText(check)])).toHaveLength(2);
  expect(state.given).toBe(2);
  expect(calls.map(tokenOf).sort()).toEqual(['T1', 'T1', 'T2', 'T2']);
});

test('after a failed fetch the next call tries again', async () => {
  let isDown = true;
  const { baseUrl } = await startPlatform(() => ({
    signing: false,
    body: isDown ? { errcode: 40125, errmsg: 'invalid appsecret' } : { access_token: 'T1', expires_in: 7200 },
  }));
  const client = new MiniProgramClient({ baseUrl, appid: 'wx1', appSecret: 'x' });
  await expect(client.accessToken()).rejects.toMatchObject({ errcode: 40125 });
  isDown = false;
  expect(await client.accessToken()).toBe('T1');
});

test('a code is the picture’s bytes, unchanged; an answer in JSON is its error', async () => {
  const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0x7b]);
  const { client, calls } = await given(() => ({ body: picture }));
  expect(await client.unlimitedCode({ scene: 'g=1-2_3.x', page: 'pages/a' })).toEqual(picture);
  expect(JSON.parse(calls[0]!.body)).toEqual({ scene: 'g=1-2_3.x', page: 'pages/a' });
  const wrong = await given(() => ({ body: { errcode: 41030, errmsg: 'invalid page' } }));
  await expect(wrong.client.unlimitedCode({ scene: 'a' })).rejects.toMatchObject({ errcode: 41030 });
  const empty = await given(() => ({ body: '' }));
  await expect(empty.client.unlimitedCode({ scene: 'a' })).rejects.toBeInstanceOf(WechatError);
  for (const scene of ['', 'a'.repeat(33), 'a b', '商品', 'a&b'])
    await expect(client.unlimitedCode({ scene })).rejects.toBeInstanceOf(WechatError);
  expect(calls).toHaveLength(1);
});

test('a message whose value WeChat would refuse is not sent', async () => {
  const { client, asked } = await given(ok);
  const data = { thing1: { value: '二十一个字的商品名称放不进这一个格子里去了哦' } };
  await expect(client.sendSubscribeMessage({ ...message, data })).rejects.toBeInstanceOf(WechatError);
  expect(asked).toHaveLength(0);
});
