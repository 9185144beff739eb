const MINUTE_MS = 60_000;
const STEPS: ReadonlyArray<[limitMs: number, unitMs: number, unit: Intl.RelativeTimeFormatUnit]> = [
  [60 * MINUTE_MS, MINUTE_MS, 'minute'],
  [24 * 60 * MINUTE_MS, 60 * MINUTE_MS, 'hour'],
  [30 * 24 * 60 * MINUTE_MS, 24 * 60 * MINUTE_MS, 'day'],
  [365 * 24 * 60 * MINUTE_MS, 30 * 24 * 60 * MINUTE_MS, 'month'],
];
const words = new Intl.RelativeTimeFormat('zh-CN', { numeric: 'always' });

/** 刚刚, 5分钟前, 3小时前, 2天前 … */
export function relativeTime(at: Date, now: Date): string {
  const passedMs = now.getTime() - at.getTime();
  if (Math.abs(passedMs) < MINUTE_MS) return '刚刚';
  const [, unitMs, unit] = STEPS.find(([limitMs]) => Math.abs(passedMs) < limitMs) ?? [
    0,
    365 * 24 * 60 * MINUTE_MS,
    'year' as const,
  ];
  return words.format(-Math.trunc(passedMs / unitMs), unit);
}

/**
 * `2026-11-23 09:05:30` in China, wherever the browser is: the shop's days, bills and closing times go by it. China has one time
 * zone and keeps no summer time.
 */
export const chinaTime = (at: Date): string =>
  new Date(at.getTime() + 8 * 60 * MINUTE_MS).toISOString().slice(0, 19).replace('T', ' ');
/** `2026-11-23` in China. */
export const chinaDay = (at: Date): string => chinaTime(at).slice(0, 10);
/** `09:05` in China. */
export const chinaClock = (at: Date): string => chinaTime(at).slice(11, 16);
/** 0 to 23 in China. */
export const chinaHour = (at: Date): number => Number(chinaTime(at).slice(11, 13));

/** `今天 09:05`, `11-23 09:05`, or with the year when it is another one. China time. */
export function shortTime(at: Date, now: Date): string {
  const [then, today] = [chinaTime(at), chinaTime(now)];
  if (then.slice(0, 10) === today.slice(0, 10)) return `今天 ${chinaClock(at)}`;
  return then.slice(then.slice(0, 4) === today.slice(0, 4) ? 5 : 0, 16);
}
