import Ajv from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { Code, Day, Id, PATTERN_WORDS, Text, Time } from './schema.ts';

const ajv = new Ajv({ strict: false });
formats(ajv, ['date-time', 'date']);

const kinds: [string, object, string[], string[]][] = [
  [
    'an id',
    Id,
    ['01890000-0000-7000-8000-00000000000a'],
    ['', 'urn:uuid:01890000-0000-7000-8000-00000000000a', '01890000-0000-7000-8000-00000000000A', '0189'],
  ],
  [
    'a text that must be there',
    Text(40),
    ['林', ' 林 小满 ', 'a\nb', '👨‍👩‍👧', '𠮷', '。', '阿卜杜热合曼·买买提', '１２３'],
    ['', ' ', '\u3000\u3000', '\t\n', '\u200b', '\u200d\ufeff', '\u202e', '\u3164', 'a\u0000', '\ud83d', 'a\udc00b'],
  ],
  ['a text that may be empty', Text(40, 0), ['', '   ', '林'], ['\u0000', '\u0007', '\ud83d', '\udc00\ud83d']],
  ['a code', Code(10), ['0a3Xy~!', '1'], ['', 'a b', '文', 'a\u0000', '\ud83d']],
  [
    'a time',
    Time,
    ['2026-01-01T00:00:00Z', '2026-01-01T08:00:00.123+08:00', '2024-02-29T00:00:00Z'],
    ['2026-01-01', '2026-01-01T00:00:60Z', '0000-01-01T00:00:00Z', '2026-02-29T00:00:00Z', '2026-01-01 00:00:00Z'],
  ],
  ['a day', Day, ['2026-01-31', '2024-02-29'], ['0000-01-01', '1999-12-31', '2026-02-29', '2026-1-1', '2026-13-01']],
];

describe.each(kinds)('%s', (_what, schema, right, wrong) => {
  const fits = ajv.compile(schema);
  test('is taken', () => expect(right.filter((text) => !fits(text))).toEqual([]));
  test('is refused when it is none', () => expect(wrong.filter((text) => fits(text))).toEqual([]));
});

test('every pattern has words for who reads the refusal', () => {
  for (const schema of [Id, Text(1), Text(1, 0), Code(1), Time, Day])
    expect(PATTERN_WORDS[(schema as { pattern?: string }).pattern ?? '']).toMatch(/\p{Script=Han}/u);
});
