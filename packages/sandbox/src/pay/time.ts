const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** 2024-01-02T03:04:05+08:00 */
export function rfc3339(ms: number): string {
  return `${shanghai(ms).slice(0, 19)}+08:00`;
}

/** 2024-01-02 03:04:05 in Shanghai, as bills write it. */
export function billTime(ms: number): string {
  return shanghai(ms).slice(0, 19).replace('T', ' ');
}

/** 20240102030405 in Shanghai, as numbers carry it. */
export function compactTime(ms: number): string {
  return shanghai(ms).slice(0, 19).replace(/[-T:]/g, '');
}

/** 2024-01-02 in Shanghai. */
export function dayOf(ms: number): string {
  return shanghai(ms).slice(0, 10);
}

/** Midnight in Shanghai at which the day begins, or null when it is no day. */
export function startOfDay(day: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null;
  const ms = Date.parse(`${day}T00:00:00+08:00`);
  return Number.isNaN(ms) || dayOf(ms) !== day ? null : ms;
}

/** The instant, or null when the text is not RFC 3339. */
export function parseRfc3339(text: string): number | null {
  const ms = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

function shanghai(ms: number): string {
  return new Date(ms + SHANGHAI_OFFSET_MS).toISOString();
}
