import { expect, test } from 'vitest';
import { DAY } from '../../../kernel/clock.ts';
import { historyTrouble } from './history.rules.ts';

const never = { orders: 0, lastPaidAtMs: null };
const twice = { orders: 2, lastPaidAtMs: 10 * DAY };

test('a coupon for the first, the nth or an order after a while says why it is not this one', () => {
  expect(historyTrouble({ is: 'first', n: 1 }, never, 0)).toBeNull();
  expect(historyTrouble({ is: 'first', n: 1 }, twice, 0)).toBe('仅限首单使用');
  expect(historyTrouble({ is: 'nth', n: 3 }, twice, 0)).toBeNull();
  expect(historyTrouble({ is: 'nth', n: 2 }, twice, 0)).toBe('仅限第 2 单使用，这是第 3 单');
  expect(historyTrouble({ is: 'again', n: 30 }, twice, 40 * DAY)).toBeNull();
  expect(historyTrouble({ is: 'again', n: 30 }, twice, 38 * DAY + 1)).toBe('上次付款满 30 天后可用，还差 2 天');
  expect(historyTrouble({ is: 'again', n: 30 }, never, 40 * DAY)).toBe('上次付款满 30 天后可用，还没有付过款');
});
