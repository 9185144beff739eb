import { expect, test } from 'vitest';
import { base32, codeAt, otpauthUri, plainRecoveryCode, recoveryCode, stepOf } from './totp.rules.ts';

const SECRET = Buffer.from('12345678901234567890');

test('the codes are those of RFC 6238, appendix B', () => {
  for (const [seconds, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const)
    expect(codeAt(SECRET, Math.floor(seconds / 30)), String(seconds)).toBe(code);
});

test('a code is good for its half minute and the ones beside it, and never twice', () => {
  const at = 1_111_111_111_000;
  const step = Math.floor(at / 30_000);
  for (const off of [-1, 0, 1]) expect(stepOf(SECRET, codeAt(SECRET, step + off), at, 0)).toBe(step + off);
  for (const off of [-2, 2]) expect(stepOf(SECRET, codeAt(SECRET, step + off), at, 0)).toBeNull();
  expect(stepOf(SECRET, codeAt(SECRET, step), at, step)).toBeNull();
  for (const wrong of ['', '05047', '0504710', 'abcdef']) expect(stepOf(SECRET, wrong, at, 0)).toBeNull();
});

test('base32 is that of RFC 4648, without padding', () => {
  const texts = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((t) => base32(Buffer.from(t)));
  expect(texts).toEqual(['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI']);
});

test('an app reads shop, login and secret; a recovery code is read however it is written', () => {
  expect(otpauthUri('集市 生活', 'owner', SECRET)).toBe(
    'otpauth://totp/%E9%9B%86%E5%B8%82%20%E7%94%9F%E6%B4%BB:owner?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E9%9B%86%E5%B8%82%20%E7%94%9F%E6%B4%BB',
  );
  const code = recoveryCode(Buffer.from('foobar!'));
  expect(code).toBe('MZXW6-YTBOI');
  expect(plainRecoveryCode(' mzxw6 ytboi ')).toBe(plainRecoveryCode(code));
});
