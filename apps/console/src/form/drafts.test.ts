import { beforeEach, expect, test, vi } from 'vitest';
import { dropDraft, dropDrafts, readDraft, writeDraft } from './drafts.ts';

const DAY_MS = 24 * 60 * 60_000;
const start = new Date('2026-01-01T00:00:00Z');
const after = (days: number) => new Date(start.getTime() + days * DAY_MS);
let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  // As in a browser: what is kept are the storage's own properties.
  const methods = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
  vi.stubGlobal(
    'localStorage',
    new Proxy(methods, {
      ownKeys: () => [...kept.keys()],
      getOwnPropertyDescriptor: (_target, key) => ({
        value: kept.get(String(key)),
        enumerable: true,
        configurable: true,
      }),
    }),
  );
});

test('a draft comes back for a week, and only under its own name', () => {
  writeDraft('goods.new', { title: '杯子' }, start);
  expect(readDraft('goods.new', after(7))).toEqual({ at: '2026-01-01T00:00:00.000Z', values: { title: '杯子' } });
  expect(readDraft('goods.new', after(7.01))).toBeNull();
  expect(readDraft('goods.1', start)).toBeNull();
});

test('who signs out leaves no draft behind, and what else is kept stays', () => {
  writeDraft('goods.new', { title: '杯子' }, start);
  writeDraft('goods.1', { title: '碗' }, start);
  localStorage.setItem('jishi.carrier', '"ZTO"');
  dropDrafts();
  expect([...kept.keys()]).toEqual(['jishi.carrier']);
});

test('a dropped draft leaves nothing behind', () => {
  writeDraft('goods.new', { title: '杯子' }, start);
  dropDraft('goods.new');
  expect(readDraft('goods.new', start)).toBeNull();
  expect(kept.size).toBe(0);
});

test('a full, forbidden or garbled storage costs the draft, never the page', () => {
  kept.set('jishi.draft.goods.new', '{not json');
  expect(readDraft('goods.new', start)).toBeNull();
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('SecurityError');
    },
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  });
  expect(() => writeDraft('goods.new', {}, start)).not.toThrow();
  expect(readDraft('goods.new', start)).toBeNull();
});
