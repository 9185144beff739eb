import { type RawBuilder, sql } from 'kysely';

/**
 * Many texts as one value. The driver's own arrays are escaped element by element, which in a batch takes longer than all that is
 * decided; so they are used only where a line break can't stand between the texts, and for one text alone, since one empty text
 * would be none.
 */
export const texts = (list: readonly string[]): RawBuilder<string[]> =>
  list.length === 1 || list.some((text) => text.includes('\n'))
    ? sql`${list}::text[]`
    : sql`string_to_array(${list.join('\n')}, e'\\n')`;

/** Numbers, ids or times (ISO 8601) as one value; give it its type: `${plainArray(ids)}::uuid[]`. */
export const plainArray = (list: readonly (number | string | null)[]): string =>
  `{${list.map((value) => value ?? 'null').join(',')}}`;
