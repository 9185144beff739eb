// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';

const ANSWER = { operation: 'getGoods', id: 'g', reply: { title: '新' } };

async function opened(search: string, framed: boolean) {
  vi.resetModules();
  history.replaceState(null, '', `/pages/product${search}`);
  vi.stubGlobal('parent', framed ? {} : window);
  const { preview } = await import('./preview.h5');
  const told: unknown[] = [];
  preview.onAnswer((answer) => told.push(answer));
  return { preview, told };
}
const post = (over: Partial<MessageEventInit>) =>
  dispatchEvent(new MessageEvent('message', { origin: location.origin, source: window.parent, data: ANSWER, ...over }));

afterEach(() => {
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

test('in the console’s frame what was typed is told first, then every change, and only by the console', async () => {
  sessionStorage.setItem('jishi.preview', JSON.stringify(ANSWER));
  const { preview, told } = await opened('?id=g&preview=1', true);
  expect(preview.active).toBe(true);
  expect(told).toEqual([ANSWER]);
  post({ source: window.parent });
  expect(told.length).toBe(2);
  post({ origin: 'https://evil.example' });
  post({ source: null });
  post({ data: 'getGoods' });
  expect(told.length).toBe(2);
});

test('outside a frame, or without being asked to, nobody tells a page what to show', async () => {
  sessionStorage.setItem('jishi.preview', JSON.stringify(ANSWER));
  for (const [search, framed] of [
    ['?id=g&preview=1', false],
    ['?id=g', true],
  ] as const) {
    const { preview, told } = await opened(search, framed);
    post({});
    expect([preview.active, told]).toEqual([false, []]);
  }
});
