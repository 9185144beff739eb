import { common } from './refusal.ts';

/** One page of a keyset-paged list. `next` is null on the last page. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** An opaque cursor over the values of the sort key of the last row shown. */
export const cursorOf = (...key: (string | number)[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** Reads a cursor of `arity` values. Refuses with BAD_INPUT when it was not made by `cursorOf`. */
export function readCursor(cursor: string, arity: number): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === arity && key.every((k) => typeof k === 'string' || Number.isFinite(k)))
      return key;
  } catch {
    // falls through to the refusal
  }
  throw common.BAD_INPUT({ field: 'cursor' }, '分页游标无效');
}

/** Cuts the one row read beyond the page and makes the cursor from the last row kept. */
export function pageOf<R, T>(
  rows: R[],
  limit: number,
  key: (row: R) => (string | number)[],
  view: (row: R) => T,
): Page<T> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { items: kept.map(view), next: rows.length > limit && last ? cursorOf(...key(last)) : null };
}
