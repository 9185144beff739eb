import { chinaDate, chinaDayStart, DAY, MINUTE } from '../../../kernel/clock.ts';
import type { Weekly } from './scope.api.ts';

export const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
/** 1: Monday. The day is a calendar day in China, so its noon there decides. */
export const weekdayOf = (dayStartMs: number): number => new Date(dayStartMs + DAY / 2).getUTCDay() || 7;

/** Whether an instant lies in the hours of the week. */
export function isWithin({ weekdays, from, until }: Weekly, atMs: number): boolean {
  const dayMs = chinaDayStart(chinaDate(atMs)).getTime();
  const minutes = (atMs - dayMs) / MINUTE;
  return weekdays.includes(weekdayOf(dayMs)) && minutes >= minutesOf(from) && minutes < minutesOf(until);
}

const WEEKDAYS = '一二三四五六日';
/** "每周三 10:00–22:00"; null when it is on all the time. */
export const weeklyText = (weekly: Weekly | null): string | null =>
  weekly &&
  `每${
    weekly.weekdays.length === 7
      ? '天'
      : `周${[...weekly.weekdays]
          .sort()
          .map((d) => WEEKDAYS[d - 1])
          .join('、')}`
  } ${weekly.from}–${weekly.until}`;
