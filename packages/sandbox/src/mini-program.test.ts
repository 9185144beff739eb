import { expect, test } from 'vitest';
import type { Sandbox } from './sandbox.ts';
import { paidOrder } from './test/merchant.ts';
import { post, startSandbox } from './test/start.ts';

async function tokenOf({ baseUrl, merchant }: Sandbox, more = {}): Promise<Record<string, unknown>> {
  const app = { grant_type: 'client_credential', appid: merchant.appid, secret: merchant.appSecret };
  return (await post(`${baseUrl}/cgi-bin/stable_token`, { ...app, ...more })).body;
}

/** Calls an interface with a fresh token. */
async function callerOf(sandbox: Sandbox) {
  const { access_token } = await tokenOf(sandbox);
  return async (path: string, body: unknown) =>
    (await post(`${sandbox.baseUrl}${path}?access_token=${access_token}`, body)).body;
}

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
  expect((await session(sandbox, { js_code: first })).body.errcode).toBe(40163);
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
  ['secret', { secret: 'x' }, 40125],
  ['code', { js_code: 'x' }, 40029],
  ['grant_type', { grant_type: 'x' }, 40002],
])('a wrong %s is an errcode with HTTP 200', async (_name, change, errcode) => {
  const sandbox = await startSandbox();
  const { code } = sandbox.control.login();
  expect(await session(sandbox, { js_code: code, ...change })).toMatchObject({ status: 200, body: { errcode } });
});

test('a stable token stays the same until forced; the old one is good for five minutes more', async () => {
  let ms = Date.now();
  const sandbox = await startSandbox({ clock: () => ms });
  const { openid } = sandbox.control.login();
  const check = async (token: unknown) =>
    (
      await post(`${sandbox.baseUrl}/wxa/msg_sec_check?access_token=${token}`, {
        version: 2,
        scene: 2,
        openid,
        content: '很好喝',
      })
    ).body.errcode;
  const first = await tokenOf(sandbox);
  expect(first.expires_in).toBe(7_200);
  ms += 60_000;
  expect(await tokenOf(sandbox)).toEqual({ access_token: first.access_token, expires_in: 7_140 });
  const forced = await tokenOf(sandbox, { force_refresh: true });
  expect(forced.access_token).not.toBe(first.access_token);
  expect([await check(first.access_token), await check(forced.access_token)]).toEqual([0, 0]);
  ms += 300_001;
  expect([await check(first.access_token), await check(forced.access_token)]).toEqual([42001, 0]);
  expect([await check('nonsense'), await check('')]).toEqual([40001, 41001]);
  expect((await tokenOf(sandbox, { secret: 'x' })).errcode).toBe(40125);
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

test('a mini-program code is a PNG; a wrong scene or page is an errcode', async () => {
  const sandbox = await startSandbox({ settings: { pages: ['pages/product/index'] } });
  const { access_token } = await tokenOf(sandbox);
  const url = `${sandbox.baseUrl}/wxa/getwxacodeunlimit?access_token=${access_token}`;
  const answer = await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ scene: 'g=42', page: 'pages/product/index' }),
  });
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 8)
      .toString('latin1'),
  ).toBe('\x89PNG\r\n\x1a\n');
  const errcode = async (body: unknown) => (await post(url, body)).body.errcode;
  expect(await errcode({ scene: 'x'.repeat(33), page: 'pages/product/index' })).toBe(40169);
  expect(await errcode({ scene: '中文', page: 'pages/product/index' })).toBe(40169);
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

test('shipping: checked, kept, corrected once, received', async () => {
  const sandbox = await startSandbox();
  const call = await callerOf(sandbox);
  const out_trade_no = await paidOrder(sandbox, 100);
  const { openid } = sandbox.control.login();
  const parcel = { tracking_no: 'YT0001', express_company: 'YTO', item_desc: '手冲咖啡礼盒' };
  const upload = async (change: Record<string, unknown> = {}) =>
    (
      await call('/wxa/sec/order/upload_shipping_info', {
        order_key: { order_number_type: 1, mchid: sandbox.merchant.mchid, out_trade_no },
        logistics_type: 1,
        delivery_mode: 1,
        shipping_list: [parcel],
        upload_time: '2024-05-20T13:29:35.120+08:00',
        payer: { openid },
        ...change,
      })
    ).errcode;
  const cases: [Record<string, unknown>, number][] = [
    [{ order_key: { order_number_type: 1, mchid: sandbox.merchant.mchid, out_trade_no: 'UNKNOWN1' } }, 10060001],
    [{ order_key: { order_number_type: 3 } }, 268485194],
    [{ payer: { openid: 'nobody' } }, 10060031],
    [{ logistics_type: 9 }, 10060005],
    [{ delivery_mode: 2 }, 10060007],
    [{ delivery_mode: 2, logistics_type: 2, is_all_delivered: true }, 10060006],
    [{ upload_time: 'today' }, 268485216],
    [{ shipping_list: [{ ...parcel, tracking_no: '' }] }, 268485226],
    [{ shipping_list: [{ ...parcel, item_desc: '描'.repeat(121) }] }, 10060009],
    [{ shipping_list: [parcel, parcel] }, 268485228],
    [{ delivery_mode: 2, is_all_delivered: true, shipping_list: Array(16).fill(parcel) }, 10060024],
    [{ shipping_list: [{ ...parcel, express_company: 'SF' }] }, 10060014],
    [{ shipping_list: 'none' }, 10060014],
  ];
  for (const [change, errcode] of cases) expect([change, await upload(change)]).toEqual([change, errcode]);
  expect(sandbox.control.shipments()).toEqual([]);

  expect(await upload()).toBe(0);
  expect(await upload()).toBe(10060023);
  expect(await upload({ shipping_list: [{ ...parcel, tracking_no: 'YT0002' }] })).toBe(0);
  expect(await upload({ shipping_list: [{ ...parcel, tracking_no: 'YT0003' }] })).toBe(10060003);
  const order = async () =>
    (await call('/wxa/sec/order/get_order', { merchant_id: sandbox.merchant.mchid, merchant_trade_no: out_trade_no }))
      .order;
  expect(await order()).toMatchObject({ order_state: 2, shipping: { shipping_list: [{ tracking_no: 'YT0002' }] } });
  expect((await post(`${sandbox.baseUrl}/sandbox/api/confirm-receipt`, { out_trade_no })).status).toBe(200);
  expect(await order()).toMatchObject({ order_state: 3 });
});

test('an interface made to fail answers -1, or carries out and then fails', async () => {
  const sandbox = await startSandbox();
  sandbox.control.addFault({ target: 'interface', action: 'error', path: '/cgi-bin/stable_token' });
  expect(await tokenOf(sandbox)).toEqual({ errcode: -1, errmsg: 'system error' });
  expect((await tokenOf(sandbox)).expires_in).toBe(7_200);
});
