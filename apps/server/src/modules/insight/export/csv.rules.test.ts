import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, csvHead, csvLines } from './csv.rules.ts';

test('codes that Excel reads as numbers or dates stay as they are', () => {
  for (const code of [
    '1E5',
    '1e5',
    '0012',
    '2026112718000012345678',
    '3-4',
    '2026/1/2',
    'MAR1',
    '1-Sep',
    'TRUE',
    '12:30',
  ])
    expect(csvCell(code), code).toBe(`"${code}\t"`);
});

test('words, amounts and counts are written plainly', () => {
  expect(['500ml 杯', '-5.00', '59.90', 'A-1', 'MARKET', '', 'E5'].map(csvCell)).toEqual([
    ...['500ml 杯', '-5.00', '59.90', 'A-1', 'MARKET', '', 'E5'],
  ]);
  expect([csvCell(-3), csvCell(0), csvCell(null)]).toEqual(['-3', '0', '']);
});

test('no text begins a formula, and every cell is read back', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const cell = csvCell(text);
      const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(read.replace(/^'/, '').replace(/\t$/, '')).toContain(text.replace(/^'/, '').replace(/\t$/, ''));
      expect(/^[=+@\t\r]/.test(read)).toBe(false);
    }),
  );
  expect(csvCell('=HYPERLINK("http://x")')).toBe(`"'=HYPERLINK(""http://x"")"`);
});

test('a table begins with the mark for Excel and its titles', () => {
  const columns = [
    { title: '名', value: (r: { a: string }) => r.a },
    { title: '数', value: () => 2 },
  ];
  expect(csvHead(columns)).toBe('\uFEFF名,数\r\n');
  expect(csvLines(columns, [{ a: 'x,"y"\nz' }])).toBe('"x,""y""\nz",2\r\n');
});
