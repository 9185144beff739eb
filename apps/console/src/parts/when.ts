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

const two = (n: number) => String(n).padStart(2, '0');
/** `今天 09:05`, `11-23 09:05`, or with the year when it is another one. Local time. */
export function shortTime(at: Date, now: Date): string {
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (at.toDateString() === now.toDateString()) return `今天 ${clock}`;
  const day = `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return at.getFullYear() === now.getFullYear() ? `${day} ${clock}` : `${at.getFullYear()}-${day} ${clock}`;
}
