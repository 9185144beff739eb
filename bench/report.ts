/** Microseconds of processor time that one right answer cost. */
export interface Cost {
  serverUs: number;
  postgresUs: number;
}
/** What one side of a comparison did. */
export interface Side {
  perSecond: number;
  cost: Cost | null;
  p50Ms: number;
  p99Ms: number;
}
/** A figure against its target; `met` is null where there is no target. */
export interface Row {
  name: string;
  bare: Side | number | null;
  jishi: Side | number | null;
  unit: string;
  /** Jishi against bare, or against what `name` says. */
  ratio: number | null;
  target: string;
  met: boolean | null;
}

const shown = (value: number | null): string =>
  value === null ? '' : value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2);

const rate = (side: Row['bare']): string => shown(side && typeof side === 'object' ? side.perSecond : side);
const cost = (side: Row['bare']): string =>
  side && typeof side === 'object' && side.cost
    ? `${Math.round(side.cost.serverUs)} + ${Math.round(side.cost.postgresUs)}`
    : '';
const times = (side: Row['bare']): string =>
  side && typeof side === 'object' && side.p99Ms > 0 ? `${shown(side.p50Ms)} / ${shown(side.p99Ms)}` : '';

const HEAD = ['', 'bare', 'Jishi', '', 'ratio', 'target', '', 'bare µs', 'Jishi µs', 'Jishi p50/p99 ms'];

/** The rows as a table for a terminal. µs: processor time of server + PostgreSQL for one right answer. */
export function table(rows: readonly Row[]): string {
  const body = rows.map((r) => [
    r.name,
    rate(r.bare),
    rate(r.jishi),
    r.unit,
    r.ratio === null ? '' : `${r.ratio.toFixed(2)} ×`,
    r.target,
    r.met === null ? '' : r.met ? 'met' : 'MISSED',
    cost(r.bare),
    cost(r.jishi),
    times(r.jishi),
  ]);
  return aligned([HEAD, ...body]);
}

/** What one address of the large shop takes on the server. */
export interface Timing {
  name: string;
  p50Ms: number;
  p95Ms: number;
  maxMs: number;
  /** Processor time of server and PostgreSQL for one answer. */
  processorMs: number;
  /** For the p95. */
  targetMs: number;
}
export const isMet = ({ p95Ms, targetMs }: Timing): boolean => p95Ms <= targetMs;

export function timingTable(timings: readonly Timing[]): string {
  const body = timings.map((t) => [
    t.name,
    ...[t.p50Ms, t.p95Ms, t.maxMs].map((ms) => ms.toFixed(1)),
    `≤ ${t.targetMs} ms`,
    isMet(t) ? 'met' : 'MISSED',
    t.processorMs.toFixed(1),
  ]);
  return aligned([['', 'p50 ms', 'p95 ms', 'max ms', 'target p95', '', 'processor ms'], ...body]);
}

/** Columns of one width: the first begins on the left, the others end on the right. */
function aligned(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}
