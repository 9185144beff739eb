import { createHash, randomBytes } from 'node:crypto';
import { nowMs } from './clock.ts';

const POOL = 4096;
let pool = randomBytes(POOL);
let used = 0;

function random(count: number): Buffer {
  if (used + count > POOL) {
    pool = randomBytes(POOL);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}

const dashed = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;

/** A time-ordered id: UUID version 7 (RFC 9562). */
export function newId(): string {
  const tail = Buffer.from(random(10));
  tail[0] = ((tail[0] ?? 0) & 0x0f) | 0x70;
  tail[2] = ((tail[2] ?? 0) & 0x3f) | 0x80;
  return dashed(nowMs().toString(16).padStart(12, '0') + tail.toString('hex'));
}

/** The same id for the same causes: UUID version 8 over SHA-256, so that a repeat is recognised. */
export function derivedId(...causes: (string | number)[]): string {
  const bytes = createHash('sha256').update(causes.join('\u0000')).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return dashed(bytes.toString('hex'));
}

/** A secret that cannot be guessed: `bytes` random bytes in base64url. */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');

/** An order-like number people can read out: date, time and eight random digits, e.g. 20261123114502-48151623 without the dash. */
export function newNumber(chinaTimestamp: string): string {
  const digits = (random(4).readUInt32BE() % 100_000_000).toString().padStart(8, '0');
  return chinaTimestamp.replace(/\D/g, '').slice(0, 14) + digits;
}
