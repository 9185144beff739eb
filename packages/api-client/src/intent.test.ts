import { afterEach, expect, test, vi } from 'vitest';
import { refundOrder } from './admin.ts';
import type { Api } from './client.ts';
import { type KeyStore, newIntent } from './intent.ts';
import { ApiProblem } from './problem.ts';
import { getCart } from './shop.ts';

afterEach(() => {
  vi.useRealTimers();
});
const refund = (quantity: number) => ({
  path: { id: 'order-1' },
  body: { lines: [{ lineId: 'l', quantity }], reason: '破损' },
});
/** An api that answers in order and keeps the keys. */
function answering(...answers: (ApiProblem | object)[]) {
  const keys: string[] = [];
  const api = (async (_operation: unknown, _input: unknown, { key }: { key: string }) => {
    const answer = answers[keys.push(key) - 1];
    if (answer instanceof ApiProblem) throw answer;
    return answer;
  }) as unknown as Api;
  return { api, keys };
}
const problem = (status: number, code = 'X') => new ApiProblem(status, code, 'x', null);
function memory(): KeyStore & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    read: (name) => texts.get(name),
    write: (name, text) => texts.set(name, text),
    remove: (name) => texts.delete(name),
  };
}

test('the same content has the same key, in whatever order its fields were filled in; other content another', () => {
  const intent = newIntent();
  const { reason, lines } = refund(1).body;
  const key = intent.keyFor(refundOrder, refund(1));
  expect(intent.keyFor(refundOrder, { path: { id: 'order-1' }, body: { reason, lines } })).toBe(key);
  expect(intent.keyFor(refundOrder, refund(2))).not.toBe(key);
  expect(intent.keyFor(refundOrder, refund(1))).toBe(key);
  expect(newIntent().keyFor(refundOrder, refund(1))).not.toBe(key);
});

test.each([
  ['no answer', problem(0, 'NETWORK')],
  ['an answer that was not waited for', problem(0, 'TIMEOUT')],
  ['a server that stumbled', problem(500)],
  ['a server that is away', problem(503)],
  ['a session that ended meanwhile', problem(401)],
  ['a password that is asked for', problem(403, 'CONFIRM_PASSWORD')],
  ['too many requests', problem(429)],
])('after %s the same key is sent again', async (_what, lost) => {
  const { api, keys } = answering(lost, { id: 'r' }, { id: 'r2' });
  const intent = newIntent();
  await expect(intent.send(api, refundOrder, refund(1))).rejects.toBe(lost);
  expect(intent.unsure).toBe(true);
  await intent.send(api, refundOrder, refund(1));
  expect(intent.unsure).toBe(false);
  expect(keys[1]).toBe(keys[0]);
  await intent.send(api, refundOrder, refund(1));
  expect(keys[2]).not.toBe(keys[0]);
});

test('after a refusal the same content is a new attempt', async () => {
  const { api, keys } = answering(problem(409, 'ORDER_STATE'), { id: 'r' });
  const intent = newIntent();
  await expect(intent.send(api, refundOrder, refund(1))).rejects.toThrow();
  await intent.send(api, refundOrder, refund(1));
  expect(keys[1]).not.toBe(keys[0]);
});

test('under a name the key survives the page, without what was typed, and for an hour at most', async () => {
  vi.useFakeTimers();
  const store = memory();
  const { api, keys } = answering(problem(0, 'NETWORK'), problem(0, 'NETWORK'), {});
  await newIntent({ name: 'refund/1', store })
    .send(api, refundOrder, refund(1))
    .catch(() => {});
  expect([...store.texts.values()].join()).not.toContain('破损');
  const reloaded = newIntent({ name: 'refund/1', store });
  expect(reloaded.unsure).toBe(true);
  await reloaded.send(api, refundOrder, refund(1)).catch(() => {});
  expect(keys[1]).toBe(keys[0]);
  expect(newIntent({ name: 'refund/2', store }).unsure).toBe(false);
  vi.advanceTimersByTime(61 * 60_000);
  await newIntent({ name: 'refund/1', store }).send(api, refundOrder, refund(1));
  expect(keys[2]).not.toBe(keys[0]);
  expect(store.texts.size).toBe(0);
});

test('a storage that fails or holds nonsense costs nothing but the memory across pages', () => {
  const broken: KeyStore = {
    read: () => '{nonsense',
    write: () => {
      throw new Error('full');
    },
    remove: () => {},
  };
  const intent = newIntent({ name: 'n', store: broken });
  expect(intent.keyFor(refundOrder, refund(1))).toBe(intent.keyFor(refundOrder, refund(1)));
});

test('an upload is the same as long as it is the same form', async () => {
  const { uploadPicture } = await import('./admin.ts');
  const intent = newIntent();
  const [one, other] = [new FormData(), new FormData()];
  expect(intent.keyFor(uploadPicture, { form: one })).toBe(intent.keyFor(uploadPicture, { form: one }));
  expect(intent.keyFor(uploadPicture, { form: one })).not.toBe(intent.keyFor(uploadPicture, { form: other }));
  expect(intent.keyFor(getCart, {})).toMatch(/^[a-z0-9]{28}$/);
});
