import type { Dayjs } from 'dayjs';
import { chinaTime } from '../parts/when.ts';
import { dayjs } from './dates.ts';

/** An instant as the clock on a Chinese wall shows it, for a picker; null for none. Wherever the browser is. */
export const clockOf = (instant: string | null | undefined): Dayjs | null =>
  instant ? dayjs(chinaTime(new Date(instant)).replace(' ', 'T')) : null;

/** The RFC 3339 instant at which the clock in China shows what was picked; null for none. */
export const instantOf = (clock: Dayjs | null | undefined): string | null =>
  clock ? `${clock.format('YYYY-MM-DDTHH:mm:ss')}+08:00` : null;
