import { expect, test } from 'vitest';
import { allPieces, canRefund, chosenLines, dayEnd, dayStart, type Order } from './order-words.ts';

const order = (state: Order['state'], lines: [string, number, number][]) =>
  ({
    state,
    lines: lines.map(([id, quantity, refundedQuantity]) => ({ id, quantity, refundedQuantity, shippedQuantity: 0 })),
  }) as Order;

test('a whole refund takes what is left of every line and nothing of lines already given back', () => {
  const half = order('paid', [
    ['a', 3, 1],
    ['b', 1, 1],
  ]);
  expect(allPieces(half)).toEqual({ a: 2 });
  expect(chosenLines({ a: 2, b: 0 })).toEqual([{ lineId: 'a', quantity: 2 }]);
});

test('money is given back only between payment and dispatch', () => {
  expect(canRefund(order('paid', [['a', 1, 0]]))).toBe(true);
  expect(canRefund(order('paid', [['a', 1, 1]]))).toBe(false);
  for (const state of ['unpaid', 'shipped', 'closed'] as const)
    expect(canRefund(order(state, [['a', 1, 0]]))).toBe(false);
});

test('a day of the filter is a day in China, the last one included', () => {
  expect(dayStart('2026-11-23')).toBe('2026-11-22T16:00:00.000Z');
  expect(dayEnd('2026-11-23')).toBe('2026-11-23T16:00:00.000Z');
  expect(dayStart('')).toBe('');
});
