import { nowMs } from '../../kernel/clock.ts';
import { common } from '../../kernel/refusal.ts';

/** So many files may be on their way at once. */
const MOST_UNDER_WAY = 64;
/** A name that nothing has is not asked for again so soon: anybody can invent names. */
const ABSENT_MS = 60_000;
const ABSENT_MOST = 10_000;

/** Brings each file once, however many ask for it meanwhile. */
export class Copies {
  /** False: there is none. */
  readonly #copy: (name: string) => Promise<boolean>;
  readonly #underWay = new Map<string, Promise<void>>();
  /** Names that nothing had, with the time in ms until which that is believed; the oldest first. */
  readonly #absent = new Map<string, number>();
  constructor(copy: (name: string) => Promise<boolean>) {
    this.#copy = copy;
  }

  /** Refuses with UNAVAILABLE when too much is asked for, or as the copying does. */
  async bring(name: string): Promise<void> {
    if ((this.#absent.get(name) ?? 0) > nowMs()) return;
    const started = this.#underWay.get(name);
    if (started) return started;
    if (this.#underWay.size >= MOST_UNDER_WAY) throw common.UNAVAILABLE({ retryAfterSeconds: 1 });
    const bringing = this.#copy(name)
      .then((found) => void (found || this.#noteAbsent(name)))
      .finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, bringing);
    return bringing;
  }

  /** From now on it may be there. */
  expect(name: string): void {
    this.#absent.delete(name);
  }

  #noteAbsent(name: string): void {
    const [oldest] = this.#absent.keys();
    if (oldest !== undefined && this.#absent.size >= ABSENT_MOST) this.#absent.delete(oldest);
    this.#absent.set(name, nowMs() + ABSENT_MS);
  }
}
