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
  '文字样例',
  '',
];

/** A value that the schema takes; `own` gives texts by field name that only the test can know. */
export function sample(schema: Schema, own: Record<string, unknown> = {}, name = ''): unknown {
  if (name in own) return own[name];
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sample(schema.anyOf[0] ?? {}, own, name);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key]) => schema.required?.includes(key))
          .map(([key, value]) => [key, sample(value, own, key)]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}, own, name));
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
  if (schema.format === 'uuid') return SOME_ID;
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
        ...(schema.minimum !== undefined ? [{ what: `${at} is too small`, value: schema.minimum - 1 }] : []),
        ...(schema.maximum !== undefined ? [{ what: `${at} is too large`, value: schema.maximum + 1 }] : []),
      ];
    case 'string':
      return [
        { what: `${at} is a number`, value: 7 },
        { what: `${at} is a record`, value: { $ne: '' } },
        { what: `${at} is too long`, value: 'x'.repeat(100_000) },
      ];
    case 'boolean':
      return [{ what: `${at} is text`, value: 'yes' }];
    default:
      return schema.enum ? [{ what: `${at} is no known word`, value: "'; --" }] : [];
  }
}

function spoilObject(schema: Schema, value: Record<string, unknown>, path: string): Spoilt[] {
  const inner = Object.entries(schema.properties ?? {}).flatMap(([key, field]) =>
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
