import type { Pair } from './bursts.ts';
import type { Measured } from './compare.ts';
import type { Row } from './report.ts';
import { BUYERS, SOLD_OUT } from './scenarios.ts';

interface Run {
  measured: Measured[];
  bursts: Pair[];
  /** Pieces of each hot SKU. */
  units: number;
  memory: { bare: number | null; jishi: number | null };
  coldMs: number;
}

/** Every figure of a run beside its target; `exact`: each hot piece was sold once and none twice. */
export function rowsOf({ measured, bursts, units, memory, coldMs }: Run): { rows: Row[]; exact: boolean } {
  const exact = bursts.every((b) => b.sold.every((pieces) => pieces === units) && b.hot.orders === units);
  const rows = [
    ...measured.map(comparison),
    ...placingTime(measured),
    ...refusalCost(measured),
    ...(bursts.length > 0 ? burstRows(bursts, units, exact) : []),
    { ...alone('memory', memory.jishi, 'MiB', '≤ 300 MiB', (memory.jishi ?? 0) <= 300), bare: memory.bare },
    alone('cold start', coldMs / 1000, 's', '≤ 3 s', coldMs <= 3000),
  ];
  return { rows, exact };
}

function comparison({ name, clients, bare, jishi, least }: Measured): Row {
  const ratio = jishi.perSecond / bare.perSecond;
  return {
    name: `${name}, ${clients} clients`,
    bare,
    jishi,
    unit: '/s',
    ratio,
    target: least === null ? '' : `≥ ${least} ×`,
    met: least === null ? null : ratio >= least,
  };
}

const alone = (name: string, jishi: number | null, unit: string, target = '', met: boolean | null = null): Row => ({
  name,
  bare: null,
  jishi,
  unit,
  ratio: null,
  target,
  met,
});

/** Of placing alone, without the quote before it. */
function placingTime(measured: Measured[]): Row[] {
  const rush = measured.filter((m) => m.clients === BUYERS && (m.name === 'place' || m.name === 'quote + place'));
  return rush.map(({ name, jishi }) =>
    alone(`p99 of placing (${name}), ${BUYERS} buyers`, jishi.p99Ms, 'ms', '≤ 100 ms', jishi.p99Ms <= 100),
  );
}

/** Processor time of server and PostgreSQL together. */
function refusalCost(measured: Measured[]): Row[] {
  const us = (m: Measured | undefined) => (m?.jishi.cost ? m.jishi.cost.serverUs + m.jishi.cost.postgresUs : null);
  const placed = us(measured.find((m) => m.name === 'place' && m.clients === BUYERS));
  const refused = us(measured.find((m) => m.name === SOLD_OUT));
  if (placed === null || refused === null) return [];
  const ratio = refused / placed;
  return [{ ...alone('cost of a refused placing', refused, 'µs', '≤ 0.5 of a placed one', ratio <= 0.5), ratio }];
}

function burstRows(bursts: Pair[], units: number, exact: boolean): Row[] {
  const middle = (list: number[]) => list.sort((x, y) => x - y)[list.length >> 1] ?? 0;
  const [spread, hot, paying] = (['spread', 'hot', 'paying'] as const).map((name) =>
    middle(bursts.map((b) => b[name].perSecond)),
  ) as [number, number, number];
  // Each burst against its own twin, a second apart: the machine changes more from one to the next than within one.
  const hotRatio = middle(bursts.map((b) => b.hot.perSecond / b.spread.perSecond));
  const payingRatio = middle(bursts.map((b) => b.paying.perSecond / b.hot.perSecond));
  return [
    alone(`burst of ${units}, spread`, spread, '/s'),
    { ...alone('the same on one SKU', hot, '/s', '≥ spread', hotRatio >= 1), ratio: hotRatio },
    { ...alone('and with payments', paying, '/s', '≥ 0.9 of that', payingRatio >= 0.9), ratio: payingRatio },
    alone(`sold of ${units}`, bursts.at(-1)?.sold[0] ?? 0, '', `= ${units}`, exact),
  ];
}
