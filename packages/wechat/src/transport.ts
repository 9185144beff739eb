import { setTimeout } from 'node:timers/promises';
import { WechatTimeoutError } from './errors.ts';

export interface Reply {
  status: number;
  headers: Headers;
  body: Buffer;
}
/** How requests are sent: fetch, a time limit each, and what waits between repetitions. Milliseconds. */
export interface TransportOptions {
  timeoutMs?: number;
  fetch?: typeof fetch;
  sleep?: (ms: number) => Promise<unknown>;
}
export type Transport = Required<TransportOptions>;

/** How long one call may take; whatever is left out is as the client was made. When it is over, WechatTimeoutError is thrown. */
export interface CallLimits {
  /** For each try, in ms. */
  timeoutMs?: number;
  /** How many tries at most; 1 never repeats, 3 unless said. */
  attempts?: number;
  /** For the whole call in ms: all tries, the pauses between them, and a download of certificates that it needs. */
  withinMs?: number;
  /** Ends the call when it is aborted. */
  signal?: AbortSignal;
}

const ATTEMPTS = 3;

export const transport = (options: TransportOptions): Transport => ({
  timeoutMs: options.timeoutMs ?? 6000,
  fetch: options.fetch ?? globalThis.fetch,
  sleep: options.sleep ?? setTimeout,
});

/** The limits of one call from now on: its time begins when this is made. */
export class Patience {
  readonly attempts: number;
  /** Aborted when the whole call must end; null when nothing ends it but its tries. */
  readonly signal: AbortSignal | null;
  readonly #timeoutMs: number | undefined;
  readonly #endMs: number;

  constructor({ timeoutMs, attempts = ATTEMPTS, withinMs, signal }: CallLimits = {}) {
    const ends = [signal, withinMs === undefined ? undefined : AbortSignal.timeout(withinMs)].filter((one) => !!one);
    this.attempts = attempts;
    this.signal = ends.length > 0 ? AbortSignal.any(ends) : null;
    this.#timeoutMs = timeoutMs;
    this.#endMs = performance.now() + (withinMs ?? Number.POSITIVE_INFINITY);
  }

  /** For one try: `usualMs` unless the call said otherwise. */
  signalOfTry(usualMs: number): AbortSignal {
    const timeout = AbortSignal.timeout(this.#timeoutMs ?? usualMs);
    return this.signal ? AbortSignal.any([timeout, this.signal]) : timeout;
  }

  /** Whether something may still be done after a pause of so long. */
  lastsFor(pauseMs: number): boolean {
    return !this.signal?.aborted && performance.now() + pauseMs < this.#endMs;
  }

  /** What others share with this call (its result comes for them too), or WechatTimeoutError when this call must end before. */
  async waitFor<T>(shared: Promise<T>): Promise<T> {
    const { signal } = this;
    if (!signal) return shared;
    let end = () => {};
    const ended = new Promise<never>((_, reject) => {
      end = () => reject(new WechatTimeoutError('the time for this call is over', { cause: signal.reason }));
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
    try {
      return await Promise.race([shared, ended]);
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
}

/** The largest answer that is taken: a bill of a day with some hundred thousand payments. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The body of an answer, read no further than to MAX_BYTES: a wrong address must not fill the memory. */
async function bodyOf(reply: Response): Promise<Buffer> {
  if (Number(reply.headers.get('content-length')) > MAX_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of reply.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
const tooLarge = () => new RangeError(`an answer of more than ${MAX_BYTES} bytes`);

/** One request with a time limit. Throws WechatTimeoutError when no whole answer came, or one of more than 64 MiB. */
export async function fetchOnce(
  { fetch, timeoutMs }: Transport,
  url: string,
  init: RequestInit,
  patience = new Patience(),
): Promise<Reply> {
  const { host } = new URL(url);
  try {
    const reply = await fetch(url, { ...init, signal: patience.signalOfTry(timeoutMs), redirect: 'error' });
    return { status: reply.status, headers: reply.headers, body: await bodyOf(reply) };
  } catch (error) {
    throw new WechatTimeoutError(`no answer from ${host}`, { cause: error });
  }
}

/** Does it again while `isWorthIt` says that the same request may succeed and `patience` lasts; throws the last error. */
export async function repeat<T>(
  { sleep }: Transport,
  isWorthIt: (error: unknown) => boolean,
  once: () => Promise<T>,
  patience = new Patience(),
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once();
    } catch (error) {
      const waitMs = pauseMs(attempt);
      if (attempt >= patience.attempts || !isWorthIt(error) || !patience.lastsFor(waitMs)) throw error;
      await patience.waitFor(sleep(waitMs));
    }
  }
}

/** 0.2 s, then 0.6 s, with up to as much again at random, so that clients do not come back together. */
const pauseMs = (attempt: number): number => 200 * 3 ** (attempt - 1) * (1 + Math.random());
