import { expect, test } from 'vitest';
import { canAskRefund, chinaTime, countDown, type Order, orderText } from './states';

test('a count-down in minutes, with hours when there are any, and none when it has passed', () => {
  const until = '2026-11-23T10:30:00.000Z';
  const before = (seconds: number) => countDown(until, Date.parse(until) - seconds * 1000);
  expect([before(65), before(1800), before(3725), before(0.4), before(0), before(-5)]).toEqual([
    '01:05',
    '30:00',
    '1:02:05',
    '00:01',
    undefined,
    undefined,
  ]);
});

test('money can be asked back between payment and dispatch, while a piece is left', () => {
  const order = (state: Order['state'], refundedQuantity: number, shippedQuantity = 0) =>
    ({ state, lines: [{ quantity: 2, refundedQuantity, shippedQuantity }] }) as unknown as Order;
  expect(canAskRefund(order('paid', 1))).toBe(true);
  expect(canAskRefund(order('paid', 2))).toBe(false);
  expect(canAskRefund(order('shipped', 0))).toBe(false);
  expect([canAskRefund(order('paid', 0, 1)), canAskRefund(order('paid', 1, 1))]).toEqual([true, false]);
  expect([orderText(order('paid', 0)).short, orderText(order('paid', 0, 1)).short]).toEqual(['待发货', '部分发货']);
});

test('a time is that of China, whatever zone the phone is in', () => {
  expect(chinaTime('2026-12-31T16:05:09.000Z')).toBe('2027-01-01 00:05');
});
