import { SECOND } from './clock.ts';
import { tooMany } from './limits.ts';

/** Lets so many pieces of work through at once; a few more wait in line, the rest is refused at once instead of waiting for ever. */
export class Turnstile {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  #busy = 0;
  readonly #line: (() => void)[] = [];

  constructor(atOnce: number, mostWaiting: number) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /** Runs the work when it is its turn. Refuses with TOO_MANY_REQUESTS when the line is full. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy < this.#atOnce) this.#busy++;
    else if (this.#line.length < this.#mostWaiting) await new Promise<void>((enter) => this.#line.push(enter));
    else throw tooMany(2 * SECOND);
    try {
      return await work();
    } finally {
      // The place goes to the next in line, so that a request which arrives now does not overtake it.
      const next = this.#line.shift();
      if (next) next();
      else this.#busy--;
    }
  }
}
