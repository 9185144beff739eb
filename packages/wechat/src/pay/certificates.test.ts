import { expect, test, vi } from 'vitest';
import { Rsa } from 'wechatpay-axios-plugin';
import { WechatError, WechatSignatureError } from '../errors.ts';
import {
  type Answer,
  certificate,
  type KeyPair,
  merchant,
  newKeyPair,
  PLATFORM_SERIAL,
  platformKeys,
  publicKeyMode,
  signatureOf,
  startPlatform,
} from '../test/platform.ts';
import { PayClient, type PayClientOptions } from './client.ts';

const HOUR_MS = 3_600_000;
const NEXT_SERIAL = '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C';
const nextKeys = newKeyPair();
const transaction = { out_trade_no: 'T-000001', trade_state: 'NOTPAY' };
const ours = certificate(PLATFORM_SERIAL, platformKeys.publicKey);
const next = certificate(NEXT_SERIAL, nextKeys.publicKey, { fromMs: Date.now() - 1000 });

/** A platform in certificate mode whose state a test changes as it goes. */
async function given(options: Partial<PayClientOptions> = {}) {
  const state = {
    certificates: [ours] as object[],
    serial: PLATFORM_SERIAL,
    keys: platformKeys as KeyPair,
    download: {} as Answer,
    nowMs: Date.now(),
  };
  const signing = () => ({
    serial: state.serial,
    privateKey: state.keys.privateKey,
    timestampS: Math.floor(state.nowMs / 1000),
  });
  const { baseUrl, asked } = await startPlatform(({ path }) =>
    path === '/v3/certificates'
      ? { body: { data: state.certificates }, signing: signing(), ...state.download }
      : { body: transaction, signing: signing() },
  );
  const client = new PayClient({
    ...merchant,
    baseUrl,
    verifier: { mode: 'certificate' },
    clock: () => state.nowMs,
    sleep: async () => {},
    ...options,
  });
  const downloads = () => asked.filter(({ path }) => path === '/v3/certificates').length;
  const query = () => client.queryByOutTradeNo('T-000001');
  /** A call-back whose signature, not whose resource, is in question. */
  const callBack = (serial: string) => {
    const headers = signatureOf('{}', { ...signing(), serial });
    return client.parseNotification(headers, '{}');
  };
  return { state, client, asked, downloads, query, callBack };
}

test('the first answer makes the client download certificates, once for all who wait', async () => {
  const { query, downloads, asked } = await given();
  expect(await Promise.all([query(), query(), query()])).toEqual([transaction, transaction, transaction]);
  await query();
  expect(downloads()).toBe(1);
  expect(asked.every((one) => one.isSigned)).toBe(true);
});

test('a new serial is downloaded when it first signs, and the old one still counts', async () => {
  const { state, query, downloads } = await given();
  await query();
  state.nowMs += 2 * HOUR_MS;
  Object.assign(state, { certificates: [ours, next], serial: NEXT_SERIAL, keys: nextKeys });
  expect(await query()).toEqual(transaction);
  Object.assign(state, { serial: PLATFORM_SERIAL, keys: platformKeys });
  expect(await query()).toEqual(transaction);
  expect(downloads()).toBe(2);
});

test('an unknown serial costs at most one download a minute, and is refused', async () => {
  const { state, query, downloads, callBack } = await given();
  await query();
  for (let i = 0; i < 5; i++) await expect(callBack(`FORGED${i}`)).rejects.toBeInstanceOf(WechatSignatureError);
  expect(downloads()).toBe(1);
  state.nowMs += 61_000;
  for (let i = 0; i < 5; i++) await expect(callBack(`FORGED${i}`)).rejects.toBeInstanceOf(WechatSignatureError);
  expect(downloads()).toBe(2);
});

test('what is late or a probe costs no download at all', async () => {
  const { state, client, downloads } = await given();
  const late = signatureOf('{}', { serial: PLATFORM_SERIAL, timestampS: Math.floor(state.nowMs / 1000) - 400 });
  await expect(client.parseNotification(late, '{}')).rejects.toBeInstanceOf(WechatSignatureError);
  const probe = { ...signatureOf('{}'), 'wechatpay-signature': 'WECHATPAY/SIGNTEST/x' };
  await expect(client.parseNotification(probe, '{}')).rejects.toBeInstanceOf(WechatSignatureError);
  expect(downloads()).toBe(0);
});

test('certificates older than twelve hours are renewed behind an answer that need not wait', async () => {
  const { state, query, downloads } = await given();
  await query();
  state.nowMs += 11 * HOUR_MS;
  await query();
  expect(downloads()).toBe(1);
  state.nowMs += 2 * HOUR_MS;
  await query();
  await vi.waitFor(() => expect(downloads()).toBe(2));
  await query();
  expect(downloads()).toBe(2);
});

test('when the renewal fails, the certificate held still serves until it expires', async () => {
  const { state, query } = await given();
  await query();
  state.download = { status: 500, signing: false, body: {} };
  state.nowMs += 13 * HOUR_MS;
  expect(await query()).toEqual(transaction);
  state.nowMs += 400 * 24 * HOUR_MS;
  await expect(query()).rejects.toBeInstanceOf(WechatError);
});

test('an expired, a future or an unreadable time makes a certificate count for nothing', async () => {
  const times = [{ fromMs: Date.now() - 10 * 24 * HOUR_MS, days: 9 }, { fromMs: Date.now() + HOUR_MS }];
  const wrong = [
    ...times.map((time) => certificate(PLATFORM_SERIAL, platformKeys.publicKey, time)),
    { ...ours, expire_time: 'never' },
  ];
  for (const one of wrong) {
    const { state, query } = await given();
    state.certificates = [one];
    await expect(query()).rejects.toBeInstanceOf(WechatSignatureError);
  }
});

test('a download that somebody else signed is refused, and nothing of it is kept', async () => {
  const { state, query } = await given();
  state.download = { signing: { serial: PLATFORM_SERIAL, privateKey: newKeyPair().privateKey } };
  await expect(query()).rejects.toBeInstanceOf(WechatSignatureError);
  state.nowMs += 6_000;
  state.download = { signing: false };
  await expect(query()).rejects.toBeInstanceOf(WechatSignatureError);
  state.nowMs += 6_000;
  state.download = {};
  expect(await query()).toEqual(transaction);
});

test('certificates under another APIv3 key are refused, even in a rightly signed answer', async () => {
  const { client } = await given({ apiV3Key: 'another-api-v3-key-of-32-charact' });
  await expect(client.certificates()).rejects.toBeInstanceOf(WechatSignatureError);
});

test('a merchant without certificates hears that he needs the public key', async () => {
  const { state, client, query } = await given();
  state.certificates = [];
  await expect(query()).rejects.toThrow('no key for serial');
  await expect(client.encryptSensitive('张三丰')).rejects.toBeInstanceOf(WechatError);
});

test('sensitive fields are encrypted with the newest certificate in force, in public-key mode with the public key', async () => {
  const { state, client } = await given();
  const future = certificate('FUTURE', newKeyPair().publicKey, { fromMs: Date.now() + HOUR_MS });
  state.certificates = [ours, next, future];
  const { ciphertext, platformSerial } = await client.encryptSensitive('张三丰');
  expect(platformSerial).toBe(NEXT_SERIAL);
  expect(Rsa.decrypt(ciphertext, nextKeys.privateKey)).toBe('张三丰');
  const byKey = await given({ verifier: publicKeyMode });
  const sealed = await byKey.client.encryptSensitive('张三丰');
  expect(Rsa.decrypt(sealed.ciphertext, platformKeys.privateKey)).toBe('张三丰');
  expect(byKey.downloads()).toBe(0);
});

test('in the middle of WeChat’s change-over a call-back signed by certificate is taken once the certificates were asked for', async () => {
  const { state, client, downloads } = await given({ verifier: publicKeyMode });
  Object.assign(state, { certificates: [next], download: { signing: {} } });
  const { 'wechatpay-serial': _, ...unnamed } = signatureOf('{}', { privateKey: nextKeys.privateKey });
  const read = (serial: string) => client.parseNotification({ ...unnamed, 'wechatpay-serial': serial }, '{}');
  await expect(read(NEXT_SERIAL)).rejects.toThrow('no key for serial');
  expect(downloads()).toBe(0);
  await client.certificates();
  // Past the signature: what is left to complain about is the resource.
  await expect(read(NEXT_SERIAL)).rejects.toThrow('the resource cannot be read');
  await expect(read(PLATFORM_SERIAL)).rejects.toThrow('no key for serial');
  expect(downloads()).toBe(1);
});

const none: Answer = {
  status: 404,
  signing: false,
  body: { code: 'RESOURCE_NOT_EXISTS', message: '无可用的平台证书' },
};
const down: Answer = { status: 503, signing: false, body: '<html>' };

test('in public-key mode no unknown serial ever causes a call, and all are forgeries', async () => {
  const { state, asked, callBack } = await given({ verifier: publicKeyMode });
  state.download = none;
  for (let i = 0; i < 20; i++) await expect(callBack(`FORGED${i}`)).rejects.toBeInstanceOf(WechatSignatureError);
  expect(asked).toEqual([]);
});

test.each([
  ['has none for the merchant', none, 1],
  ['is down', down, 3],
  ['breaks the connection', { breaks: true }, 3],
])(
  'while WeChat %s, call-backs with unknown serials cause one download a minute and are forgeries',
  async (_, answer, tries) => {
    const { state, asked, callBack } = await given();
    state.download = answer;
    const forged = (from: number) =>
      Promise.all(Array.from({ length: 20 }, (_, i) => callBack(`FORGED${from + i}`).catch((error: unknown) => error)));
    for (const error of [...(await forged(0)), ...(await forged(20))])
      expect(error).toBeInstanceOf(WechatSignatureError);
    expect(asked).toHaveLength(tries);
    state.nowMs += 61_000;
    await forged(40);
    expect(asked).toHaveLength(2 * tries);
  },
);

test('a call-back does not wait for certificates longer than WeChat waits for its answer', async () => {
  const hanging = (_: unknown, init?: RequestInit): Promise<Response> =>
    new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
  const { client } = await given({ fetch: hanging, timeoutMs: 600_000 });
  const headers = signatureOf('{}', { serial: 'UNKNOWN' });
  await expect(client.parseNotification(headers, '{}', { withinMs: 20 })).rejects.toBeInstanceOf(WechatSignatureError);
});

test('an answer whose certificate cannot be had is an outage, no forgery; five seconds later it is asked for again', async () => {
  const { state, query, downloads } = await given();
  state.download = down;
  await expect(query()).rejects.toMatchObject({ name: 'WechatPayError', status: 503 });
  expect(downloads()).toBe(3);
  state.download = {};
  await expect(query()).rejects.toMatchObject({ name: 'WechatPayError', status: 503 });
  expect(downloads()).toBe(3);
  state.nowMs += 6_000;
  expect(await query()).toEqual(transaction);
});

test('a merchant without certificates is told so, and keeps those that still count', async () => {
  const { state, client, query, downloads } = await given();
  await query();
  state.download = none;
  expect(await client.certificates()).toEqual([]);
  expect(await query()).toEqual(transaction);
  expect(downloads()).toBe(2);
});

test('a renewal that fails is tried again a minute later, not at every answer', async () => {
  const { state, query, downloads } = await given();
  await query();
  state.download = none;
  state.nowMs += 13 * HOUR_MS;
  await query();
  await vi.waitFor(() => expect(downloads()).toBe(2));
  for (let i = 0; i < 5; i++) await query();
  expect(downloads()).toBe(2);
  state.nowMs += 61_000;
  await query();
  await vi.waitFor(() => expect(downloads()).toBe(3));
});
