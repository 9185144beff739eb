import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '@jishi/embedded';
import pg from 'pg';
import { buildAll } from '../tools/build.mjs';
import { bundle } from '../tools/bundle.mjs';
import { SERVER_ENV, SERVER_OPTIONS } from '../tools/node-options.mjs';
import { analyzeFilled, fillBare } from './bare-shop.ts';
import { type Pair, rush } from './bursts.ts';
import { compare, type Measured, type Programs } from './compare.ts';
import { fillShop } from './jishi.ts';
import { postmasterOf, residentMiB, type Started, startProgram, stopProgram } from './processes.ts';
import { isMet, table, timingTable } from './report.ts';
import { rowsOf } from './rows.ts';
import { BUYERS, CROWDS, openSides, placings, readings, type Sides, SOLD_OUT, soldOut } from './scenarios.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    seconds: { type: 'string', default: '3' },
    goods: { type: 'string', default: '1000' },
    only: { type: 'string', default: '' },
    clients: { type: 'string', default: CROWDS.join(',') },
    profile: { type: 'string' },
    large: { type: 'boolean', default: false },
    quotes: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
  },
});
const HOT_UNITS = 500;
/** Each three bursts; a burst is half a second, so one says little. */
const RUSHES = 12;
const SERVER = 'apps/server/dist/main.js';

const say = (line: string) => process.stdout.write(`${line}\n`);
const dir = mkdtempSync(path.join(tmpdir(), 'jishi-bench-'));
// PostgreSQL runs as a user of its own where root starts it; below a private folder it would lie elsewhere, and stay behind.
chmodSync(dir, 0o755);
const JISHI_DIR = path.join(dir, 'jishi');
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
    ['serve', '--port', '0', '--data', JISHI_DIR],
    /Jishi is ready/,
    {
      ...SERVER_ENV,
      DATABASE_URL: url,
      LOG_LEVEL: 'warn',
      // One generator stands for a crowd: it asks more than any person may.
      LIMIT_SCALE: '1000000',
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
  await buildAll(['server']);
  say('starting Jishi');
  const jishi = await startJishi(postgres.url);
  closers.push(() => stopProgram(jishi));
  const shop = await fillShop(jishi, JISHI_DIR, { goods: Number(values.goods), buyers: BUYERS, log: say });
  await indexed(admin, shop.goods.length);
  const bareSql = await connect(bareUrl);
  await fillBare(bareSql, shop);
  const program = path.join(path.resolve('bench/node_modules/.cache/jishi'), 'bare.mjs');
  await bundle('bench/bare.ts', program);
  const bare = await startProgram(program, [bareUrl], /bare listens on \d+/);
  closers.push(() => stopProgram(bare));
  const port = /listens on (\d+)/.exec(bare.said)?.[1];
  const programs: Programs = {
    pids: { bare: bare.child.pid ?? 0, jishi: jishi.child.pid ?? 0, postgres: await postmasterOf(admin) },
    analyze: async () => {
      await analyzeFilled(admin);
      await analyzeFilled(bareSql);
    },
  };
  await programs.analyze();
  return { postgres, admin, jishi, bare, programs, sides: openSides(shop, `http://127.0.0.1:${port}`) };
}

/** Waits until the last product can be found: the index is written by jobs. */
async function indexed(admin: pg.Client, goods: number): Promise<void> {
  for (;;) {
    const { rows } = await admin.query('select count(*)::int as goods from search_goods where on_sale');
    if (rows[0].goods >= goods) return;
    await new Promise((wait) => setTimeout(wait, 200));
  }
}

/** `--only list,place` takes the scenarios whose names have one of these in them. */
const wanted = (name: string): boolean => values.only.split(',').some((part) => name.includes(part));

async function compareAll(programs: Programs, sides: Sides): Promise<Measured[]> {
  const scenarios = [...(await readings(sides)), ...placings(sides)].filter((s) => wanted(s.name));
  const options = { seconds: Number(values.seconds), say };
  const measured: Measured[] = [];
  for (const scenario of scenarios)
    for (const clients of values.clients.split(',').map(Number))
      measured.push(await compare(scenario, clients, programs, options));
  if (wanted(SOLD_OUT)) measured.push(await compare(await soldOut(sides), BUYERS, programs, options));
  return measured;
}

async function rushes(sides: Sides, admin: pg.Client): Promise<Pair[]> {
  const all: Pair[] = [];
  for (let i = 0; i < RUSHES; i++) {
    const one = await rush(sides.shop, admin, HOT_UNITS, i);
    const [spread, hot, paying] = [one.spread, one.hot, one.paying].map((r) => Math.round(r.perSecond));
    say(
      `  burst of ${HOT_UNITS}   jishi  spread ${spread}/s, one SKU ${hot}/s, with ${one.paying.paid} payments ${paying}/s, sold ${one.sold.join(' and ')} of ${HOT_UNITS}`,
    );
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

/** Jishi against bare. */
async function againstBare(): Promise<void> {
  const { postgres, admin, jishi, bare, programs, sides } = await open();
  const measured = await compareAll(programs, sides);
  const bursts = wanted('burst') ? await rushes(sides, admin) : [];
  if (measured.length + bursts.length === 0) throw new Error(`no scenario is called ${values.only}`);
  const memory = { bare: residentMiB(bare), jishi: residentMiB(jishi) };
  sides.close();
  await stopProgram(jishi);
  const coldMs = await coldStart(postgres.url);
  const { rows, exact } = rowsOf({ measured, bursts, units: HOT_UNITS, memory, coldMs });
  say(`\n${table(rows)}\n`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ node: process.version, rows, bursts }, null, 2)}\n`);
  if (!exact) {
    say('the rush did not sell exactly what there was');
    process.exitCode = 1;
  }
}

/** A shop of years: every list, count and search. */
async function large(): Promise<void> {
  // Only here, because it holds the whole server.
  const { measureLarge } = await import('./large.ts');
  const scale = Number(values.scale);
  const atEnd = (close: () => Promise<unknown>) => void closers.push(close);
  const timings = await measureLarge({ dir: JISHI_DIR, scale, say, atEnd });
  const missed = timings.filter((t) => !isMet(t)).length;
  say(`\n${timingTable(timings)}\n\n${timings.length - missed} met, ${missed} missed\n`);
  if (values.json)
    writeFileSync(values.json, `${JSON.stringify({ node: process.version, scale, timings }, null, 2)}\n`);
}

/** What a full cart costs the server alone; needs no database. */
async function quotes(): Promise<void> {
  const { measureQuotes, MOST_MS } = await import('./quotes.ts');
  const { p50, p99 } = measureQuotes();
  say(
    `quote of 50 lines, 20 campaigns, 30 coupons: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms (most ${MOST_MS})`,
  );
  if (p99 > MOST_MS) process.exitCode = 1;
}

try {
  await (values.quotes ? quotes() : values.large ? large() : againstBare());
} finally {
  await closeAll();
}
