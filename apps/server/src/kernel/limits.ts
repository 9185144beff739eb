import { MINUTE, nowMs, SECOND } from './clock.ts';
import type { Limit } from './operation.ts';
import { Recent } from './recent.ts';
import { common } from './refusal.ts';

/** At most so many askers are counted for each limit; beyond that, those that did not ask lately are forgotten and start with a full bucket. */
const MOST_ASKERS = 20_000;

/** Token buckets in the memory of this process: `burst` at once, then `perMinute`. */
export class Limits {
  /** 1; a load test, where one asker stands for many, multiplies what is allowed. */
  readonly #scale: number;
  readonly #buckets = new Map<string, Recent<string, number>>();

  constructor(scale: number) {
    this.#scale = scale;
  }

  /** Takes one from the asker's bucket of this name. Refuses with TOO_MANY_REQUESTS, saying in how many seconds there is one again. */
  take(name: string, { burst, perMinute }: Limit, asker: string): void {
    const everyMs = MINUTE / (perMinute * this.#scale);
    const at = nowMs();
    const bucket = this.#bucket(name);
    const wholeMs = burst * this.#scale * everyMs;
    // The one number kept is when the bucket is full again. Later than an empty one would be: the clock was set back since.
    const kept = bucket.get(asker) ?? 0;
    const fullAtMs = (kept - at > wholeMs + everyMs ? at : Math.max(at, kept)) + everyMs;
    const waitMs = fullAtMs - at - wholeMs;
    if (waitMs > 0) throw tooMany(waitMs);
    bucket.set(asker, fullAtMs);
  }

  /** Puts one back, because the request cost nothing or was allowed to be free (a right password). */
  giveBack(name: string, { perMinute }: Limit, asker: string): void {
    const bucket = this.#bucket(name);
    const fullAtMs = bucket.get(asker);
    if (fullAtMs !== undefined) bucket.set(asker, fullAtMs - MINUTE / (perMinute * this.#scale));
  }

  #bucket(name: string): Recent<string, number> {
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      bucket = new Recent(MOST_ASKERS);
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }
}

/** TOO_MANY_REQUESTS with the wait in whole seconds, which also becomes the Retry-After header. */
export const tooMany = (waitMs: number) =>
  common.TOO_MANY_REQUESTS({ retryAfterSeconds: Math.max(1, Math.ceil(waitMs / SECOND)) });
