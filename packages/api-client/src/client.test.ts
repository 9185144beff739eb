import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { getStaffMe, refundOrder } from './admin.ts';
import { type ClientOptions, createClient } from './client.ts';
import { type ApiProblem, asProblem } from './problem.ts';
import { getCart, getGoods, listOrders, loginCustomer, placeOrder } from './shop.ts';
import type { Transport, TransportReply, TransportRequest } from './transport.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const ok = (data: unknown = {}): TransportReply => ({ status: 200, data });
const refusal = (status: number, code: string, headers = {}): TransportReply => ({
  status,
  data: { type: 't', title: code, status, code, detail: `说明 ${code}`, requestId: 'req-1' },
  headers,
});
type Step = TransportReply | 'lost' | 'silence';

/** A client whose answers are given in order; the last one stays. */
function scripted(steps: Step[], options: Partial<ClientOptions> = {}) {
  const sent: TransportRequest[] = [];
  const stopped: number[] = [];
  const transport: Transport = (request) => {
    const step = steps[Math.min(sent.length, steps.length - 1)];
    const number = sent.push(request);
    request.onStop(() => stopped.push(number));
    if (step === 'lost') return Promise.reject(new Error('reset'));
    if (step === 'silence' || !step) return new Promise(() => {});
    return Promise.resolve(step);
  };
  return { api: createClient({ baseUrl: '', transport, ...options }), sent, stopped };
}
/** How a call ended, with all timers run. */
async function ending(call: Promise<unknown>): Promise<ApiProblem | { reply: unknown }> {
  const ended = call.then(
    (reply) => ({ reply }),
    (error) => error as ApiProblem,
  );
  await vi.runAllTimersAsync();
  return ended;
}
const ORDER = { body: { lines: [], addressId: 'a', expectedTotalFen: 1, note: '', fromCart: false } };

test('path, query and body go where the operation wants them; what is empty is left out', async () => {
  const { api, sent } = scripted([ok()], { baseUrl: 'https://shop.test', token: () => 'tok' });
  await api(getGoods, { path: { id: 'a/b' } });
  await api(listOrders, { query: { state: 'paid', cursor: undefined } });
  await api(placeOrder, ORDER);
  expect(sent.map((r) => `${r.method} ${r.url}`)).toEqual([
    'GET https://shop.test/shop/goods/a%2Fb',
    'GET https://shop.test/shop/orders?state=paid',
    'POST https://shop.test/shop/orders',
  ]);
  expect(sent[2]?.headers).toMatchObject({ authorization: 'Bearer tok', 'content-type': 'application/json' });
  expect(JSON.parse(sent[2]?.body as string)).toEqual(ORDER.body);
});

test('a change carries a key of its own, or the one it is given; a read none', async () => {
  const { api, sent } = scripted([ok()]);
  await api(placeOrder, ORDER);
  await api(placeOrder, ORDER);
  await api(placeOrder, ORDER, { key: 'my-own-key' });
  await api(getCart);
  const keys = sent.map((r) => r.headers['idempotency-key']);
  expect(keys[0]).toMatch(/^[a-z0-9]{28}$/);
  expect(keys[1]).not.toBe(keys[0]);
  expect(keys.slice(2)).toEqual(['my-own-key', undefined]);
});

test('a read is tried three times when no answer comes or the server is away; a refusal is final', async () => {
  const lost = scripted(['lost']);
  expect(await ending(lost.api(getCart))).toMatchObject({ status: 0, code: 'NETWORK' });
  expect(lost.sent).toHaveLength(3);
  const away = scripted([refusal(503, 'UNAVAILABLE'), refusal(502, 'UPSTREAM'), ok({ count: 1 })]);
  expect(await ending(away.api(getCart))).toEqual({ reply: { count: 1 } });
  const refused = scripted([refusal(404, 'NOT_FOUND')]);
  expect(await ending(refused.api(getGoods, { path: { id: 'x' } }))).toMatchObject({ code: 'NOT_FOUND' });
  expect(refused.sent).toHaveLength(1);
});

test('a change is never repeated by itself, unless asked for, and then with the same key', async () => {
  const once = scripted(['lost']);
  expect(await ending(once.api(placeOrder, ORDER))).toMatchObject({ code: 'NETWORK', unsure: true });
  expect(once.sent).toHaveLength(1);
  const twice = scripted(['lost', ok({ id: 'o' })]);
  expect(await ending(twice.api(placeOrder, ORDER, { retries: 1 }))).toEqual({ reply: { id: 'o' } });
  expect(twice.sent[1]?.headers['idempotency-key']).toBe(twice.sent[0]?.headers['idempotency-key']);
});

test('“too often” is waited for when the server says how long, up to five seconds', async () => {
  const soon = scripted([refusal(429, 'TOO_MANY_REQUESTS', { 'retry-after': '2' }), ok({ count: 0 })]);
  const startedMs = Date.now();
  expect(await ending(soon.api(getCart))).toEqual({ reply: { count: 0 } });
  expect(Date.now() - startedMs).toBe(2000);
  for (const headers of [{ 'retry-after': '30' }, {}]) {
    const late = scripted([refusal(429, 'TOO_MANY_REQUESTS', headers)]);
    expect(await ending(late.api(getCart))).toMatchObject({ status: 429 });
    expect(late.sent).toHaveLength(1);
  }
});

test('an answer is waited for fifteen seconds, or as long as the call says; then the connection is given up', async () => {
  const { api, stopped } = scripted(['silence']);
  const startedMs = Date.now();
  expect(await ending(api(placeOrder, ORDER))).toMatchObject({ code: 'TIMEOUT', status: 0, unsure: true });
  expect(Date.now() - startedMs).toBe(15_000);
  expect(await ending(api(getCart, {}, { timeoutMs: 100 }))).toMatchObject({ code: 'TIMEOUT' });
  expect(stopped).toEqual([1, 2]);
});

test('who leaves is not waited for, and nothing is tried again', async () => {
  const stop = new AbortController();
  const { api, sent, stopped } = scripted(['silence']);
  const left = api(getCart, {}, { signal: stop.signal }).catch(asProblem);
  await vi.advanceTimersByTimeAsync(10);
  stop.abort();
  expect(await left).toMatchObject({ code: 'ABORTED' });
  expect(stopped).toEqual([1]);
  expect(await api(getCart, {}, { signal: stop.signal }).catch(asProblem)).toMatchObject({ code: 'ABORTED' });
  expect(sent).toHaveLength(1);
  const pausing = scripted(['lost']);
  const other = new AbortController();
  const inPause = pausing.api(getCart, {}, { signal: other.signal }).catch(asProblem);
  await vi.advanceTimersByTimeAsync(100);
  other.abort();
  expect(await inPause).toMatchObject({ code: 'ABORTED' });
  await vi.runAllTimersAsync();
  expect(pausing.sent).toHaveLength(1);
});

test('five requests that meet a 401 share one sign-in and are sent once more with the new token', async () => {
  let token = 'old';
  const relogin = vi.fn(async () => {
    await new Promise((done) => setTimeout(done, 50));
    token = 'new';
    return true;
  });
  const sent: string[] = [];
  const api = createClient({
    baseUrl: '',
    token: () => token,
    relogin,
    transport: async ({ headers }) => {
      sent.push(headers.authorization ?? '');
      return headers.authorization === 'Bearer new' ? ok({ count: 1 }) : refusal(401, 'UNAUTHENTICATED');
    },
  });
  const answers = Promise.all(Array.from({ length: 5 }, () => api(getCart)));
  await vi.runAllTimersAsync();
  expect(await answers).toHaveLength(5);
  expect(relogin).toHaveBeenCalledTimes(1);
  expect(sent.filter((t) => t === 'Bearer new')).toHaveLength(5);
});

test('a 401 that stays is told once; the sign-in itself is never signed in for', async () => {
  const told = vi.fn();
  const relogin = vi.fn(async (): Promise<boolean> => {
    await api(loginCustomer, { body: { code: 'c', agreedToTerms: true } as never }, { relogin: false });
    return true;
  });
  const { api, sent } = scripted([refusal(401, 'UNAUTHENTICATED')], { relogin, onUnauthenticated: told });
  expect(await ending(api(getCart))).toMatchObject({ status: 401 });
  expect(relogin).toHaveBeenCalledTimes(1);
  expect(sent).toHaveLength(2);
  expect(told).toHaveBeenCalled();
});

test('what wants the password goes out again with the same key once it was given', async () => {
  const body = { lines: [], reason: 'r' };
  const given = scripted([refusal(403, 'CONFIRM_PASSWORD'), ok({ id: 'r' })], { confirmPassword: async () => true });
  expect(await ending(given.api(refundOrder, { path: { id: 'o' }, body }))).toEqual({ reply: { id: 'r' } });
  expect(given.sent[0]?.headers['idempotency-key']).toBe(given.sent[1]?.headers['idempotency-key']);
  const denied = scripted([refusal(403, 'CONFIRM_PASSWORD')], { confirmPassword: async () => false });
  expect(await ending(denied.api(refundOrder, { path: { id: 'o' }, body }))).toMatchObject({
    code: 'CONFIRM_PASSWORD',
  });
  expect(denied.sent).toHaveLength(1);
});

test('a problem has its sentence, its fields and the number of the request, also when a proxy answers', async () => {
  const bad = refusal(400, 'BAD_INPUT');
  (bad.data as Record<string, unknown>).errors = [{ field: 'note', message: '最多 200 个字符' }];
  const problem = (await ending(scripted([bad]).api(placeOrder, ORDER))) as ApiProblem;
  expect(problem).toMatchObject({ message: '说明 BAD_INPUT', requestId: 'req-1', unsure: false });
  expect(problem.fields).toEqual({ note: '最多 200 个字符' });
  const proxy = { status: 500, data: undefined, headers: { 'x-request-id': 'req-2' } };
  expect(await ending(scripted([proxy]).api(getStaffMe))).toMatchObject({ code: 'UNEXPECTED', requestId: 'req-2' });
});

test('a form and a file of the device are handed to the transport as they are, and get two minutes', async () => {
  const { uploadPicture } = await import('./admin.ts');
  const { api, sent } = scripted([ok({ url: '/files/a.webp' })]);
  const form = new FormData();
  await api(uploadPicture, { form });
  await api(uploadPicture, { file: { filePath: 'wxfile://a.png' } });
  expect(sent.map((r) => r.body)).toEqual([form, { filePath: 'wxfile://a.png' }]);
  expect(sent[0]).toMatchObject({ timeoutMs: 120_000 });
  expect(sent[0]?.headers['content-type']).toBeUndefined();
});
