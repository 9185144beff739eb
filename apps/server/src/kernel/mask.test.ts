import { expect, test } from 'vitest';
import { maskName, maskPhone } from './mask.ts';

test('a phone number hides at least four digits, also a short one', () => {
  expect(maskPhone('13800001234')).toBe('138****1234');
  expect(maskPhone('91234567')).toBe('91****67');
  expect(maskPhone('+85291234567')).toBe('+852****4567');
  expect(maskPhone('1234')).toBe('****');
});

test('a name shows its first whole character and how many follow', () => {
  expect(maskName('𠮷田一')).toBe('𠮷**');
  expect(maskName('林')).toBe('林*');
  expect(maskName('阿卜杜热合曼·买买提')).toBe('阿***');
});
