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

const ATTEMPTS = 3;

export const transport = (options: TransportOptions): Transport => ({
  timeoutMs: options.timeoutMs ?? 6000,
  fetch: options.fetch ?? globalThis.fetch,
  sleep: options.sleep ?? setTimeout,
});

/** One request with a time limit. Throws WechatTimeoutError when no whole answer came. */
export async function fetchOnce({ fetch, timeoutMs }: Transport, url: string, init: RequestInit): Promise<Reply> {
  const { host } = new URL(url);
  try {
    const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    return { status: reply.status, headers: reply.headers, body: Buffer.from(await reply.arrayBuffer()) };
  } catch (error) {
    throw new WechatTimeoutError(`no answer from ${host}`, { cause: error });
  }
}

/** Does it at most three times while `isWorthIt` says that the same request may succeed; throws the last error. */
export async function repeat<T>(
  { sleep }: Transport,
  isWorthIt: (error: unknown) => boolean,
  once: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isWorthIt(error)) throw error;
      await sleep(pauseMs(attempt));
    }
  }
}

/** 0.2 s, then 0.6 s, with up to as much again at random, so that clients do not come back together. */
const pauseMs = (attempt: number): number => 200 * 3 ** (attempt - 1) * (1 + Math.random());
