import { expect, test } from 'vitest';
import { conditionOf, heldTrouble, offOf, troubleOf, windowText } from './ticket';

const ticket = { kind: 'fixed' as const, offFen: 2000, payPercent: null, capFen: null, thresholdFen: 10_000 };

test('a ticket says what it takes off and from when', () => {
  expect([offOf(ticket), conditionOf(ticket)]).toEqual([2000, '满 100 元可用']);
  expect(offOf({ ...ticket, kind: 'percent', offFen: null, payPercent: 85 })).toBe('8.5 折');
  expect(offOf({ ...ticket, kind: 'freight', offFen: null })).toBe('免运费');
  expect(offOf({ ...ticket, kind: 'freight', offFen: null, capFen: 800 })).toBe(800);
  expect(conditionOf({ ...ticket, thresholdFen: 0 })).toBe('无门槛');
});

test('what can be claimed or is held has no trouble; the rest says why', () => {
  for (const standing of ['open', 'have'] as const) expect(troubleOf({ standing, claimFrom: null })).toBeUndefined();
  expect(troubleOf({ standing: 'soon', claimFrom: '2026-12-01T02:00:00Z' })).toBe('12-01 10:00 开始领取');
  expect(troubleOf({ standing: 'out', claimFrom: null })).toBe('已领完');
});

test('a coupon that is held says until when it can be used, in China’s time, or why not', () => {
  const now = Date.parse('2026-11-28T04:00:00Z');
  const held = { state: 'held' as const, from: '2026-11-28T03:00:00Z', until: '2026-12-05T16:00:00Z' };
  expect(windowText(held, now)).toBe('有效期至 2026-12-05');
  expect(windowText({ ...held, until: '2026-12-05T04:00:00.000Z' }, now)).toBe('有效期至 2026-12-05 11:59');
  expect(heldTrouble(held, now)).toBeUndefined();
  expect(heldTrouble({ ...held, state: 'locked' }, now)).toBe('已用于待付款的订单');
  expect(heldTrouble({ ...held, from: '2026-11-29T16:00:00Z' }, now)).toBe('2026-11-30 00:00 起可用');
  expect(heldTrouble({ ...held, until: '2026-11-28T04:00:00Z' }, now)).toBe('已过期');
});
