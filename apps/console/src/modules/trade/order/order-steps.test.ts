import { expect, test } from 'vitest';
import { nextStep, piecesToSend, stepsDone } from './order-steps.ts';
import type { Order } from './order-words.ts';

const line = (quantity: number, refundedQuantity: number) =>
  ({ quantity, refundedQuantity, shippedQuantity: 0 }) as unknown as Order['lines'][number];
const refund = (state: Order['refunds'][number]['state']) => ({ state }) as unknown as Order['refunds'][number];
const order = (state: Order['state'], refunds: Order['refunds'] = [], more: Partial<Order> = {}) =>
  ({ state, refunds, lines: [line(3, 1)], shipments: [], closeReason: null, ...more }) as unknown as Order;

test('a paid order is to be sent, without the pieces that go back', () => {
  expect(nextStep(order('paid', [refund('sending')]))).toMatchObject({
    go: 'ship',
    text: '已付款，请尽快发出 2 件商品',
  });
  expect(piecesToSend(order('paid'))).toBe(2);
});

test('while a request of the shopper waits, it comes before dispatch; a refund that failed too', () => {
  expect(nextStep(order('paid', [refund('succeeded'), refund('requested')]))).toMatchObject({
    go: 'refunds',
    tone: 'warning',
  });
  expect(nextStep(order('paid', [refund('failed')]))).toMatchObject({ go: 'refunds', tone: 'error' });
  expect(nextStep(order('paid', [refund('rejected'), refund('withdrawn')])).go).toBe('ship');
});

test('what is behind an order is known, also of one that was refunded after it was sent', () => {
  expect(stepsDone(order('unpaid'))).toBe(1);
  expect(stepsDone(order('received'))).toBe(4);
  expect(stepsDone(order('refunded'))).toBe(2);
  expect(stepsDone(order('refunded', [], { shipments: [{}] as never }))).toBe(3);
});
