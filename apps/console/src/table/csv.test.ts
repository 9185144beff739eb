import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, csvHead, csvLines } from './csv.ts';

test('a text that a spreadsheet would run is disarmed', () => {
  for (const evil of ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])
    expect(csvCell(evil).replace('"', '')[0]).toBe("'");
  expect(csvCell('=HYPERLINK("http://x")')).toBe(`"'=HYPERLINK(""http://x"")"`);
});

test('amounts stay numbers, also below zero', () => {
  expect(csvCell('-12.50')).toBe('-12.50');
  expect(csvCell(-3)).toBe('-3');
});

test('long order numbers are not rounded by a spreadsheet', () => {
  expect(csvCell('202611230001234567')).toBe('"202611230001234567\t"');
});

test('codes like 1E5 or 3-4 stay codes', () => {
  for (const code of ['1E5', '0012', '3-4', 'MAR1']) expect(csvCell(code)).toBe(`"${code}\t"`);
});

test('commas, quotes and line breaks stay in their cell; none is an empty cell', () => {
  const columns = [
    { title: '名', value: (r: { a: string | null }) => r.a },
    { title: '数', value: () => 2 },
  ];
  expect(csvHead(columns)).toBe('\uFEFF名,数\r\n');
  expect(csvLines(columns, [{ a: 'x,"y"\nz' }, { a: null }])).toBe('"x,""y""\nz",2\r\n,2\r\n');
});

test('no text at all yields a cell that begins as a formula', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const cell = csvCell(text).replace(/^"/, '');
      expect(/^[=+@\t\r]/.test(cell) || (cell.startsWith('-') && !/^-\d+(\.\d+)?$/.test(cell))).toBe(false);
    }),
  );
});
