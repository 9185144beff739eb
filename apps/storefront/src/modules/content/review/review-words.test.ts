import { expect, test } from 'vitest';
import { addedText, authorText, countText, factsText, goodText, stateText } from './review-words';

const summary = (reviews: number, goodPercent: number | null) => ({
  reviews,
  goodPercent,
  stars: [0, 0, 0, 0, reviews],
  pictures: 0,
  added: 0,
  folded: 0,
  tags: [],
});

test('a share is only spoken of when there are enough reviews for one', () => {
  expect(goodText(summary(4, 100))).toBe('');
  expect(goodText(summary(5, 80))).toBe('好评 80%');
  expect(goodText(summary(0, null))).toBe('');
});

test('counts are never rounded up', () => {
  expect([9_999, 10_000, 19_999, 123_456].map(countText)).toEqual(['9999', '1万', '1.9万', '12.3万']);
});

test('a day is the one in China, and an addition says how much later it came', () => {
  expect(factsText({ createdAt: '2026-11-27T17:00:00.000Z', specs: ['黑', '大'] })).toBe('2026-11-28 · 黑 / 大');
  expect(factsText({ createdAt: '2026-11-27T15:00:00.000Z', specs: [] })).toBe('2026-11-27');
  expect(addedText('2026-11-01T00:00:00Z', '2026-11-08T12:00:00Z')).toBe('7 天后追加');
  expect(addedText('2026-11-01T00:00:00Z', '2026-11-01T23:00:00Z')).toBe('当天追加');
});

test('who does not want to be named is not, and a folded review says why', () => {
  expect(authorText('')).toBe('匿名买家');
  expect(authorText('林**')).toBe('林**');
  expect(stateText({ state: 'shown', foldReason: null })).toBe('');
  expect(stateText({ state: 'folded', foldReason: '含有广告或引流内容' })).toBe('已被折叠：含有广告或引流内容');
});
