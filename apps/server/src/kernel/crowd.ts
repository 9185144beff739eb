/** With fewer, what a batch costs by itself is more than what is in it. */
const WORTH = 16;
/** So long nobody is waited for in vain, ms; and so often at most, while more keep coming. */
const PAUSE_MS = 1;
const MOST_PAUSES = 3;

const pause = (): Promise<void> => new Promise((done) => setTimeout(done, PAUSE_MS));

/**
 * When a batch goes. One is under way at a time, and all who wait go with the next: so the first to ask after a crowd was answered
 * would go alone while the others gather, and batches of one and of all others would take turns for ever. Hence a batch waits a moment
 * until half of those are there again who were there when the last one came back, or all when they are few. Without a crowd nothing waits.
 */
export class Crowd {
  #size = 0;

  /** A batch came back with its answers, and so many wait for the next. */
  cameBack(batch: number, waiting: number): void {
    this.#size = batch + waiting;
  }

  /** Resolves when the batch should go; `waiting` tells how many would go with it. */
  async gathered(waiting: () => number): Promise<void> {
    const enough = Math.min(this.#size, Math.max(this.#size / 2, WORTH));
    for (let pauses = 0; pauses < MOST_PAUSES; pauses++) {
      const before = waiting();
      if (before >= enough) return;
      await pause();
      if (waiting() === before) return;
    }
  }
}
