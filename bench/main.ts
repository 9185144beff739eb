import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '@jishi/embedded';
import pg from 'pg';
import { bundle } from '../tools/bundle.mjs';
import { SERVER_ENV, SERVER_OPTIONS } from '../tools/node-options.mjs';
import { fillShop } from './jishi.ts';
import { drive, quantile, type Turn } from './load.ts';
import { residentMiB, type Started, startProgram, stopProgram } from './processes.ts';
import { type Row, table } from './report.ts';
import { analyzeFilled, BUYERS, createScenarios, fillBare, rush, type Sides } from './scenarios.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    seconds: { type: 'string', default: '4' },
    goods: { type: 'string', default: '1000' },
    only: { type: 'string', default: '' },
    profile: { type: 'string' },
  },
});
const ROUND_MS = Number(values.seconds) * 1000;
/** Until Node has compiled what is used often. */
const WARM_UP_MS = 3000;
const ROUNDS = 2;
const HOT_UNITS = 500;
/** Pairs of bursts; a burst is half a second, so one says little. */
const RUSHES = 15;
const SERVER = 'apps/server/dist/main.js';

const say = (line: string) => process.stdout.write(`${line}\n`);
const dir = mkdtempSync(path.join(tmpdir(), 'jishi-bench-'));
const closers: (() => Promise<unknown>)[] = [];
let closing: Promise<void> | undefined;
function closeAll(): Promise<void> {
  closing ??= (async () => {
    for (const close of closers.reverse())
      await close().catch((error: Error) => say(`while stopping: ${error.message}`));
    rmSync(dir, { recursive: true, force: true });
  })();
  return closing;
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void closeAll().then(() => process.exit(130)));

const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  closers.push(() => client.end());
  return client;
};
const startJishi = (url: string): Promise<Started> =>
  startProgram(
    SERVER,
    ['serve', '--port', '0', '--data', path.join(dir, 'jishi')],
    /Jishi is ready/,
    {
      ...SERVER_ENV,
      DATABASE_URL: url,
      LOG_LEVEL: 'warn',
    },
    [...SERVER_OPTIONS, ...(values.profile ? ['--cpu-prof', `--cpu-prof-dir=${path.resolve(values.profile)}`] : [])],
  );

/** Both programs over one PostgreSQL, with the same goods. */
async function open() {
  const postgres = await startPostgres({ dir: path.join(dir, 'postgres') });
  closers.push(postgres.stop);
  const admin = await connect(postgres.url);
  await admin.query('create database bare');
  const bareUrl = postgres.url.replace(/\/jishi$/, '/bare');
  say('starting Jishi');
  await bundle('apps/server/src/main.ts', SERVER, 'linked');
  const jishi = await startJishi(postgres.url);
  closers.push(() => stopProgram(jishi));
  const shop = await fillShop(jishi, { goods: Number(values.goods), buyers: BUYERS, log: say });
  await fillBare(await connect(bareUrl), shop);
  const program = path.join(path.resolve('bench/node_modules/.cache/jishi'), 'bare.mjs');
  await bundle('bench/bare.ts', program);
  const bare = await startProgram(program, [bareUrl], /bare listens on \d+/);
  closers.push(() => stopProgram(bare));
  const port = /listens on (\d+)/.exec(bare.said)?.[1];
  await analyzeFilled(admin);
  return { postgres, admin, jishi, bare, sides: createScenarios(shop, `http://127.0.0.1:${port}`) };
}

interface Measured {
  name: string;
  bare: number;
  jishi: number;
}

const [PLACING, CHECKOUT, BURST] = ['place', 'quote + place', 'burst'];
/** `--only list,place` takes the scenarios whose names have one of these in them. */
const wanted = (name: string): boolean => values.only.split(',').some((part) => name.includes(part));
type Contender = readonly ['bare' | 'jishi', Turn];
/** Who begins changes from round to round. */
const inTurn = (round: number, a: Contender, b: Contender): Contender[] => (round % 2 === 0 ? [a, b] : [b, a]);

/** Warm-up, then in turns, so that whatever else the machine does meets both. */
async function compare({ scenarios, placedMs }: Sides): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const { name, clients, bare, jishi } of scenarios.filter((s) => wanted(s.name))) {
    await drive(clients, WARM_UP_MS, bare);
    await drive(clients, WARM_UP_MS, jishi);
    const rates = { bare: [] as number[], jishi: [] as number[] };
    placedMs.length = 0;
    for (let round = 0; round < ROUNDS; round++)
      for (const [side, turn] of inTurn(round, ['bare', bare], ['jishi', jishi])) {
        const load = await drive(clients, ROUND_MS, turn);
        if (load.wrong > 0) throw new Error(`${name}: ${load.wrong} wrong answers from ${side}`);
        rates[side].push(load.perSecond);
        say(`  ${name.padEnd(14)} ${side.padEnd(6)} ${Math.round(load.perSecond)}/s`);
      }
    const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
    measured.push({ name, bare: mean(rates.bare), jishi: mean(rates.jishi) });
  }
  return measured;
}

type Bursts = Awaited<ReturnType<typeof rush>>[];
async function rushes(sides: Sides, admin: pg.Client): Promise<Bursts> {
  const all: Bursts = [];
  for (let i = 0; i < RUSHES; i++) {
    const one = await rush(sides.shop, admin, HOT_UNITS, i % 2 === 1);
    const [spread, hot] = [Math.round(one.spread.perSecond), Math.round(one.hot.perSecond)];
    say(`  burst of ${HOT_UNITS}   jishi  spread ${spread}/s, one SKU ${hot}/s, sold ${one.sold} of ${HOT_UNITS}`);
    all.push(one);
  }
  return all;
}

/** From spawn to the line that it is ready, on the filled database; the middle one of three. */
async function coldStart(url: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const started = await startJishi(url);
    closers.push(() => stopProgram(started));
    times.push(started.tookMs);
    await stopProgram(started);
  }
  return times.sort((a, b) => a - b)[1] ?? 0;
}

/** Every burst sold each piece once and none twice, and every answer was a right one. */
const exact = (bursts: Bursts): boolean =>
  bursts.every((r) => r.sold === HOT_UNITS && r.hot.orders === HOT_UNITS && r.hot.wrong === 0);

function rowsOf(
  measured: Measured[],
  bursts: Bursts,
  placedMs: readonly number[],
  memory: { bare: number | null; jishi: number | null },
  coldMs: number,
): Row[] {
  const ratio = (m: Measured) => m.jishi / m.bare;
  const least: Record<string, number> = { 'list of 20': 0.8, detail: 0.8, [PLACING]: 2, [CHECKOUT]: 2 };
  const rows: Row[] = measured.map((m) => {
    const target = least[m.name];
    return {
      name: m.name,
      bare: m.bare,
      jishi: m.jishi,
      unit: '/s',
      ratio: ratio(m),
      target: target === undefined ? '' : `≥ ${target} ×`,
      met: target === undefined ? null : ratio(m) >= target,
    };
  });
  const middle = (list: number[]) => list.sort((x, y) => x - y)[list.length >> 1] ?? 0;
  const spreadRate = middle(bursts.map((r) => r.spread.perSecond));
  const hotRate = middle(bursts.map((r) => r.hot.perSecond));
  // Each burst against its own twin, a second apart: the machine changes more from pair to pair than within one.
  const hotRatio = middle(bursts.map((r) => r.hot.perSecond / r.spread.perSecond));
  const alone = (name: string, jishi: number, unit: string, target: string, met: boolean | null): Row => ({
    name,
    bare: null,
    jishi,
    unit,
    ratio: null,
    target,
    met,
  });
  const p99Ms = quantile(placedMs, 0.99);
  const placing = alone(`p99 of placing, ${BUYERS} buyers`, p99Ms, 'ms', '≤ 100 ms', p99Ms <= 100);
  const bursting = [
    alone(`burst of ${HOT_UNITS}, spread`, spreadRate, '/s', '', null),
    { ...alone('the same on one SKU', hotRate, '/s', '≥ spread', hotRatio >= 1), ratio: hotRatio },
    alone(`sold of ${HOT_UNITS}`, bursts.at(-1)?.sold ?? 0, '', `= ${HOT_UNITS}`, exact(bursts)),
  ];
  return [
    ...rows,
    ...(placedMs.length > 0 ? [placing] : []),
    ...(bursts.length > 0 ? bursting : []),
    { ...alone('memory', memory.jishi ?? 0, 'MiB', '≤ 300 MiB', (memory.jishi ?? 0) <= 300), bare: memory.bare },
    alone('cold start', coldMs / 1000, 's', '≤ 3 s', coldMs <= 3000),
  ];
}

try {
  const { postgres, admin, jishi, bare, sides } = await open();
  const measured = await compare(sides);
  const placedMs = [...sides.placedMs];
  const bursts = wanted(BURST) ? await rushes(sides, admin) : [];
  if (measured.length + bursts.length === 0) throw new Error(`no scenario is called ${values.only}`);
  const memory = { bare: residentMiB(bare), jishi: residentMiB(jishi) };
  sides.close();
  await stopProgram(jishi);
  const coldMs = await coldStart(postgres.url);
  const rows = rowsOf(measured, bursts, placedMs, memory, coldMs);
  say(`\n${table(rows)}\n`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ node: process.version, rows, bursts }, null, 2)}\n`);
  if (!exact(bursts)) {
    say('the rush did not sell exactly what there was');
    process.exitCode = 1;
  }
} finally {
  await closeAll();
}
