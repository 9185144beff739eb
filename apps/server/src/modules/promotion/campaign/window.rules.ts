import { chinaDate, chinaDayStart, DAY, MINUTE } from '../../../kernel/clock.ts';
import { minutesOf, type Weekly, weekdayOf } from '../scope/index.ts';

/** When a campaign holds: from start to end, or only at some hours of some weekdays in between. */
export interface Window {
  startsAtMs: number;
  /** The first instant at which it is over. */
  endsAtMs: number;
  weekly: Weekly | null;
}
export interface Session {
  fromMs: number;
  untilMs: number;
}

/** The session that is on at an instant, or else the next one; null when none is left. All ms since the epoch. */
export function sessionAt({ startsAtMs, endsAtMs, weekly }: Window, atMs: number): Session | null {
  if (atMs >= endsAtMs) return null;
  if (!weekly) return { fromMs: startsAtMs, untilMs: endsAtMs };
  const firstDay = chinaDayStart(chinaDate(Math.max(atMs, startsAtMs))).getTime();
  // Seven days have every weekday; the eighth is for a session of today that is over.
  for (let day = firstDay; day <= firstDay + 7 * DAY; day += DAY) {
    if (!weekly.weekdays.includes(weekdayOf(day))) continue;
    const fromMs = Math.max(startsAtMs, day + minutesOf(weekly.from) * MINUTE);
    const untilMs = Math.min(endsAtMs, day + minutesOf(weekly.until) * MINUTE);
    if (fromMs < untilMs && untilMs > atMs) return { fromMs, untilMs };
  }
  return null;
}

export function isOn(window: Window, atMs: number): boolean {
  const session = sessionAt(window, atMs);
  return session !== null && session.fromMs <= atMs;
}

/** Whether two campaigns can be on at the same time, looked at by the days of the calendar. */
export function meet(a: Window, b: Window): boolean {
  const [fromMs, untilMs] = [Math.max(a.startsAtMs, b.startsAtMs), Math.min(a.endsAtMs, b.endsAtMs)];
  if (fromMs >= untilMs) return false;
  if (!a.weekly || !b.weekly) return true;
  const { weekly } = b;
  return (
    a.weekly.weekdays.some((day) => weekly.weekdays.includes(day)) &&
    a.weekly.from < weekly.until &&
    weekly.from < a.weekly.until
  );
}

/** What is wrong with a time; empty when nothing is. */
export function windowTroubles(window: Window, nowMs: number): { field: string; message: string }[] {
  const { startsAtMs, endsAtMs, weekly } = window;
  if (endsAtMs <= startsAtMs) return [{ field: 'endsAt', message: '结束时间要晚于开始时间' }];
  if (endsAtMs <= nowMs) return [{ field: 'endsAt', message: '结束时间已经过去，请选择以后的时间' }];
  if (weekly && weekly.until <= weekly.from)
    return [{ field: 'weekly.until', message: '每天的结束时间要晚于开始时间' }];
  if (!sessionAt(window, Math.max(startsAtMs, nowMs)))
    return [{ field: 'weekly.weekdays', message: '活动期间没有这些星期几，请调整日期' }];
  return [];
}
