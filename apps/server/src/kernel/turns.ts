/** Lets many wait for the next turn of something, by its id, without anybody asking again and again. */
export class Turns {
  readonly #waiting = new Map<string, Set<() => void>>();

  /** `done` resolves at the next turn, after so many ms, when the signal fires, or at `end`; it never rejects. */
  next(id: string, withinMs: number, signal: AbortSignal): { done: Promise<void>; end: () => void } {
    let end = (): void => {};
    const done = new Promise<void>((resolve) => {
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting);
      end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        waiting.delete(end);
        if (waiting.size === 0 && this.#waiting.get(id) === waiting) this.#waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(() => end(), withinMs);
      waiting.add(end);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
    return { done, end: () => end() };
  }

  /** Something turned. */
  tell(id: string): void {
    for (const end of [...(this.#waiting.get(id) ?? [])]) end();
  }

  /** How many ids are waited for. */
  get size(): number {
    return this.#waiting.size;
  }
}
