import { DAY, HOUR, MINUTE, SECOND } from '../../../kernel/clock.ts';

export const CODE_DIGITS = 6;
export const CODE_LIFE_MS = 10 * MINUTE;
/** A code of six digits is guessed in five tries once in two hundred thousand times. */
export const TRIES_AT_MOST = 5;
export const CODE_GAP_MS = MINUTE;

/** How many codes at most: for one number, from one network (many people share one), and of one shop, whose money they are. */
const LIMITS = {
  phone: [
    { withinMs: HOUR, most: 5 },
    { withinMs: DAY, most: 10 },
  ],
  network: [
    { withinMs: HOUR, most: 30 },
    { withinMs: DAY, most: 100 },
  ],
  shop: [{ withinMs: DAY, most: 5_000 }],
};

/** When codes were sent in the last day, in ms, the newest first. */
export interface Sent {
  phone: number[];
  network: number[];
  shop: number[];
}

/** How many seconds to wait before another code is sent; 0: none. `scale` multiplies what one network and shop may ask. */
export function waitSeconds({ phone, network, shop }: Sent, atMs: number, scale = 1): number {
  const gap = (phone[0] ?? Number.NEGATIVE_INFINITY) + CODE_GAP_MS - atMs;
  const waits = [
    gap,
    ...LIMITS.phone.map((limit) => freeAgain(phone, limit, 1) - atMs),
    ...LIMITS.network.map((limit) => freeAgain(network, limit, scale) - atMs),
    ...LIMITS.shop.map((limit) => freeAgain(shop, limit, scale) - atMs),
  ];
  return Math.max(0, Math.ceil(Math.max(...waits) / SECOND));
}
/** When the oldest of the newest so many is old enough, in ms; long ago when there are fewer. */
function freeAgain(sent: number[], { withinMs, most }: { withinMs: number; most: number }, scale: number): number {
  const last = sent[most * scale - 1];
  return last === undefined ? 0 : last + withinMs;
}
export const SENT_AT_MOST = LIMITS.shop[0]?.most ?? 0;

/** "60 秒", "3 分钟", "2 小时": how long somebody reads that they have to wait. */
export function waitWords(seconds: number): string {
  if (seconds < 100) return `${seconds} 秒`;
  return seconds < 2 * 3600 ? `${Math.ceil(seconds / 60)} 分钟` : `${Math.ceil(seconds / 3600)} 小时`;
}
