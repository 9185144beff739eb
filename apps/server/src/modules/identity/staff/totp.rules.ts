import { createHmac, timingSafeEqual } from 'node:crypto';
import { SECOND } from '../../../kernel/clock.ts';

/** RFC 6238 as authenticator apps take it: HMAC-SHA-1, six digits, half a minute. */
const STEP_MS = 30 * SECOND;
const DIGITS = 6;
/** A clock may be half a minute off, either way. */
const STEPS_OFF = [0, -1, 1];
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, without the padding, which authenticator apps leave out. */
export function base32(bytes: Uint8Array): string {
  let [text, bits, held] = ['', 0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text;
}

/** The code of one half minute (RFC 4226, 5.3). */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** DIGITS).padStart(DIGITS, '0');
}

export const stepAt = (atMs: number): number => Math.floor(atMs / STEP_MS);

/** The half minute that a code belongs to, later than the last one that was used; null when the code is wrong or was used before. */
export function stepOf(secret: Uint8Array, code: string, atMs: number, lastStep: number): number | null {
  const given = Buffer.from(code);
  for (const off of STEPS_OFF) {
    const step = stepAt(atMs) + off;
    if (step > lastStep && given.length === DIGITS && timingSafeEqual(given, Buffer.from(codeAt(secret, step))))
      return step;
  }
  return null;
}

/** What an authenticator app reads from the picture. */
export const otpauthUri = (shop: string, login: string, secret: Uint8Array): string => {
  const label = `${encodeURIComponent(shop)}:${encodeURIComponent(login)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(shop)}`;
};

export const RECOVERY_CODES = 10;
/** Ten letters and digits of base32, fifty bits, in two halves that can be read out: `K7QXM-2RDVA`. */
export const recoveryCode = (bytes: Uint8Array): string => base32(bytes).replace(/^(.{5})(.{5}).*$/, '$1-$2');
/** However a person writes it. */
export const plainRecoveryCode = (code: string): string => code.toUpperCase().replace(/[^A-Z2-7]/g, '');
