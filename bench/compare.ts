import { drive, type Load, quantile, type Turn } from './load.ts';
import { familyProcessorMs, processorMs } from './processes.ts';
import type { Cost, Side } from './report.ts';
import type { Scenario } from './scenarios.ts';

/** The processes under test. */
export interface Programs {
  pids: { bare: number; jishi: number; postgres: number };
  /** Takes statistics of all tables that are filled by now. */
  analyze(): Promise<void>;
}
export interface Measured {
  name: string;
  clients: number;
  bare: Side;
  jishi: Side;
  /** Jishi's rate against bare's, at least; null: no target. */
  least: number | null;
}

/** Until Node has compiled what is used often. */
const WARM_UP_MS = 1500;
const ROUNDS = 2;
type Name = 'bare' | 'jishi';

/** Warm-up, then in turns, so that whatever else the machine does meets both; who begins changes. */
export async function compare(
  { name, bare, jishi, least }: Scenario,
  clients: number,
  programs: Programs,
  { seconds, say }: { seconds: number; say: (line: string) => void },
): Promise<Measured> {
  await drive(clients, WARM_UP_MS, bare);
  await drive(clients, WARM_UP_MS, jishi);
  await programs.analyze();
  const rounds: Record<Name, Side[]> = { bare: [], jishi: [] };
  const both: [Name, Turn][] = [
    ['bare', bare],
    ['jishi', jishi],
  ];
  for (let round = 0; round < ROUNDS; round++)
    for (const [side, turn] of round % 2 === 0 ? both : both.toReversed()) {
      const { load, cost } = await measured(programs, side, () => drive(clients, seconds * 1000, turn));
      if (load.wrong > 0) throw new Error(`${name}: ${load.wrong} wrong answers from ${side}`);
      rounds[side].push({
        perSecond: load.perSecond,
        cost,
        p50Ms: quantile(load.timesMs, 0.5),
        p99Ms: quantile(load.timesMs, 0.99),
      });
      const { serverUs, postgresUs } = cost;
      say(
        `  ${name.padEnd(16)} ${String(clients).padStart(3)} clients  ${side.padEnd(6)} ${Math.round(load.perSecond)}/s  ${Math.round(serverUs)} + ${Math.round(postgresUs)} µs`,
      );
    }
  return { name, clients, bare: mean(rounds.bare), jishi: mean(rounds.jishi), least: least[clients] ?? null };
}

async function measured(
  { pids }: Programs,
  side: Name,
  work: () => Promise<Load>,
): Promise<{ load: Load; cost: Cost }> {
  const spent = () => ({ serverMs: processorMs(pids[side]), postgresMs: familyProcessorMs(pids.postgres) });
  const before = spent();
  const load = await work();
  const after = spent();
  const answers = load.right + load.wrong;
  return {
    load,
    cost: {
      serverUs: ((after.serverMs - before.serverMs) * 1000) / answers,
      postgresUs: ((after.postgresMs - before.postgresMs) * 1000) / answers,
    },
  };
}

function mean(rounds: Side[]): Side {
  const of = (value: (side: Side) => number) => rounds.reduce((sum, side) => sum + value(side), 0) / rounds.length;
  return {
    perSecond: of((s) => s.perSecond),
    cost: { serverUs: of((s) => s.cost?.serverUs ?? 0), postgresUs: of((s) => s.cost?.postgresUs ?? 0) },
    p50Ms: of((s) => s.p50Ms),
    p99Ms: of((s) => s.p99Ms),
  };
}
