interface Alarm {
  atMs: number;
  work: () => void;
  timer: NodeJS.Timeout;
}
/** setTimeout takes no more. */
const LONGEST_MS = 2 ** 31 - 1;

/** Work for a time of WeChat's clock. Nothing of it is kept: who sets an alarm sets it again after a restart. */
export class Alarms {
  readonly #now: () => number;
  readonly #set = new Map<string, Alarm>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Does the work at `atMs` (at once when that is past), instead of what was set under this key before. */
  set(key: string, atMs: number, work: () => void): void {
    clearTimeout(this.#set.get(key)?.timer);
    const waitMs = Math.min(Math.max(0, atMs - this.#now()), LONGEST_MS);
    const ring = () => {
      if (this.#now() < atMs) return this.set(key, atMs, work);
      this.#set.delete(key);
      work();
    };
    this.#set.set(key, { atMs, work, timer: setTimeout(ring, waitMs) });
  }

  /** The clock was moved. */
  rearm(): void {
    for (const [key, { atMs, work }] of [...this.#set]) this.set(key, atMs, work);
  }

  forget(): void {
    for (const { timer } of this.#set.values()) clearTimeout(timer);
    this.#set.clear();
  }
}
