import { expect, test } from 'vitest';
import { hashPassword, isPassword, isStrong } from './staff.rules.ts';

test('a password is recognised, another is not, and the same password is stored differently each time', async () => {
  const [a, b] = await Promise.all([hashPassword('集市 horse 42'), hashPassword('集市 horse 42')]);
  expect(a).not.toBe(b);
  expect(await isPassword('集市 horse 42', a)).toBe(true);
  expect(await isPassword('集市 horse 43', a)).toBe(false);
});

test('a password needs ten characters, letters and digits', () => {
  expect(['short1', 'onlyletters', '1234567890', 'letters12345'].map(isStrong)).toEqual([false, false, false, true]);
});
