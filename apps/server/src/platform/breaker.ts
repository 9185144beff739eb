/** After so many requests in a row without any answer the host is not asked for a while. */
const SILENCES_AT_MOST = 5;
const OPEN_MS = 10_000;

/**
 * A fetch that stops asking a server which does not answer. After five silences in a row every request fails at once, for ten seconds;
 * then one is let through, and its answer decides. An error that was answered is no silence. One breaker for each shop and host, so
 * that one shop's trouble is nobody else's.
 */
export class Breaker {
  readonly #fetch: typeof fetch;
  readonly #clock: () => number;
  #silences = 0;
  #openUntilMs = Number.NEGATIVE_INFINITY;
  #isProbing = false;

  /** `clock`: a monotonic time in ms. */
  constructor(send: typeof fetch = fetch, clock: () => number = () => performance.now()) {
    this.#fetch = send;
    this.#clock = clock;
  }

  /** Whether a request would fail at once. */
  get isOpen(): boolean {
    return this.#silences >= SILENCES_AT_MOST && (this.#isProbing || this.#clock() < this.#openUntilMs);
  }

  readonly fetch: typeof fetch = async (input, init) => {
    if (this.isOpen) throw new Error('not asked: this server has not answered lately');
    const isProbe = this.#silences >= SILENCES_AT_MOST;
    if (isProbe) this.#isProbing = true;
    try {
      const reply = await this.#fetch(input, init);
      this.#silences = 0;
      return reply;
    } catch (error) {
      this.#silences += 1;
      this.#openUntilMs = this.#clock() + OPEN_MS;
      throw error;
    } finally {
      if (isProbe) this.#isProbing = false;
    }
  };
}
