import { expect, test } from 'vitest';
import { type Notices, refusalsAfter, templatesFor } from './notice-rules.ts';

const DAY = 24 * 60 * 60_000;
const notices: Notices = [
  { kind: 'order-shipped', templateId: 'shipped', moments: ['paid'] },
  { kind: 'refund-done', templateId: 'refunded', moments: ['refund', 'paid'] },
  { kind: 'coupon-ends', templateId: 'shipped', moments: ['paid', 'coupon'] },
];

test('each moment asks for its own templates, each once, and three at most', () => {
  expect(templatesFor(notices, 'paid', {}, DAY * 100)).toEqual(['shipped', 'refunded']);
  expect(templatesFor(notices, 'unpaid', {}, DAY * 100)).toEqual([]);
  const many = ['a', 'b', 'c', 'd'].map((templateId) => ({ kind: templateId, templateId, moments: ['paid' as const] }));
  expect(templatesFor(many, 'paid', {}, DAY * 100)).toEqual(['a', 'b', 'c']);
});

test('a shopper who said no is not asked again for a week, and an acceptance ends that', () => {
  const refusals = refusalsAfter({}, { accepted: [], refused: ['shipped'] }, DAY * 100);
  expect(templatesFor(notices, 'paid', refusals, DAY * 106)).toEqual(['refunded']);
  expect(templatesFor(notices, 'paid', refusals, DAY * 107)).toEqual(['shipped', 'refunded']);
  expect(refusalsAfter(refusals, { accepted: ['shipped'], refused: [] }, DAY * 108)).toEqual({});
});
