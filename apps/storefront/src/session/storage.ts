/** Small things kept on this device; a full or forbidden storage keeps nothing and breaks nothing. */
export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(`jishi:${key}`, JSON.stringify(value));
  } catch {}
}
/** What was kept, undefined when nothing (readable) was. */
export function kept<T>(key: string): T | undefined {
  try {
    return JSON.parse(localStorage.getItem(`jishi:${key}`) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
