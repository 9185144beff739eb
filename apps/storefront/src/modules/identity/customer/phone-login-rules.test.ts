import { expect, test } from 'vitest';
import { digitsOf, isMainland } from './phone-login-rules.ts';

test('a number in any dress is one, others are told at once', () => {
  for (const text of ['13800001234', '+86 138-0000-1234', '１３８００００１２３４', '0086 13800001234'])
    expect(isMainland(text), text).toBe(true);
  for (const text of ['', '1380000123', '138000012345', '12800001234', '+852 9123 4567'])
    expect(isMainland(text), text).toBe(false);
});

test('a code is read without what came along', () => expect(digitsOf('１２３ 456')).toBe('123456'));
