import type { LocalFile } from './types.ts';

export interface TransportRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** JSON as text, a browser's form, or a file of the device. */
  body: string | FormData | LocalFile | undefined;
  /** How long the answer is waited for, in ms; the client sees to it by itself. */
  timeoutMs: number;
  /** Calls the listener when nobody waits for the answer any longer, so that the connection can be given up. */
  onStop(listener: () => void): void;
}
export interface TransportReply {
  status: number;
  /** Parsed JSON; undefined for an empty body. */
  data: unknown;
  /** By names in small letters. */
  headers?: Record<string, string>;
}
/** Carries one request; rejects only when no answer came at all. A mini program gives one over its own `request` and `uploadFile`. */
export type Transport = (request: TransportRequest) => Promise<TransportReply>;

/** Carries requests by `fetch`, with the cookies of the page's origin. */
export const fetchTransport: Transport = async ({ method, url, headers, body, onStop }) => {
  const stop = new AbortController();
  onStop(() => stop.abort());
  const reply = await fetch(url, {
    method,
    headers,
    body: body as string | FormData | undefined,
    credentials: 'same-origin',
    signal: stop.signal,
  });
  const text = await reply.text();
  return {
    status: reply.status,
    data: text && /json/.test(reply.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined,
    headers: Object.fromEntries(reply.headers),
  };
};
