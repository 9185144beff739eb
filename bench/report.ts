/** A figure against its target; `met` is null where there is no target. */
export interface Row {
  name: string;
  bare: number | null;
  jishi: number | null;
  unit: string;
  /** Jishi against bare. */
  ratio: number | null;
  target: string;
  met: boolean | null;
}

const shown = (value: number | null): string =>
  value === null ? '—' : value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2);

/** The rows as a table for a terminal. */
export function table(rows: readonly Row[]): string {
  const head = ['', 'bare', 'Jishi', '', 'ratio', 'target', ''];
  const body = rows.map((r) => [
    r.name,
    shown(r.bare),
    shown(r.jishi),
    r.unit,
    r.ratio === null ? '' : `${r.ratio.toFixed(2)} ×`,
    r.target,
    r.met === null ? '' : r.met ? 'met' : 'MISSED',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [line(head), ...body.map(line)].join('\n');
}
