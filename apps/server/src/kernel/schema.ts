import { type Static, type TSchema, Type } from 'typebox';

/** Bounds every amount that can be asked for: ¥ 10 million, far below Number.MAX_SAFE_INTEGER. */
export const MAX_FEN = 1_000_000_000;

/** Ids are sent back as they were given: small letters, so that one id is one text. PostgreSQL takes each of them. */
const ID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
/** `format` looks at the calendar; the pattern keeps out leap seconds and years that PostgreSQL or JavaScript read otherwise. */
const TIME = '^[12]\\d{3}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$';
const DAY = '^2\\d{3}-\\d{2}-\\d{2}$';
/** No control characters, and no half of a surrogate pair, which is no character and which PostgreSQL refuses. */
const CLEAN = '[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ud800-\\udfff]*';
/** At least one letter, digit or sign that can be seen; Hangul fillers are letters that can't. */
const VISIBLE = '(?=[\\s\\S]*?(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}\\p{P}\\p{S}])';
const TEXT = `^${VISIBLE}${CLEAN}$`;
const TEXT_OR_NOTHING = `^${CLEAN}$`;
const CODE = '^[!-~]*$';

/** What a person reads when a text does not fit its pattern. */
export const PATTERN_WORDS: Readonly<Record<string, string>> = {
  [ID]: '不是有效的编号',
  [TIME]: '不是有效的时间',
  [DAY]: '不是有效的日期',
  [TEXT]: '不能只有空白，也不能含有控制字符或不完整的表情',
  [TEXT_OR_NOTHING]: '不能含有控制字符或不完整的表情',
  [CODE]: '只能由字母、数字和英文符号组成',
};

export const Id = Type.String({ pattern: ID, description: 'UUID in small letters' });
export const FenAmount = Type.Integer({ minimum: 0, maximum: MAX_FEN, description: 'Integer fen (1/100 yuan)' });
export const SignedFen = Type.Integer({ minimum: -MAX_FEN, maximum: MAX_FEN, description: 'Integer fen, signed' });
export const Time = Type.String({ format: 'date-time', pattern: TIME, description: 'RFC 3339 instant' });
export const Day = Type.String({ format: 'date', pattern: DAY, description: 'Calendar day in China, YYYY-MM-DD' });
export const Quantity = Type.Integer({ minimum: 1, maximum: 9999 });

/** Text a person typed: bounded, without control characters; when it must not be empty, something of it can be seen. */
export const Text = (maxLength: number, minLength = 1) =>
  Type.String({ minLength, maxLength, pattern: minLength > 0 ? TEXT : TEXT_OR_NOTHING });
/** What a program hands over: printable ASCII without blanks, e.g. a code of WeChat's. */
export const Code = (maxLength: number, minLength = 1) => Type.String({ minLength, maxLength, pattern: CODE });

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** One of some words. */
export const Choice = <const T extends readonly string[]>(values: T, description?: string) =>
  Type.Unsafe<T[number]>(Type.Enum([...values], description ? { description } : {}));

/**
 * Gives schemas their names in the API's description, where each is then printed once and referred to: `named({ Cart, CartLine })`,
 * at the end of the file that declares them.
 */
export function named(schemas: Record<string, TSchema>): void {
  for (const [title, schema] of Object.entries(schemas)) Object.assign(schema, { title });
}

export const PageQuery = {
  cursor: Type.Optional(
    Type.String({ maxLength: 400, pattern: '^[\\w-]*$', description: '`next` of the page before' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
};
export const PageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Nullable(Type.String()) });

/** RFC 9457 problem details; `code` is stable, `detail` is a sentence in Chinese, `errors` names the fields. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    requestId: Type.String(),
    errors: Type.Optional(Type.Array(Type.Object({ field: Type.String(), message: Type.String() }))),
    facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { $id: 'Problem' },
);
export type Problem = Static<typeof Problem>;
