import { expect, test } from 'vitest';
import { askOf, servedText, starsText } from './review-words.ts';

test('each tab asks for what its word says', () => {
  expect(['all', 'waiting', 'unanswered', 'bad', 'folded', 'unknown'].map(askOf)).toEqual([
    {},
    { state: 'waiting' },
    { unanswered: true },
    { stars: 1 },
    { state: 'folded' },
    {},
  ]);
});

test('stars are drawn, and averages say of how many orders', () => {
  expect(starsText(2)).toBe('★★☆☆☆');
  expect(servedText({ orders: 0, serviceStars: null, deliveryStars: null })).toContain('还没有');
  expect(servedText({ orders: 3, serviceStars: 5, deliveryStars: 4.3 })).toBe(
    '近 30 天 3 单：商家服务 5.0 分，物流配送 4.3 分。',
  );
});
