import { expect, test } from 'vitest';
import { hashPassword, isPassword } from './password.rules.ts';

test('a password is recognised, another is not, and the same password is stored differently each time', async () => {
  const [a, b] = await Promise.all([hashPassword('集市 horse 42', 12), hashPassword('集市 horse 42', 12)]);
  expect(a).not.toBe(b);
  expect(await isPassword('集市 horse 42', a)).toBe(true);
  expect(await isPassword('集市 horse 43', a)).toBe(false);
});
