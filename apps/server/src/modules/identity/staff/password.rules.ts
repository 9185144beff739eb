import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP Password Storage Cheat Sheet: scrypt with N 2¹⁴ (16 MiB), r 8, p 5. */
const COST = { r: 8, p: 5 };
const KEY_BYTES = 32;

const derive = (password: string, salt: Buffer, cost: { N: number; r: number; p: number }): Promise<Buffer> =>
  new Promise((done, fail) =>
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, key) =>
      error ? fail(error) : done(key),
    ),
  );

const written = (cost: number, salt: Buffer, key: Buffer): string =>
  ['scrypt', 2 ** cost, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');

/** scrypt$N$r$p$salt$hash; `cost` is log₂ of N. */
export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = randomBytes(16);
  return written(cost, salt, await derive(password, salt, { N: 2 ** cost, ...COST }));
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = stored.split('$');
  const right = Buffer.from(hash, 'base64url');
  const key = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return right.length === key.length && timingSafeEqual(right, key);
}

/** A hash to which no password leads. */
export const nobodysHash = (cost: number): string => written(cost, randomBytes(16), randomBytes(KEY_BYTES));
