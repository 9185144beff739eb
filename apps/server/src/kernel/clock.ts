/** Time comes from here alone, so that a test or a simulation owns it. */
let read: () => number = Date.now;

/** Milliseconds since the epoch. */
export const nowMs = (): number => read();
export const now = (): Date => new Date(read());

/** Replaces the clock; returns what puts the old one back. */
export function setClock(source: () => number): () => void {
  const old = read;
  read = source;
  return () => {
    read = old;
  };
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const SHANGHAI_OFFSET_MS = 8 * HOUR;

/** The calendar day in China of an instant, as YYYY-MM-DD. China has had no daylight saving since 1991. */
export const chinaDate = (atMs: number): string => new Date(atMs + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);

/** The instant at which a Chinese calendar day begins. */
export const chinaDayStart = (date: string): Date => new Date(Date.parse(`${date}T00:00:00.000+08:00`));

/** RFC 3339 with China's offset, as WeChat Pay wants it. */
export const chinaTime = (atMs: number): string =>
  `${new Date(atMs + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
