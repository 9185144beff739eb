/** A range from fewer days would say nothing. */
const FEWEST_DAYS = 14;

/**
 * What is usual: the quarters of the days (days without a sale count as 0), so that the middle half of them lies between. Null when
 * something was sold on fewer than 14 of them.
 */
export function usualRange(daysFen: readonly number[]): { lowFen: number; highFen: number } | null {
  if (daysFen.filter((fen) => fen > 0).length < FEWEST_DAYS) return null;
  const sorted = [...daysFen].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? 0;
  return { lowFen: at(0.25), highFen: at(0.75) };
}

/** The calendar days, YYYY-MM-DD, that follow from `first`, so many. */
export function daysFrom(first: string, count: number): string[] {
  const begun = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: count }, (_, n) => new Date(begun + n * 86_400_000).toISOString().slice(0, 10));
}
