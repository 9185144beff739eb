import { type Static, type TSchema, Type } from 'typebox';

/** Bounds every amount that can be asked for: ¥ 10 million, far below Number.MAX_SAFE_INTEGER. */
export const MAX_FEN = 1_000_000_000;

export const Id = Type.String({ format: 'uuid', description: 'UUID' });
export const FenAmount = Type.Integer({ minimum: 0, maximum: MAX_FEN, description: 'Integer fen (1/100 yuan)' });
export const SignedFen = Type.Integer({ minimum: -MAX_FEN, maximum: MAX_FEN, description: 'Integer fen, signed' });
export const Time = Type.String({ format: 'date-time', description: 'RFC 3339 instant' });
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Calendar day in China, YYYY-MM-DD' });
export const Quantity = Type.Integer({ minimum: 1, maximum: 9999 });

/** Text a person typed: bounded, without control characters. */
export const Text = (maxLength: number, minLength = 1) =>
  Type.String({ minLength, maxLength, pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f]*$' });

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** One of some words. */
export const Choice = <const T extends readonly string[]>(values: T, description?: string) =>
  Type.Unsafe<T[number]>(Type.Enum([...values], description ? { description } : {}));

export const PageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 400, description: '`next` of the page before' })),
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
