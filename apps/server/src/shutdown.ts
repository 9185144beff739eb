import { setTimeout as sleep } from 'node:timers/promises';

/** Closes one part; `withinMs` is what is left of the time. */
export type Close = (withinMs: number) => Promise<unknown>;
interface Part {
  what: string;
  close: Close;
}

/** One Ctrl-C reaches us from the terminal and again through the program that started us. */
const SAME_SIGNAL_MS = 1000;
/** Of the time allowed, kept for telling the remaining parts that there is none left. */
const LAST_WORD_MS = 1500;

/** Ends the process in order and in time: parts are closed in reverse order of their opening. */
export class Shutdown {
  readonly #say: (line: string) => void;
  readonly #parts: Part[] = [];
  #sinceMs = 0;
  /** How long a stop may take, in ms. */
  limitMs = 10_000;

  constructor(say: (line: string) => void) {
    this.#say = say;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void this.stop(0));
  }

  get isStopping(): boolean {
    return this.#sinceMs > 0;
  }

  add(what: string, close: Close): void {
    this.#parts.push({ what, close });
  }

  /**
   * Closes everything and exits with `code`; with 1 when that took longer than allowed, after saying what was not over. A second call
   * more than a second later exits at once.
   */
  async stop(code: number): Promise<void> {
    if (this.isStopping) {
      if (Date.now() - this.#sinceMs > SAME_SIGNAL_MS) process.exit(code || 1);
      return;
    }
    this.#sinceMs = Date.now();
    const inOrder = this.#closeInOrder();
    const graceMs = Math.max(this.limitMs / 2, this.limitMs - LAST_WORD_MS);
    const inTime = await Promise.race([inOrder.then(() => true), sleep(graceMs, false)]);
    if (inTime) process.exit(code);
    const left = this.#parts.splice(0);
    this.#say(`stopping took longer than ${this.limitMs / 1000} s: ${left[0]?.what} was not over`);
    const rest = left.map(({ close }) => close(0).catch(() => {}));
    await Promise.race([Promise.all(rest), sleep(this.limitMs - graceMs)]);
    process.exit(1);
  }

  async #closeInOrder(): Promise<void> {
    const deadline = this.#sinceMs + Math.max(this.limitMs / 2, this.limitMs - LAST_WORD_MS);
    this.#parts.reverse();
    for (let part = this.#parts[0]; part; part = this.#parts[0]) {
      const { what, close } = part;
      await close(Math.max(0, deadline - Date.now())).catch((error: Error) =>
        this.#say(`while ${what} was closed: ${error.message}`),
      );
      if (this.#parts[0] === part) this.#parts.shift();
      else return;
    }
  }
}
