const DAY_S = 86_400;

export interface Left {
  days: number;
  /** Hours, minutes and seconds in two digits each. */
  clock: [string, string, string];
  over: boolean;
}
/** What is left until an instant (RFC 3339), seconds rounded up; nothing once it has come. `now` in ms. */
export function leftUntil(endsAt: string, now: number): Left {
  const seconds = Math.max(0, Math.ceil((Date.parse(endsAt) - now) / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const rest = seconds % DAY_S;
  return {
    days: Math.floor(seconds / DAY_S),
    clock: [two(Math.floor(rest / 3600)), two(Math.floor((rest % 3600) / 60)), two(rest % 60)],
    over: seconds === 0,
  };
}
/** Time in ms until the shown second changes, so that a count never skips one. */
export const untilNextSecond = (endsAt: string, now: number): number =>
  ((((Date.parse(endsAt) - now) % 1000) + 1000) % 1000) + 1;
