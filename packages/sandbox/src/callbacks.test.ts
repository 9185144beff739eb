import { verify } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { Aes } from 'wechatpay-axios-plugin';
import type { Merchant } from './keys.ts';
import { RETRY_SCHEDULE_MS } from './pay/callbacks.ts';
import { callSigned, paidOrder, prepayBody } from './test/merchant.ts';
import { dirWithKeys, listenForCallbacks, type Received, startSandbox } from './test/start.ts';

const signedBy = (key: string, { headers, body }: Received) =>
  verify(
    'sha256',
    Buffer.from(`${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${body}\n`),
    key,
    Buffer.from(String(headers['wechatpay-signature']), 'base64'),
  );

function opened({ body }: Received, { apiV3Key }: Merchant) {
  const { resource } = JSON.parse(body);
  return JSON.parse(Aes.AesGcm.decrypt(resource.ciphertext, apiV3Key, resource.nonce, resource.associated_data));
}

test('a payment is told once, signed by the platform certificate, with what the query says', async () => {
  const sandbox = await startSandbox();
  const { url, received } = await listenForCallbacks(200);
  const number = await paidOrder(sandbox, 8_800, url);
  await vi.waitFor(() => expect(sandbox.control.callbacks()[0]?.state).toBe('accepted'));
  expect(received).toHaveLength(1);
  expect(received[0]?.headers['wechatpay-serial']).toBe(sandbox.merchant.platformSerial);
  expect(received[0]?.headers['request-id']).toMatch(/^08[0-9A-F]{32}-0$/);
  expect(signedBy(sandbox.merchant.platformCertificate, received[0]!)).toBe(true);
  expect(JSON.parse(received[0]!.body)).toMatchObject({
    event_type: 'TRANSACTION.SUCCESS',
    resource_type: 'encrypt-resource',
  });
  const path = `/v3/pay/transactions/out-trade-no/${number}?mchid=${sandbox.merchant.mchid}`;
  expect(opened(received[0]!, sandbox.merchant)).toEqual((await callSigned(sandbox, { path })).body);
});

test('an order placed in public-key mode is told with the public key, and so is its refund', async () => {
  const sandbox = await startSandbox();
  const { url, received } = await listenForCallbacks(204);
  const headers = { 'wechatpay-serial': sandbox.merchant.publicKeyId };
  const body = prepayBody(sandbox, { notify_url: url });
  await callSigned(sandbox, { path: '/v3/pay/transactions/jsapi', body, headers });
  sandbox.control.pay({ out_trade_no: body.out_trade_no });
  await vi.waitFor(() => expect(received).toHaveLength(1));
  const amount = { refund: 900, total: 12_900, currency: 'CNY' };
  const refund = { out_trade_no: body.out_trade_no, out_refund_no: 'R-1', notify_url: url, amount };
  await callSigned(sandbox, { path: '/v3/refund/domestic/refunds', body: refund, headers });
  await vi.waitFor(() => expect(received).toHaveLength(2));
  for (const one of received) {
    expect(one.headers['wechatpay-serial']).toBe(sandbox.merchant.publicKeyId);
    expect(signedBy(sandbox.merchant.publicKey, one)).toBe(true);
  }
  expect(opened(received[1]!, sandbox.merchant)).toMatchObject({
    refund_status: 'SUCCESS',
    out_refund_no: 'R-1',
    amount: { refund: 900 },
  });
});

test('the schedule is WeChat’s: 15 repeats over 24 h and 4 min', () => {
  expect(RETRY_SCHEDULE_MS).toHaveLength(15);
  expect(RETRY_SCHEDULE_MS.slice(0, 5)).toEqual([15_000, 15_000, 30_000, 180_000, 600_000]);
  expect(RETRY_SCHEDULE_MS.reduce((sum, ms) => sum + ms, 0)).toBe((24 * 60 + 4) * 60_000);
});

test('a refused call-back is repeated with the same id until it is accepted, and not after', async () => {
  const sandbox = await startSandbox({ callbackTimeScale: 0.0001 });
  const { url, received } = await listenForCallbacks(500, 404, 200);
  await paidOrder(sandbox, 100, url);
  await vi.waitFor(() => expect(sandbox.control.callbacks()[0]?.state).toBe('accepted'));
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ body }) => JSON.parse(body).id)).size).toBe(1);
  expect(sandbox.control.callbacks()[0]?.attempts.map((attempt) => attempt.status)).toEqual([500, 404, 200]);
});

test('after the first try and 15 repeats nobody is asked again', async () => {
  const sandbox = await startSandbox({ callbackTimeScale: 1e-7 });
  const { url, received } = await listenForCallbacks(500);
  await paidOrder(sandbox, 100, url);
  await vi.waitFor(() => expect(sandbox.control.callbacks()[0]?.state).toBe('exhausted'));
  expect(received).toHaveLength(16);
});

test('dropped, duplicated, delayed: lost and repeated, sent twice at once, sent later', async () => {
  const sandbox = await startSandbox();
  const { url, received } = await listenForCallbacks(200);
  sandbox.control.addFault({ target: 'callback', action: 'drop' });
  await paidOrder(sandbox, 100, url);
  await vi.waitFor(() => expect(received).toHaveLength(1));
  expect(sandbox.control.callbacks()[0]?.attempts[0]?.outcome).toBe('dropped');

  sandbox.control.addFault({ target: 'callback', action: 'duplicate' });
  await paidOrder(sandbox, 100, url);
  await vi.waitFor(() => expect(received).toHaveLength(3));
  expect(JSON.parse(received[1]!.body).id).toBe(JSON.parse(received[2]!.body).id);

  sandbox.control.addFault({ target: 'callback', action: 'delay', delayMs: 120 });
  const paidAtMs = Date.now();
  await paidOrder(sandbox, 100, url);
  await vi.waitFor(() => expect(received).toHaveLength(4));
  expect(Date.now() - paidAtMs).toBeGreaterThanOrEqual(115);
});

test('reordered: the later payment is told first', async () => {
  const sandbox = await startSandbox();
  const { url, received } = await listenForCallbacks(200);
  sandbox.control.addFault({ target: 'callback', action: 'reorder', count: 2 });
  const first = await paidOrder(sandbox, 100, url);
  expect(received).toHaveLength(0);
  const second = await paidOrder(sandbox, 200, url);
  await vi.waitFor(() => expect(received).toHaveLength(2));
  expect(received.map((one) => opened(one, sandbox.merchant).out_trade_no)).toEqual([second, first]);
});

test('tampered, probing and stale call-backs are recognisable, and the repeat is right', async () => {
  const sandbox = await startSandbox();
  const { url, received } = await listenForCallbacks(401, 401, 401, 200);
  for (const action of ['tamper', 'probe', 'stale'] as const) sandbox.control.addFault({ target: 'callback', action });
  await paidOrder(sandbox, 100, url);
  await vi.waitFor(() => expect(received).toHaveLength(4));
  const { platformCertificate } = sandbox.merchant;
  expect(received.map((one) => signedBy(platformCertificate, one))).toEqual([false, false, true, true]);
  expect(received[1]?.headers['wechatpay-signature']).toMatch(/^WECHATPAY\/SIGNTEST\//);
  expect(Date.now() / 1000 - Number(received[2]?.headers['wechatpay-timestamp'])).toBeGreaterThan(590);
});

test('a paid order with a delayed call-back is paid at once and told later', async () => {
  const sandbox = await startSandbox();
  const { url, received } = await listenForCallbacks(200);
  const body = prepayBody(sandbox, { notify_url: url });
  await callSigned(sandbox, { path: '/v3/pay/transactions/jsapi', body });
  sandbox.control.pay({ out_trade_no: body.out_trade_no, outcome: 'delayed', delayMs: 150 });
  expect(sandbox.control.transactions()[0]?.state).toBe('SUCCESS');
  await vi.waitFor(() => expect(sandbox.control.callbacks()[0]?.state).toBe('accepted'));
  expect(received).toHaveLength(1);
  const [told] = sandbox.control.callbacks();
  // A timer may ring a little before its time by the other clock.
  expect((told?.attempts[0]?.atMs ?? 0) - (told?.createdAtMs ?? 0)).toBeGreaterThan(140);
});

test('a restart keeps keys, orders, refunds and people, and goes on with what is pending', async () => {
  const dir = await dirWithKeys();
  const { url, received } = await listenForCallbacks(500, 200);
  const before = await startSandbox({ dir, callbackTimeScale: 1, settings: { refundDelayMs: 300 } });
  const { openid } = before.control.login('新来的朋友');
  const number = await paidOrder(before, 100, url);
  await vi.waitFor(() => expect(before.control.callbacks()[0]?.attempts).toHaveLength(1));
  const amount = { refund: 30, total: 100, currency: 'CNY' };
  await callSigned(before, {
    path: '/v3/refund/domestic/refunds',
    body: { out_trade_no: number, out_refund_no: 'R-1', amount },
  });
  await before.close();

  const later = Date.now() + 15_000;
  const after = await startSandbox({ dir, clock: () => later });
  const { baseUrl: _, ...keys } = before.merchant;
  expect(after.merchant).toMatchObject(keys);
  expect(after.control.login('新来的朋友').openid).toBe(openid);
  expect(after.control.transactions()[0]).toMatchObject({ outTradeNo: number, state: 'REFUND', totalFen: 100 });
  await vi.waitFor(() => expect(after.control.callbacks()[0]?.state).toBe('accepted'));
  await vi.waitFor(() => expect(after.control.refunds()[0]?.status).toBe('SUCCESS'));
  expect(received).toHaveLength(2);
});
