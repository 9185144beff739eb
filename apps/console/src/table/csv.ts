export interface CsvColumn<T> {
  title: string;
  value: (row: T) => string | number | null | undefined;
}

/** A code that a spreadsheet takes for a number or a date: 1E5, 007, 3-4, MAR1, and digits that it would round. */
const CODE =
  /^[+-]?[\d.,]+e[+-]?\d+$|^0\d+$|^\d{12,}$|^\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?$|^(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*[-\s]?\d{1,4}$/i;

/**
 * One cell. A text that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236); a number stays a number;
 * long digits get a tab so that they are not rounded.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (CODE.test(value)) return `"${value}\t"`;
  const harmless = /^[=+\-@\t\r\n]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** RFC 4180 lines without a head. */
export const csvLines = <T>(columns: ReadonlyArray<CsvColumn<T>>, rows: readonly T[]): string =>
  rows.map((row) => `${columns.map((column) => csvCell(column.value(row))).join(',')}\r\n`).join('');

/** The line of titles, after a byte order mark so that Excel reads UTF-8. */
export const csvHead = <T>(columns: ReadonlyArray<CsvColumn<T>>): string =>
  `\uFEFF${columns.map((column) => csvCell(column.title)).join(',')}\r\n`;
