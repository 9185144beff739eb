import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { MINUTE } from '../../../kernel/clock.ts';

/** Wrong passwords in a row before an account is locked, and for how long. */
export const MAX_FAILURES = 5;
export const LOCK_MS = 15 * MINUTE;

const COST = { N: 16_384, r: 8, p: 1 };
const KEY_BYTES = 32;

const derive = (password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> =>
  new Promise((done, fail) =>
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, cost, (error, key) => (error ? fail(error) : done(key))),
  );

/** scrypt$N$r$p$salt$hash */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = stored.split('$');
  const right = Buffer.from(hash, 'base64url');
  const key = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return right.length === key.length && timingSafeEqual(right, key);
}

/** Compared with when a login does not exist, so that it takes as long as a wrong password. */
export const NOBODY = hashPassword(randomBytes(24).toString('base64url'));

/** At least ten characters with letters and digits (MLPS: password complexity). */
export const isStrong = (password: string): boolean =>
  password.length >= 10 && /\p{L}/u.test(password) && /\d/.test(password);
