import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WechatPayError, WechatTimeoutError } from './errors.ts';
import { PayClient, type PayClientOptions } from './pay/client.ts';
import { type Answer, merchant, publicKeyMode, signatureOf, startPlatform } from './test/platform.ts';

const busy: Answer = { status: 500, body: { code: 'SYSTEM_ERROR', message: '' }, signing: false };

async function given(answer: Answer, options: Partial<PayClientOptions> = {}) {
  const { baseUrl, asked } = await startPlatform(() => answer);
  const pausesMs: number[] = [];
  const sleep = async (ms: number) => void pausesMs.push(ms);
  return {
    client: new PayClient({ ...merchant, baseUrl, verifier: publicKeyMode, sleep, ...options }),
    asked,
    pausesMs,
  };
}

/** A client whose requests never come to an answer; `begun` counts them. */
function unanswered() {
  let begun = 0;
  const fetch = (_: unknown, init?: RequestInit): Promise<Response> => {
    begun++;
    return new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  };
  const options = { baseUrl: 'http://127.0.0.1:1', timeoutMs: 600_000, sleep: async () => {}, fetch };
  return { client: new PayClient({ ...merchant, verifier: publicKeyMode, ...options }), begun: () => begun };
}

test('a call may be limited to fewer tries than the client makes', async () => {
  const { client, asked } = await given(busy);
  await expect(client.queryByOutTradeNo('T-000001', { attempts: 1 })).rejects.toBeInstanceOf(WechatPayError);
  expect(asked).toHaveLength(1);
  await expect(client.queryByOutTradeNo('T-000001', { attempts: 2 })).rejects.toBeInstanceOf(WechatPayError);
  expect(asked).toHaveLength(3);
});

test('a call may have a time limit of its own for each try', async () => {
  const { client, begun } = unanswered();
  const limits = { timeoutMs: 20, attempts: 2 };
  await expect(client.queryByOutTradeNo('T-000001', limits)).rejects.toBeInstanceOf(WechatTimeoutError);
  expect(begun()).toBe(2);
});

test('the time for a whole call ends its try, and its pauses are not begun', async () => {
  const { client, begun } = unanswered();
  await expect(client.queryByOutTradeNo('T-000001', { withinMs: 20 })).rejects.toBeInstanceOf(WechatTimeoutError);
  expect(begun()).toBe(1);
  // The fourth pause would be 5.4 s at least: WeChat's own words come out, without waiting for it.
  const refusing = await given(busy);
  const answer = refusing.client.queryByOutTradeNo('T-000001', { attempts: 10, withinMs: 5_000 });
  await expect(answer).rejects.toMatchObject({ code: 'SYSTEM_ERROR' });
  expect(refusing.pausesMs.length).toBeLessThanOrEqual(3);
  expect(refusing.asked).toHaveLength(refusing.pausesMs.length + 1);
});

test('a signal ends a call, also one that has begun a pause', async () => {
  const ending = new AbortController();
  const sleep = () => {
    ending.abort();
    return new Promise(() => {});
  };
  const { client, asked } = await given(busy, { sleep });
  const answer = client.queryByOutTradeNo('T-000001', { signal: ending.signal });
  await expect(answer).rejects.toBeInstanceOf(WechatTimeoutError);
  expect(asked).toHaveLength(1);
  await expect(client.queryByOutTradeNo('T-000001', { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(
    WechatTimeoutError,
  );
  expect(asked).toHaveLength(1);
});

test('who may not wait for the certificates ends alone; the download goes on for the others', async () => {
  let release = () => {};
  const downloading = new Promise<void>((resolve) => {
    release = resolve;
  });
  let downloads = 0;
  const { baseUrl } = await startSlowCertificates(() => {
    downloads++;
    return downloading;
  });
  const client = new PayClient({ ...merchant, baseUrl, verifier: { mode: 'certificate' } });
  const patient = client.certificates();
  const hasty = client.queryByOutTradeNo('T-000001', { withinMs: 100 });
  await expect(hasty).rejects.toBeInstanceOf(WechatTimeoutError);
  release();
  await patient.catch(() => {});
  expect(downloads).toBe(1);
});

test('connections are kept and serve the calls that follow', async () => {
  const body = JSON.stringify({ trade_state: 'NOTPAY' });
  const { baseUrl, connections } = await startServer((_, response) =>
    response.writeHead(200, signatureOf(body)).end(body),
  );
  const client = new PayClient({ ...merchant, baseUrl, verifier: publicKeyMode });
  for (let i = 0; i < 20; i++) await client.queryByOutTradeNo('T-000001');
  // The next call may come before the last one's connection counts as free.
  expect(connections()).toBeLessThanOrEqual(2);
});

async function startServer(listener: RequestListener) {
  let connections = 0;
  const server = createServer(listener).on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections };
}

/** Answers a query at once and the certificates, of which there are none, when `until` says so. */
function startSlowCertificates(until: () => Promise<void>) {
  return startServer(async ({ url }, response) => {
    const body = url === '/v3/certificates' ? '{"data":[]}' : '{}';
    if (url === '/v3/certificates') await until();
    response.writeHead(200, signatureOf(body, { serial: 'UNKNOWN' })).end(body);
  });
}

test('an answer that does not end is cut off, whether or not it says how long it is', async () => {
  let sent = 0;
  const endless: RequestListener = (_request, response) => {
    const block = Buffer.alloc(1024 * 1024);
    const more = (): void => {
      sent++;
      if (response.destroyed) return;
      if (response.write(block)) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  };
  for (const listener of [
    endless,
    ((_request, response) => response.writeHead(200, { 'content-length': 2 ** 40 }).flushHeaders()) as RequestListener,
  ]) {
    const { baseUrl } = await startServer(listener);
    const client = new PayClient({ ...merchant, baseUrl, verifier: publicKeyMode, sleep: async () => {} });
    const answer = client.queryByOutTradeNo('T-000001', { attempts: 1 });
    await expect(answer).rejects.toMatchObject({ name: 'WechatTimeoutError', cause: { name: 'RangeError' } });
  }
  expect(sent).toBeLessThan(80);
});
