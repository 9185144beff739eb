import { expect, test } from 'vitest';
import { codeEndsAt, sandboxSheetOf } from './pay-code-rules.ts';

test('a code ends with its order, or before WeChat’s two hours are over', () => {
  const now = Date.parse('2026-11-28T04:00:00Z');
  expect(codeEndsAt('2026-11-28T04:30:00Z', now)).toBe(Date.parse('2026-11-28T04:30:00Z'));
  expect(codeEndsAt('2026-11-29T04:00:00Z', now)).toBe(Date.parse('2026-11-28T05:55:00Z'));
});

test('only the sandbox’s code is a page', () => {
  expect(sandboxSheetOf('weixin://wxpay/bizpayurl?pr=abc')).toBeUndefined();
  expect(sandboxSheetOf('http://127.0.0.1:8788/sandbox/pay?prepay_id=wx1')).toBe(
    'http://127.0.0.1:8788/sandbox/pay?prepay_id=wx1',
  );
});
