import { Day, Id, Text, Time } from '../kernel/schema.ts';

/** The part of JSON Schema that our contracts use. */
export interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  format?: string;
  pattern?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}
/** The pattern by which a kind of text is recognised. */
const patternOf = (schema: unknown): string => (schema as Schema).pattern ?? '';
export const SOME_ID = '01890000-0000-7000-8000-000000000001';

/** Texts that fit our patterns, tried in turn. */
const TEXTS = [
  '2026-01-01',
  'wx12345678',
  '13800001234',
  '/files/a.webp',
  '/pages',
  '#336699',
  'SKU-1',
  '1900000001',
  'ABCDEF0123',
  'http://127.0.0.1/x',
  'shop1',
  'job:1',
  '10:00',
  '6222020200112230',
  '330106',
  '文字样例',
  '',
];

/** A value that the schema takes: the required fields alone, or with `whole` every field and something in every list. */
export function sample(schema: Schema, whole = false): unknown {
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sample(schema.anyOf[0] ?? {}, whole);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key]) => whole || schema.required?.includes(key))
          .map(([key, value]) => [key, sample(value, whole)]),
      );
    case 'array':
      return Array.from({ length: Math.max(schema.minItems ?? 0, whole ? 1 : 0) }, () =>
        sample(schema.items ?? {}, whole),
      );
    case 'string':
      return sampleText(schema);
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function sampleText(schema: Schema): string {
  if (schema.pattern === patternOf(Id)) return SOME_ID;
  if (schema.format === 'date-time') return '2026-01-01T00:00:00.000Z';
  if (schema.format === 'uri') return 'http://127.0.0.1:1';
  const long = 'a1'.repeat(Math.ceil((schema.minLength ?? 0) / 2)).slice(0, Math.max(schema.minLength ?? 0, 0));
  const fits = (text: string) =>
    text.length >= (schema.minLength ?? 0) &&
    text.length <= (schema.maxLength ?? 1e9) &&
    (!schema.pattern || new RegExp(schema.pattern, 'u').test(text));
  return [...TEXTS, long].find(fits) ?? long;
}

export interface Spoilt {
  what: string;
  value: unknown;
}

/** The value with one thing wrong at a time: an unknown field, a wrong type, a bound passed, at any depth. */
export function spoil(schema: Schema, value: unknown, path = ''): Spoilt[] {
  if (schema.anyOf) return schema.anyOf[0] ? spoil(schema.anyOf[0], value, path).filter((s) => s.value !== null) : [];
  const at = path || 'body';
  switch (schema.type) {
    case 'object':
      return spoilObject(schema, value as Record<string, unknown>, path);
    case 'array':
      return [{ what: `${at} is no list`, value: 'x' }, ...spoilItems(schema, value as unknown[], path)];
    case 'integer':
      return [
        { what: `${at} is text`, value: '1; drop table order_head' },
        { what: `${at} is a fraction`, value: 1.5 },
        { what: `${at} is huge`, value: 1e18 },
        { what: `${at} is 2^53`, value: 2 ** 53 },
        { what: `${at} is -2^53`, value: -(2 ** 53) },
        ...(schema.minimum !== undefined ? [{ what: `${at} is too small`, value: schema.minimum - 1 }] : []),
        ...(schema.maximum !== undefined ? [{ what: `${at} is too large`, value: schema.maximum + 1 }] : []),
      ];
    case 'string':
      return [
        { what: `${at} is a number`, value: 7 },
        { what: `${at} is a record`, value: { $ne: '' } },
        ...badTexts(schema).map((text) => ({ what: `${at} is ${JSON.stringify(text.slice(0, 60))}`, value: text })),
      ];
    case 'boolean':
      return [{ what: `${at} is text`, value: 'yes' }];
    default:
      return schema.enum ? [{ what: `${at} is no known word`, value: "'; --" }] : [];
  }
}

const UPPER_ID = SOME_ID.replace(/0/g, 'A');
const BAD_IDS = ['x', `urn:uuid:${SOME_ID}`, `{${SOME_ID}}`, UPPER_ID, SOME_ID.replaceAll('-', ''), `${SOME_ID}0`];
const BAD_TIMES = [
  '2026-01-01',
  '2026-01-01T00:00:00',
  '2026-12-31T23:59:60Z',
  '0000-01-01T00:00:00Z',
  '+010000-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:00:00+25:00',
  'infinity',
  'now',
];
const BAD_DAYS = ['0000-01-01', '1999-12-31', '2026-02-30', '2026-13-01', '10000-01-01', 'today', '2026-1-1'];
const BLANKS = ['   ', '\u3000\t\n', '\u200b\u200d\ufeff', '\u3164', '\u202e'];
/** What no text may hold: nothing of it is a character, or it is longer than any field. */
const NO_TEXTS = ['a\u0000b', '\u0007', 'half \ud83d', '\ude00 half', 'x'.repeat(100_000)];

/** Texts that a field of this kind must refuse. */
export function badTexts({ pattern }: Schema): string[] {
  const byKind: Record<string, string[]> = {
    [patternOf(Id)]: BAD_IDS,
    [patternOf(Time)]: BAD_TIMES,
    [patternOf(Day)]: BAD_DAYS,
    [patternOf(Text(1))]: BLANKS,
  };
  return [...NO_TEXTS, ...(byKind[pattern ?? ''] ?? [])];
}

/** A cursor as ours are made. */
export const cursorText = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');
/** Cursors that no list has given out. */
export const BAD_CURSORS = [
  'x',
  '!!!',
  'A'.repeat(400),
  'A'.repeat(401),
  '\u0000',
  Buffer.from('not json').toString('base64url'),
  Buffer.from('[1,').toString('base64url'),
  ...[
    null,
    {},
    'text',
    7,
    [],
    [null],
    [true],
    [[1], [2]],
    [{}, {}],
    ['\u0000'],
    ['\ud800', SOME_ID],
    [1, 2, 3, 4, 5],
    [1.5],
    [1e308],
    [2 ** 53],
    [-(2 ** 53), SOME_ID],
    [`urn:uuid:${SOME_ID}`],
    ['x', 'y'],
    [1, 'x'],
    [1, UPPER_ID],
    ['Infinity', SOME_ID],
    ['now', SOME_ID],
    ['0000-01-01 00:00:00+00', SOME_ID],
    ['2026-01-01T00:00:60Z', SOME_ID],
    ['294277-01-01 00:00:00+00', SOME_ID],
    ["1'); drop table order_head; --", SOME_ID],
  ].map(cursorText),
];

function spoilObject(schema: Schema, value: Record<string, unknown>, path: string): Spoilt[] {
  const inner: Spoilt[] = Object.entries(schema.properties ?? {}).flatMap(([key, field]) =>
    key in value
      ? spoil(field, value[key], path ? `${path}.${key}` : key).map((s) => ({
          what: s.what,
          value: { ...value, [key]: s.value },
        }))
      : [],
  );
  const missing = (schema.required ?? []).map((key) => {
    const { [key]: _gone, ...rest } = value;
    return { what: `${path}${path ? '.' : ''}${key} is missing`, value: rest };
  });
  return [{ what: `${path || 'body'} has an unknown field`, value: { ...value, isAdmin: true } }, ...missing, ...inner];
}

function spoilItems(schema: Schema, value: unknown[], path: string): Spoilt[] {
  const [first] = value;
  if (first === undefined || !schema.items) return [];
  return spoil(schema.items, first, `${path}[0]`).map((s) => ({ what: s.what, value: [s.value, ...value.slice(1)] }));
}

/** Fields that take free text, so that hostile words may stand in them. */
export function freeTexts(schema: Schema, path: string[] = []): string[][] {
  if (schema.anyOf) return schema.anyOf[0] ? freeTexts(schema.anyOf[0], path) : [];
  if (schema.type === 'string') return schema.format || schema.enum ? [] : [path];
  if (schema.type === 'object')
    return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => freeTexts(field, [...path, key]));
  return [];
}

/** Whether every character is whole: a surrogate that stands alone can't be written in an address. */
export const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text);
