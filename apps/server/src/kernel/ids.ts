import { hash, randomBytes } from 'node:crypto';
import { nowMs } from './clock.ts';

const POOL_BYTES = 4096;
let pool = '';
let used = 0;

/** Random hexadecimal digits; many are drawn at once, because each drawing costs a call into the system. */
function randomHex(digits: number): string {
  if (used + digits > pool.length) {
    pool = randomBytes(POOL_BYTES).toString('hex');
    used = 0;
  }
  used += digits;
  return pool.slice(used - digits, used);
}

/** 32 hexadecimal digits as a UUID; version and variant take the places that RFC 9562 gives them. */
const uuid = (hex: string, version: 7 | 8): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-${'89ab'[Number.parseInt(hex.charAt(16), 16) & 3]}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;

/** A time-ordered id: UUID version 7. */
export const newId = (): string => uuid(nowMs().toString(16).padStart(12, '0') + randomHex(20), 7);

/** The same id for the same causes: UUID version 8 over SHA-256, so that a repeat is recognised. */
export const derivedId = (...causes: (string | number)[]): string =>
  uuid(hash('sha256', causes.join('\u0000'), 'hex'), 8);

/** A secret that cannot be guessed: `bytes` random bytes in base64url. */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');

/** So many random digits, e.g. of a code that is sent to a phone. */
export const newDigits = (digits: number): string =>
  (Number.parseInt(randomHex(12), 16) % 10 ** digits).toString().padStart(digits, '0');

/** An order-like number people can read out: date, time and eight random digits, e.g. 20261123114502-48151623 without the dash. */
export function newNumber(chinaTimestamp: string): string {
  const digits = (Number.parseInt(randomHex(8), 16) % 100_000_000).toString().padStart(8, '0');
  return chinaTimestamp.replace(/\D/g, '').slice(0, 14) + digits;
}

/** 32 signs that nobody takes for one another: no I, O, 0 or 1. */
const READABLE = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** A code that a person can type, e.g. of a coupon: each sign is worth five random bits. */
export const newReadable = (signs: number): string =>
  Array.from(randomBytes(signs), (byte) => READABLE.charAt(byte & 31)).join('');
