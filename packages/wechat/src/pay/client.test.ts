import { expect, test } from 'vitest';
import { Formatter, Rsa } from 'wechatpay-axios-plugin';
import { WechatPayError, WechatSignatureError, WechatTimeoutError } from '../errors.ts';
import {
  type Answer,
  encrypted,
  type Handler,
  merchant,
  merchantKeys,
  newKeyPair,
  PUBLIC_KEY_ID,
  publicKeyMode,
  signatureOf,
  startPlatform,
} from '../test/platform.ts';
import { PayClient, type PayClientOptions } from './client.ts';

/** A client of a platform that answers so; `pausesMs` are the waits between repetitions, which take no time here. */
async function given(handler: Handler, options: Partial<PayClientOptions> = {}) {
  const { baseUrl, asked } = await startPlatform(handler);
  const pausesMs: number[] = [];
  const sleep = async (ms: number) => void pausesMs.push(ms);
  const client = new PayClient({ ...merchant, baseUrl, verifier: publicKeyMode, sleep, ...options });
  return { client, asked, pausesMs };
}
const always =
  (answer: Answer): Handler =>
  () =>
    answer;
/** One answer after another, the last from then on. */
const inTurn =
  (...answers: Answer[]): Handler =>
  (_, index) =>
    answers[Math.min(index, answers.length - 1)]!;

const order = {
  description: '手冲咖啡',
  out_trade_no: 'T-000001',
  notify_url: 'https://a.example/n',
  amount: { total: 1 },
};
const transaction = { out_trade_no: 'T-000001', trade_state: 'NOTPAY', appid: merchant.appid, mchid: merchant.mchid };
const refusal = (status: number, code: string): Answer => ({
  status,
  body: { code, message: '说明', detail: { field: 'x' } },
  signing: false,
  headers: { 'request-id': 'REQ-1' },
});

test('every interface asks what WeChat documents, signed over the exact bytes', async () => {
  const { client, asked } = await given(always({ body: { prepay_id: 'wx1' } }));
  expect(await client.prepayJsapi({ ...order, payer: { openid: 'o1' } })).toEqual({ prepay_id: 'wx1' });
  await client.prepayNative(order);
  await client.prepayH5({ ...order, scene_info: { payer_client_ip: '203.0.113.9', h5_info: { type: 'Wap' } } });
  await client.queryByOutTradeNo('T-1|*');
  await client.queryByTransactionId('42000');
  await client.closeByOutTradeNo('T-000001');
  const amount = { refund: 1, total: 1, currency: 'CNY' as const };
  await client.refund({ out_trade_no: 'T-000001', out_refund_no: 'R-1', amount });
  await client.queryRefund('R-1');
  expect(asked.map((one) => `${one.method} ${one.path}`)).toEqual([
    'POST /v3/pay/transactions/jsapi',
    'POST /v3/pay/transactions/native',
    'POST /v3/pay/transactions/h5',
    'GET /v3/pay/transactions/out-trade-no/T-1%7C*?mchid=1900000001',
    'GET /v3/pay/transactions/id/42000?mchid=1900000001',
    'POST /v3/pay/transactions/out-trade-no/T-000001/close',
    'POST /v3/refund/domestic/refunds',
    'GET /v3/refund/domestic/refunds/R-1',
  ]);
  expect(asked.every((one) => one.isSigned)).toBe(true);
  const { appid, mchid } = merchant;
  expect(JSON.parse(asked[0]!.body)).toEqual({ appid, mchid, ...order, payer: { openid: 'o1' } });
  expect(JSON.parse(asked[5]!.body)).toEqual({ mchid });
  expect(asked[6]!.body).toBe(JSON.stringify({ out_trade_no: 'T-000001', out_refund_no: 'R-1', amount }));
});

test('another interface is signed as it is sent, and names the key of its sensitive fields', async () => {
  const { client, asked } = await given(always({ body: { ok: true } }));
  const name = await client.encryptSensitive('张三丰');
  const answer = await client.request({
    method: 'POST',
    path: '/v3/profitsharing/receivers/add?说=明',
    body: { name: name.ciphertext },
    platformSerial: name.platformSerial,
  });
  expect(answer).toEqual({ ok: true });
  expect(asked[0]).toMatchObject({ path: '/v3/profitsharing/receivers/add?%E8%AF%B4=%E6%98%8E', isSigned: true });
  expect(asked[0]!.headers['wechatpay-serial']).toBe(PUBLIC_KEY_ID);
});

test('a 204 is verified over its empty body and gives nothing', async () => {
  const { client } = await given(always({ status: 204 }));
  expect(await client.closeByOutTradeNo('T-000001')).toBeUndefined();
  const unsigned = await given(always({ status: 204, signing: false }));
  await expect(unsigned.client.closeByOutTradeNo('T-000001')).rejects.toBeInstanceOf(WechatSignatureError);
});

test.each<[string, Answer['signing']]>([
  ['not signed at all', false],
  ['signed by another key', { privateKey: newKeyPair().privateKey }],
  ['signed under a serial we do not hold', { serial: 'PUB_KEY_ID_9' }],
  ['signed 301 s ago', { timestampS: Math.floor(Date.now() / 1000) - 301 }],
  ['signed more than 300 s ahead', { timestampS: Math.floor(Date.now() / 1000) + 330 }],
])('an answer that is %s is refused and not asked for again', async (_, signing) => {
  const { client, asked } = await given(always({ body: transaction, signing }));
  await expect(client.queryByOutTradeNo('T-000001')).rejects.toBeInstanceOf(WechatSignatureError);
  expect(asked).toHaveLength(1);
});

test('an answer whose body was changed on its way is refused', async () => {
  const paid = JSON.stringify({ ...transaction, trade_state: 'SUCCESS' });
  const { client } = await given(
    always({ body: paid, signing: false, headers: signatureOf(JSON.stringify(transaction)) }),
  );
  await expect(client.queryByOutTradeNo('T-000001')).rejects.toThrow('signature does not match');
});

test('the clock window is 300 s to both sides of our own clock', async () => {
  const nowS = 1_700_000_000;
  const at = async (timestampS: number) => {
    const clock = () => nowS * 1000;
    const { client } = await given(always({ body: transaction, signing: { timestampS } }), { clock });
    return client.queryByOutTradeNo('T-000001').then(
      () => true,
      () => false,
    );
  };
  expect([await at(nowS - 300), await at(nowS + 300)]).toEqual([true, true]);
  expect([await at(nowS - 301), await at(nowS + 301)]).toEqual([false, false]);
});

test('a refusal carries status, code, detail and Request-Id, is not verified and not repeated', async () => {
  const { client, asked } = await given(always(refusal(404, 'ORDERNOTEXIST')));
  const error = await client.queryByOutTradeNo('T-000001').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(WechatPayError);
  expect(error).toMatchObject({
    name: 'WechatPayError',
    status: 404,
    code: 'ORDERNOTEXIST',
    requestId: 'REQ-1',
    detail: { field: 'x' },
    retryable: false,
  });
  expect((error as WechatPayError).is('ORDER_NOT_EXIST')).toBe(true);
  expect((error as WechatPayError).is('ORDER_CLOSED')).toBe(false);
  expect(asked).toHaveLength(1);
});

test.each([400, 401, 403, 404])('a %i is never repeated', async (status) => {
  const { client, asked } = await given(always(refusal(status, 'PARAM_ERROR')));
  await expect(client.prepayNative(order)).rejects.toMatchObject({ status });
  expect(asked).toHaveLength(1);
});

test.each<[string, Answer]>([
  ['500', refusal(500, 'SYSTEM_ERROR')],
  ['502 without JSON', { status: 502, body: '<html>', signing: false }],
  ['429', refusal(429, 'FREQUENCY_LIMITED')],
  ['202', { status: 202, body: { code: 'USERPAYING', message: '' } }],
  ['broken connection', { breaks: true }],
])('after a %s the identical request is sent again, freshly signed, and its answer counts', async (_, first) => {
  const { client, asked, pausesMs } = await given(inTurn(first, { body: { code_url: 'weixin://1' } }));
  expect(await client.prepayNative(order)).toEqual({ code_url: 'weixin://1' });
  expect(asked).toHaveLength(2);
  expect(asked[1]).toMatchObject({ method: 'POST', path: asked[0]!.path, body: asked[0]!.body, isSigned: true });
  expect(asked[1]!.headers.authorization).not.toBe(asked[0]!.headers.authorization);
  expect(pausesMs).toHaveLength(1);
});

test('repetitions end after three, with growing and jittered pauses, and the last error comes out', async () => {
  const { client, asked, pausesMs } = await given(always(refusal(500, 'SYSTEM_ERROR')));
  await expect(client.prepayNative(order)).rejects.toMatchObject({ code: 'SYSTEM_ERROR', retryable: true });
  await expect(client.prepayNative(order)).rejects.toBeInstanceOf(WechatPayError);
  expect(asked).toHaveLength(6);
  const [first, second, third] = pausesMs;
  expect(pausesMs).toHaveLength(4);
  expect(first).toBeGreaterThanOrEqual(200);
  expect(first).toBeLessThan(400);
  expect(second).toBeGreaterThanOrEqual(600);
  expect(second).toBeLessThan(1200);
  expect(third).not.toBe(first);
});

test('an answer that does not come in time is a WechatTimeoutError', async () => {
  const { client, pausesMs } = await given(always({ hangs: true }), { timeoutMs: 40 });
  await expect(client.queryByOutTradeNo('T-000001')).rejects.toBeInstanceOf(WechatTimeoutError);
  // Two pauses lie between three tries; on a slow machine a try may end before it has arrived.
  expect(pausesMs).toHaveLength(2);
});

test('a redirect is not followed, so that no signature leaves for another host', async () => {
  const elsewhere = await startPlatform(always({ body: {} }));
  const { client } = await given(always({ status: 302, signing: false, headers: { location: elsewhere.baseUrl } }));
  await expect(client.queryByOutTradeNo('T-000001')).rejects.toBeInstanceOf(WechatTimeoutError);
  expect(elsewhere.asked).toHaveLength(0);
});

test('the payment parameters verify with the merchant’s public key', async () => {
  const client = new PayClient({
    ...merchant,
    baseUrl: 'http://127.0.0.1:1',
    verifier: publicKeyMode,
    clock: () => 5_999,
  });
  const params = client.jsapiPayParams('wx99');
  expect(params).toMatchObject({ appId: merchant.appid, timeStamp: '5', package: 'prepay_id=wx99', signType: 'RSA' });
  expect(params.nonceStr).toMatch(/^[0-9A-Za-z]{32}$/);
  const message = Formatter.joinedByLineFeed(params.appId, '5', params.nonceStr, params.package);
  expect(Rsa.verify(message, params.paySign, merchantKeys.publicKey)).toBe(true);
  expect(client.jsapiPayParams('wx99').nonceStr).not.toBe(params.nonceStr);
});

const envelope = (resource: object, type = 'TRANSACTION.SUCCESS') =>
  JSON.stringify({
    id: 'EV-1',
    create_time: '2024-05-20T13:29:35+08:00',
    resource_type: 'encrypt-resource',
    event_type: type,
    resource: { original_type: 'transaction', ...encrypted(JSON.stringify(resource), 'transaction') },
  });
const offline = (options: Partial<PayClientOptions> = {}) =>
  new PayClient({ ...merchant, baseUrl: 'http://127.0.0.1:1', verifier: publicKeyMode, ...options });

test('a call-back is verified, then decrypted; header names count in any case', async () => {
  const paid = { ...transaction, trade_state: 'SUCCESS', amount: { total: 12_900 } };
  const body = envelope(paid);
  const headers = signatureOf(body);
  const expected = { id: 'EV-1', eventType: 'TRANSACTION.SUCCESS', resource: paid };
  expect(await offline().parseNotification(headers, body)).toEqual(expected);
  const asDocumented = Object.entries(headers).map(([name, value]) => [
    name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase()),
    [value],
  ]);
  expect(await offline().parseNotification(Object.fromEntries(asDocumented), body)).toEqual(expected);
});

test('a call-back that is forged, changed, late, a probe or not for our key is refused', async () => {
  const body = envelope(transaction);
  const right = signatureOf(body);
  const refused = async (headers: Record<string, string>, text = body, client = offline()) =>
    expect(client.parseNotification(headers, text)).rejects.toBeInstanceOf(WechatSignatureError);
  await refused({});
  await refused(right, body.replace('SUCCESS', 'success'));
  await refused(right, `${body} `);
  await refused({ ...right, 'wechatpay-nonce': 'another' });
  await refused({ ...right, 'wechatpay-timestamp': String(Number(right['wechatpay-timestamp']) + 1) });
  await refused({ ...right, 'wechatpay-timestamp': 'soon' });
  await refused(signatureOf(body, { privateKey: newKeyPair().privateKey }));
  await refused({ ...right, 'wechatpay-signature': `WECHATPAY/SIGNTEST/${right['wechatpay-signature']}` });
  await refused(right, body, offline({ clock: () => Date.now() + 302_000 }));
  await refused(right, body, offline({ apiV3Key: 'another-api-v3-key-of-32-charact' }));
  await refused(signatureOf('not JSON'), 'not JSON');
  await refused(signatureOf('{}'), '{}');
});
