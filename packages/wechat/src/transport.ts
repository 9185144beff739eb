import { setTimeout as sleep } from 'node:timers/promises';
import { WechatTimeoutError } from './errors.ts';

export interface Reply {
  status: number;
  headers: Headers;
  body: Buffer;
}

/** One request with a time limit. Throws WechatTimeoutError when no whole answer came. */
export async function fetchOnce(
  fetch: typeof globalThis.fetch,
  url: string,
  timeoutMs: number,
  init: RequestInit,
): Promise<Reply> {
  try {
    const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    return { status: reply.status, headers: reply.headers, body: Buffer.from(await reply.arrayBuffer()) };
  } catch (error) {
    throw new WechatTimeoutError(`no answer from ${new URL(url).host}`, { cause: error });
  }
}

/** 0.2 s, 0.6 s, … with up to as much again at random, so that clients do not come back together. */
export const backoff = (attempt: number): Promise<void> => sleep(200 * 3 ** (attempt - 1) * (1 + Math.random()));
