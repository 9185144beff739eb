export interface CsvColumn<T> {
  title: string;
  value: (row: T) => string | number | null;
}

/** What a spreadsheet takes for a formula (CWE-1236). */
const FORMULA = /^[=+\-@\t\r\n]/;
const NUMBER = /^-?(0|[1-9]\d{0,10})(\.\d+)?$/;
/** What it takes for a number or a date although it is a code: 1E5, 007, 3-4, 2026/1/2, MAR1, and digits that it would round. */
const CODE =
  /^[+-]?[\d.,]+e[+-]?\d+$|^0\d+$|^\d{12,}$|^\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?$|^\d{1,2}:\d{2}(:\d{2})?$|^(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*[-\s]?\d{1,4}$|^\d{1,2}[-\s]?(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*$|^(true|false)$/i;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/**
 * One cell (RFC 4180). A number stays a number; a text that a spreadsheet would run gets an apostrophe in front, one that it would turn into a
 * number or a date a tab behind.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (CODE.test(value)) return quoted(`${value}\t`);
  const harmless = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n\t]/.test(harmless) ? quoted(harmless) : harmless;
}

const line = (cells: (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** Titles, after the mark by which Excel reads UTF-8. */
export const csvHead = <T>(columns: readonly CsvColumn<T>[]): string => `\uFEFF${line(columns.map((c) => c.title))}`;
export const csvLines = <T>(columns: readonly CsvColumn<T>[], rows: readonly T[]): string =>
  rows.map((row) => line(columns.map((c) => c.value(row)))).join('');
