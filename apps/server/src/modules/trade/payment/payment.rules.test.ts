import { expect, test } from 'vitest';
import { describePayment } from './payment.rules.ts';

test('what a payment sheet shows fits WeChat’s 127 bytes, ends in a whole character and says how many kinds there are', () => {
  const text = describePayment('长长店铺', [`${'礼'.repeat(36)}🎁礼盒`]);
  expect(text).toBe(`长长店铺-${'礼'.repeat(36)}🎁`);
  expect(Buffer.byteLength(text)).toBe(125);
  const several = describePayment('长长店铺', ['礼'.repeat(60), '杯']);
  expect(Buffer.byteLength(several)).toBeLessThanOrEqual(127);
  expect(several).toMatch(/^长长店铺-礼+ 等 2 种$/);
});
