import { expect, test } from 'vitest';
import { maskedPhone } from './masked-phone';

test('a number is never whole on a screen', () => {
  expect(maskedPhone('13800138000')).toBe('138****8000');
  expect(maskedPhone('+85291234567')).toBe('+852****4567');
  expect(maskedPhone('91234567')).toBe('****4567');
});
