/** Edits that are told to the server once the shopper has stopped tapping: the latest of each key, after a pause; at once when asked to. */
export class Edits {
  readonly #settleMs: number;
  readonly #waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; send: () => Promise<unknown> }>();
  readonly #underway = new Set<Promise<unknown>>();

  /** `settleMs`: the pause without another edit of the same key. */
  constructor(settleMs: number) {
    this.#settleMs = settleMs;
  }
  /** Takes the place of an edit of this key that still waits; false when there was none. `send` must not reject. */
  put(key: string, send: () => Promise<unknown>): boolean {
    const before = this.#waiting.get(key);
    clearTimeout(before?.timer);
    this.#waiting.set(key, { timer: setTimeout(() => this.#start(key), this.#settleMs), send });
    return before !== undefined;
  }
  /** Sends everything that waits, and ends when nothing is under way any longer. */
  async flush(): Promise<void> {
    for (const key of [...this.#waiting.keys()]) this.#start(key);
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }
  #start(key: string): void {
    const edit = this.#waiting.get(key);
    if (!edit) return;
    clearTimeout(edit.timer);
    this.#waiting.delete(key);
    const work = edit.send().finally(() => this.#underway.delete(work));
    this.#underway.add(work);
  }
}
