import { expect, test } from 'vitest';
import { describeOrder } from './payment.rules.ts';

test('what a payment sheet shows ends in a whole character', () => {
  const text = describeOrder('长长店铺', [`${'礼'.repeat(54)}🎁礼盒`]);
  expect([...text]).toHaveLength(60);
  expect(text.endsWith('🎁')).toBe(true);
});
