// @vitest-environment jsdom
import { act, createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../client.ts';
import { getCart, getOrder, listOrders, placeOrder, setCartLine } from '../shop.ts';
import { SHOP_STALE } from '../stale.ts';
import type { TransportReply, TransportRequest } from '../transport.ts';
import { useAsk } from './ask.ts';
import { type Change, type ChangeOptions, useChange } from './change.ts';
import { type Data, DataProvider, keyOf, makeData, pagesKeyOf } from './data.ts';
import { type Pages, usePages } from './pages.ts';

interface Question extends TransportRequest {
  answer(data: unknown, status?: number): Promise<void>;
  lose(): Promise<void>;
}
let asked: Question[];
let data: Data;
let root: Root;
const told = vi.fn();
const texts = new Map<string, string>();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  asked = [];
  told.mockReset();
  texts.clear();
  const transport = (request: TransportRequest) =>
    new Promise<TransportReply>((resolve, reject) => {
      const settle = (end: () => void) =>
        act(async () => {
          end();
          await vi.advanceTimersByTimeAsync(1);
        });
      asked.push({
        ...request,
        answer: (body, status = 200) => settle(() => resolve({ status, data: body })),
        lose: () => settle(() => reject(new Error('reset'))),
      });
    });
  data = makeData({
    api: createClient({ baseUrl: '', transport }),
    stale: SHOP_STALE,
    onProblem: told,
    keys: { read: (n) => texts.get(n), write: (n, t) => texts.set(n, t), remove: (n) => texts.delete(n) },
  });
  root = createRoot(document.createElement('div'));
});
afterEach(async () => {
  await act(async () => root.unmount());
  data.queries.clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** What a page shows of an answer; TanStack Query draws a page again only for what it has looked at. */
const read = <T>({ data, refetch }: { data: T; refetch: () => Promise<unknown> }) => ({ data, refetch });
function Page<T>({ use, held }: { use: () => T; held: { now: T } }) {
  held.now = use();
  return null;
}
/** Shows a component that holds what `use` returns; the result is always the last one. */
async function show<T>(use: () => T): Promise<{ readonly now: T }> {
  const held = { now: undefined as T };
  await act(async () => {
    root.render(createElement(DataProvider, { data }, createElement(Page<T>, { use, held })));
    await vi.advanceTimersByTimeAsync(1);
  });
  return held;
}
const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const refused = { code: 'ORDER_STATE', detail: '订单状态已变化', title: 't', type: 't', status: 409, requestId: 'r' };
const line = (skuId: string, quantity: number) => ({ path: { skuId }, body: { quantity, selected: true } });
const cartOf = (count: number) => ({ lines: [], count, selectedCount: 0, selectedFen: 0 });
const order = { body: { lines: [], addressId: 'a', expectedTotalFen: 1, note: '', fromCart: true } };
const guessed: ChangeOptions<'setCartLine'> = {
  guess: (cache, { body }) => cache.update(getCart, {}, (cart) => ({ ...cart, count: body.quantity })),
  fill: (cache, cart) => cache.put(getCart, {}, cart),
};
const carted = (options?: ChangeOptions<'setCartLine'>) =>
  show(() => ({ cart: read(useAsk(getCart)), set: useChange(setCartLine, options) }));

test('a read is asked once by all who show it, and again after a change that makes it stale', async () => {
  const page = await show(() => ({ one: useAsk(getCart), other: useAsk(getCart), place: useChange(placeOrder) }));
  await asked[0]?.answer(cartOf(1));
  expect(asked).toHaveLength(1);
  expect(page.now.other.data?.count).toBe(1);
  act(() => void page.now.place.run(order));
  await wait(1);
  expect(page.now.place.busy).toBe(true);
  await asked[1]?.answer({ id: 'o' });
  expect(page.now.place.busy).toBe(false);
  expect(asked.map((q) => q.url)).toEqual(['/shop/cart', '/shop/orders', '/shop/cart']);
  await asked[2]?.answer(cartOf(0));
  expect(page.now.one.data?.count).toBe(0);
});

test('an answer to an older question never comes over a newer one', async () => {
  let id = 'first';
  const page = await show(() => useAsk(getOrder, { path: { id } }));
  id = 'second';
  await show(() => useAsk(getOrder, { path: { id } }));
  await asked[1]?.answer({ id: 'second' });
  await asked[0]?.answer({ id: 'first' });
  expect(page.now === undefined).toBe(false);
  const now = await show(() => useAsk(getOrder, { path: { id: 'second' } }));
  expect(now.now.data).toEqual({ id: 'second' });
});

test('an answer that was on its way when a change was made is not shown for it', async () => {
  const page = await carted();
  await asked[0]?.answer(cartOf(1));
  act(() => void page.now.cart.refetch());
  await wait(1);
  act(() => void page.now.set.run(line('s', 5)));
  await wait(1);
  await asked[2]?.answer(cartOf(5));
  await asked[1]?.answer(cartOf(1));
  expect(asked).toHaveLength(4);
  await asked[3]?.answer(cartOf(5));
  expect(page.now.cart.data?.count).toBe(5);
});

test('what is guessed is shown at once and stays while later changes are under way; the last answer counts', async () => {
  const page = await carted({ ...guessed, inTurn: true });
  await asked[0]?.answer(cartOf(1));
  for (const quantity of [2, 3]) act(() => void page.now.set.run(line('s', quantity)));
  await wait(1);
  expect(page.now.cart.data?.count).toBe(3);
  expect(asked).toHaveLength(2);
  await asked[1]?.answer(cartOf(2));
  expect(page.now.cart.data?.count).toBe(3);
  await asked[2]?.answer(cartOf(3));
  expect(page.now.cart.data?.count).toBe(3);
  expect(asked).toHaveLength(3);
});

test('a guess that is refused is undone, told, and the truth is asked for', async () => {
  const page = await carted(guessed);
  await asked[0]?.answer(cartOf(1));
  act(() => void page.now.set.run(line('s', 9)));
  await wait(1);
  expect(page.now.cart.data?.count).toBe(9);
  await asked[1]?.answer(refused, 409);
  expect(page.now.cart.data?.count).toBe(1);
  expect(told).toHaveBeenCalledWith(expect.objectContaining({ code: 'ORDER_STATE' }), line('s', 9));
  expect(asked).toHaveLength(3);
});

test('a lost answer: the same content is sent with the same key, the truth is asked for, and the page is told it is unsure', async () => {
  const page = await show(() => ({ cart: useAsk(getCart), place: useChange(placeOrder) }));
  await asked[0]?.answer(cartOf(1));
  act(() => void page.now.place.run(order));
  await wait(1);
  await asked[1]?.lose();
  expect(page.now.place).toMatchObject({ unsure: true, busy: false, problem: { code: 'NETWORK' } });
  expect(asked[2]?.url).toBe('/shop/cart');
  act(() => void page.now.place.run(order));
  await wait(1);
  expect(asked[3]?.headers['idempotency-key']).toBe(asked[1]?.headers['idempotency-key']);
  await asked[3]?.answer({ id: 'o' });
  expect(page.now.place).toMatchObject({ unsure: false, problem: null });
});

test('a double tap is one request; a kept key survives the page', async () => {
  const done = vi.fn();
  const place = () => useChange(placeOrder, { keepAs: 'checkout', onDone: done });
  const page = await show(place);
  act(() => {
    void page.now.run(order);
    void page.now.run(order);
  });
  await wait(1);
  expect(asked).toHaveLength(1);
  await asked[0]?.lose();
  expect(told).toHaveBeenCalledTimes(1);
  await act(async () => root.unmount());
  root = createRoot(document.createElement('div'));
  const again: { readonly now: Change<'placeOrder'> } = await show(place);
  act(() => void again.now.run(order));
  await wait(1);
  expect(asked[1]?.headers['idempotency-key']).toBe(asked[0]?.headers['idempotency-key']);
  await asked[1]?.answer({ id: 'o' });
  expect(done).toHaveBeenCalledTimes(1);
  expect(texts.size).toBe(0);
});

test('a next page that fails leaves what is there, says so, and is tried again where it stopped', async () => {
  const page: { readonly now: Pages<{ id: string }> } = await show(() =>
    usePages(listOrders, { query: { state: 'paid' } }),
  );
  await asked[0]?.answer({ items: [{ id: 'a' }], next: 'c1' });
  act(() => page.now.more());
  await wait(1);
  expect(page.now.loadingMore).toBe(true);
  for (let tries = 1; tries <= 3; tries++) {
    await asked[tries]?.lose();
    await wait(5000);
  }
  expect(page.now).toMatchObject({
    items: [{ id: 'a' }],
    moreProblem: { code: 'NETWORK' },
    problem: null,
    ended: false,
  });
  act(() => page.now.more());
  await wait(5000);
  expect(asked).toHaveLength(4);
  act(() => page.now.retry());
  await wait(1);
  expect(asked[4]?.url).toBe('/shop/orders?state=paid&cursor=c1');
  await asked[4]?.answer({ items: [{ id: 'b' }], next: null });
  expect(page.now).toMatchObject({ items: [{ id: 'a' }, { id: 'b' }], ended: true, moreProblem: null });
});

test('what was asked before signing out is not shown to who signs in', async () => {
  const page = await show(() => read(useAsk(getCart)));
  await asked[0]?.answer(cartOf(7));
  act(() => void page.now.refetch());
  await wait(1);
  await act(async () => {
    void data.forget();
    await vi.advanceTimersByTimeAsync(1);
  });
  expect(page.now.data).toBeUndefined();
  await asked[1]?.answer(cartOf(8));
  expect(page.now.data).toBeUndefined();
  await asked[2]?.answer(cartOf(0));
  expect(page.now.data?.count).toBe(0);
  expect(asked).toHaveLength(3);
});

test('a page that is left gives its question up', async () => {
  await show(() => useAsk(getCart));
  const stopped = vi.fn();
  asked[0]?.onStop(stopped);
  await act(async () => root.unmount());
  root = createRoot(document.createElement('div'));
  expect(stopped).toHaveBeenCalledTimes(1);
});

test('the same question has one key, whatever is left empty in it', () => {
  const key = keyOf(listOrders, { query: { state: 'paid' } });
  expect(keyOf(listOrders, { query: { state: 'paid', cursor: undefined } })).toEqual(key);
  expect(keyOf(listOrders, { query: {} })).toEqual(['listOrders']);
  expect(keyOf(getOrder, { path: { id: 'a' } })).not.toEqual(keyOf(getOrder, { path: { id: 'b' } }));
  expect(pagesKeyOf(listOrders)[0]).toBe(keyOf(listOrders)[0]);
});
