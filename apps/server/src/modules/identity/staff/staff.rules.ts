import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { MINUTE, SECOND } from '../../../kernel/clock.ts';

/** Wrong passwords in a row before an account is locked, and for how long. */
export const MAX_FAILURES = 5;
export const LOCK_MS = 15 * MINUTE;
/** A session that nobody used for so long is over. */
export const IDLE_LOGOUT_MS = 12 * 60 * MINUTE;
/** How exactly the last use of a session or key is known. */
export const TOUCH_EVERY_MS = MINUTE;
/** How long another process may go on with a session or key that ended. */
export const KNOWN_MS = 5 * SECOND;

/** OWASP Password Storage Cheat Sheet, scrypt with 16 MiB. */
const COST = { N: 16_384, r: 8, p: 5 };
const KEY_BYTES = 32;

const derive = (password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> =>
  new Promise((done, fail) =>
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, key) =>
      error ? fail(error) : done(key),
    ),
  );

const written = (salt: Buffer, key: Buffer): string =>
  ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');

/** scrypt$N$r$p$salt$hash */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return written(salt, await derive(password, salt, COST));
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = stored.split('$');
  const right = Buffer.from(hash, 'base64url');
  const key = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return right.length === key.length && timingSafeEqual(right, key);
}

/** Compared with when a login does not exist, so that it takes as long as a wrong password. No password leads here. */
export const NOBODY = written(randomBytes(16), randomBytes(KEY_BYTES));

/** At least ten characters with letters and digits (MLPS: password complexity). */
export const isStrong = (password: string): boolean =>
  password.length >= 10 && /\p{L}/u.test(password) && /\d/.test(password);

/** Whether an account may give accounts and permissions to others; one such must always remain. */
export const managesStaff = (s: { active: boolean; permissions: readonly string[] }): boolean =>
  s.active && s.permissions.includes('staff:manage');
