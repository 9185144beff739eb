import type { Range } from '../../../charts/trend-option.ts';

/** Places on a scale from nothing to a little beyond the most, in percent. */
export function dayScale({ lowFen, highFen }: Range, nowFen: number): { low: number; high: number; now: number } {
  const top = Math.max(highFen, nowFen) * 1.15 || 1;
  const at = (fen: number) => Math.round((fen / top) * 1000) / 10;
  return { low: at(lowFen), high: at(highFen), now: at(nowFen) };
}
