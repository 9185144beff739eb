/** Change against a base in percent with one decimal, e.g. 12.5; null when there is no base to compare with. */
export const changePercent = (now: number, before: number): number | null =>
  before === 0 ? null : Math.round(((now - before) / before) * 1000) / 10;

/** A round number at or above the largest value, so that an axis ends on a readable figure. Never 0. */
export function niceTop(largest: number): number {
  if (largest <= 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(largest));
  const step = [1, 2, 2.5, 5, 10].find((s) => s * unit >= largest) ?? 10;
  return step * unit;
}
