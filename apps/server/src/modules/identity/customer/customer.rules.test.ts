import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { guestName, isCodeRefused } from './customer.rules.ts';

test('a guest is called 微信用户 and four digits', () => {
  for (let i = 0; i < 50; i++) expect(guestName(newId())).toMatch(/^微信用户\d{4}$/);
  expect(guestName('abcdefab-cdef-abcd-efab-cdefabcdefa7')).toBe('微信用户0007');
});

test('only errors of the code itself send the shopper back to the login', () => {
  expect([40029, 40163, 41008, 40226].every(isCodeRefused)).toBe(true);
  expect([-1, 40001, 40013, 40125, 45011].some(isCodeRefused)).toBe(false);
});
