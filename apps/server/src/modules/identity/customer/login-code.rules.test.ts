import { expect, test } from 'vitest';
import { waitSeconds, waitWords } from './login-code.rules.ts';

const AT = Date.parse('2026-11-28T04:00:00Z');
const ago = (...minutes: number[]) => minutes.map((m) => AT - m * 60_000);
const none = { network: [], shop: [] };

test('a number gets a code a minute, five an hour and ten a day', () => {
  expect(waitSeconds({ ...none, phone: [] }, AT)).toBe(0);
  expect(waitSeconds({ ...none, phone: ago(0.25) }, AT)).toBe(45);
  expect(waitSeconds({ ...none, phone: ago(1) }, AT)).toBe(0);
  expect(waitSeconds({ ...none, phone: ago(2, 10, 20, 30, 50) }, AT)).toBe(600);
  expect(waitSeconds({ ...none, phone: ago(70, 80, 90, 100, 110, 120, 130, 140, 150, 1380) }, AT)).toBe(3600);
});

test('a network and a shop have their own measure, which a load test widens', () => {
  const network = Array.from({ length: 30 }, (_, i) => AT - (i + 1) * 60_000);
  expect(waitSeconds({ phone: [], network, shop: [] }, AT)).toBe(1800);
  expect(waitSeconds({ phone: [], network, shop: [] }, AT, 100)).toBe(0);
  const shop = Array.from({ length: 5_000 }, () => AT - 23 * 3600_000);
  expect(waitSeconds({ phone: [], network: [], shop }, AT)).toBe(3600);
});

test('how long is said as people say it', () => {
  expect([59, 600, 3600, 3 * 3600].map(waitWords)).toEqual(['59 秒', '10 分钟', '60 分钟', '3 小时']);
});
