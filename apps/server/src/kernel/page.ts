import { common } from './refusal.ts';

/** One page of a keyset-paged list. `next` is null on the last page. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** An opaque cursor over the values of the sort key of the last row shown. */
export const cursorOf = (...key: (string | number)[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** What the parts of a cursor may be. A time is as JavaScript or PostgreSQL write it. */
const PARTS = {
  number: (part: unknown) => Number.isSafeInteger(part),
  uuid: (part: unknown) => typeof part === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part),
  time: (part: unknown) =>
    typeof part === 'string' &&
    /^[12]\d{3}-\d\d-\d\d[T ]\d\d:\d\d:[0-5]\d(\.\d{1,6})?(Z|[+-]\d\d(:\d\d)?)$/.test(part) &&
    !Number.isNaN(Date.parse(part.slice(0, 10))),
} as const;
export type CursorPart = keyof typeof PARTS;

/** Reads a cursor with these parts. Refuses with BAD_INPUT when it is none of this list's. */
export function readCursor(cursor: string, parts: readonly CursorPart[]): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === parts.length && parts.every((part, i) => PARTS[part](key[i]))) return key;
  } catch {
    // falls through to the refusal
  }
  throw common.BAD_INPUT({ field: 'cursor' }, '分页游标无效');
}

/** The cursor behind the last row that is shown, when one more was read; its key is JSON. */
export function nextOf(rows: readonly { cursor_key: string }[], limit: number): string | null {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return last ? Buffer.from(last.cursor_key).toString('base64url') : null;
}

/** Cuts the one row read beyond the page and makes the cursor from the last row kept. */
export const pageOf = <R extends { cursor_key: string }, T>(
  rows: R[],
  limit: number,
  view: (row: R) => T,
): Page<T> => ({
  items: rows.slice(0, limit).map(view),
  next: nextOf(rows, limit),
});
