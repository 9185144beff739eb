import { mkdirSync } from 'node:fs';
import { openDatabase } from '../apps/server/src/open-database.ts';
import { readConfig } from '../apps/server/src/platform/config.ts';
import { Secrets } from '../apps/server/src/platform/secrets/secrets.ts';
import { type Asker, addressesOf, type OldShop, oldShop } from '../apps/server/src/test/old-shop.ts';
import { openApp, SECRET, type StartedApp } from '../apps/server/src/test/open-app.ts';
import { quantile } from './load.ts';
import { familyProcessorMs, postmasterOf } from './processes.ts';
import type { Timing } from './report.ts';

/** What a large shop has, and what stands beside it. */
const FULL = { goods: 100_000, customers: 200_000, orders: 1_000_000 };
const BESIDE = { shops: 99, goods: 50, customers: 100, orders: 500 };
const TARGET_MS = 50;
/** Rounds of all addresses, each with other goods, words and orders; the first is not counted: Node has not compiled them yet. */
const ROUNDS = 31;

interface Large {
  dir: string;
  scale: number;
  say: (line: string) => void;
  /** What is to be closed at the end, last first. */
  atEnd: (close: () => Promise<unknown>) => void;
}

/**
 * The server's own times for every list, count and search at the size of a large shop. The server runs in this process, over the
 * embedded PostgreSQL as `npm start` sets it up; one question after the other, so that none waits for another.
 */
export async function measureLarge({ dir, scale, say, atEnd }: Large): Promise<Timing[]> {
  const app = await open(dir, say, atEnd);
  const sizes = scaled(FULL, scale);
  say(
    `filling ${Object.entries(sizes)
      .map(([what, count]) => `${count.toLocaleString('en-US')} ${what}`)
      .join(', ')}`,
  );
  const others = { ...scaled(BESIDE, scale), shops: BESIDE.shops };
  const shop = await oldShop(app, { sizes, others, log: (line) => say(`  ${line}`) });
  const { rows } = await app.sql.query('select pg_size_pretty(pg_database_size(current_database())) as size');
  say(`the database has ${rows[0].size}; asking`);
  return ask(app, shop, say);
}

const scaled = <T extends Record<string, number>>(sizes: T, scale: number): T =>
  Object.fromEntries(Object.entries(sizes).map(([what, count]) => [what, Math.max(1, Math.round(count * scale))])) as T;

async function open(dir: string, say: Large['say'], atEnd: Large['atEnd']): Promise<StartedApp> {
  mkdirSync(dir, { recursive: true });
  const config = readConfig(['--data', dir], { JISHI_SECRET: SECRET });
  const { urls, embedded } = await openDatabase(config, Secrets.open(SECRET, dir), say);
  if (embedded) atEnd(() => embedded.stop());
  const { app, close } = await openApp({
    dataDir: dir,
    database: { url: urls.app, workerUrl: urls.worker, ownerUrl: embedded?.url ?? '', drop: async () => {} },
    settings: { DATABASE_POOL: '16', LIMIT_SCALE: '1000000' },
  });
  atEnd(close);
  return app;
}

/** What the answers to one address took. */
interface Asked {
  name: string;
  ms: number[];
  processorMs: number;
}

async function ask(app: StartedApp, shop: OldShop, say: Large['say']): Promise<Timing[]> {
  const clock = serverClock(app);
  const postgres = await postmasterOf(app.sql);
  const asked = new Map<string, Asked>();
  const visit = async (asker: Asker, name: string, address: string): Promise<string | null> => {
    // What the process remembers of goods would be told from memory: every question is a new one.
    await app.sql.query('update stamp set version = version + 1 where tenant_id = 1');
    const postgresBefore = familyProcessorMs(postgres);
    const ownBefore = process.cpuUsage();
    const answer = await shop.callers[asker].get(address);
    const own = process.cpuUsage(ownBefore);
    if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    const sum = asked.get(name) ?? { name, ms: [], processorMs: 0 };
    sum.ms.push(clock.lastMs());
    sum.processorMs += (own.user + own.system) / 1000 + familyProcessorMs(postgres) - postgresBefore;
    asked.set(name, sum);
    return answer.body?.next ?? null;
  };
  const names = addressesOf(shop, 0);
  for (let round = 0; round < ROUNDS; round++) {
    if (round === 1) asked.clear();
    if (round % 5 === 0) say(`  round ${round} of ${ROUNDS - 1}`);
    for (const [asker, addresses] of Object.entries(addressesOf(shop, round)) as [Asker, string[]][])
      for (const [i, address] of addresses.entries()) {
        const name = readable(names[asker][i] ?? address);
        const next = await visit(asker, name, address);
        const cursor = `${address.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next ?? '')}`;
        if (next) await visit(asker, `${name}, next page`, address + cursor);
      }
  }
  return [...asked.values()].map(({ name, ms, processorMs }) => ({
    name,
    p50Ms: quantile(ms, 0.5),
    p95Ms: quantile(ms, 0.95),
    maxMs: Math.max(...ms),
    processorMs: processorMs / ms.length,
    targetMs: TARGET_MS,
  }));
}

/** How long the server says that its last answer took, as its metrics are told. */
function serverClock({ platform: { metrics } }: StartedApp): { lastMs: () => number } {
  let last: number | null = null;
  const request = metrics.request.bind(metrics);
  metrics.request = (method, route, status, ms) => {
    last = ms;
    request(method, route, status, ms);
  };
  return {
    lastMs: () => {
      if (last === null) throw new Error('the server did not say how long it took');
      const ms = last;
      last = null;
      return ms;
    },
  };
}

const readable = (address: string): string => decodeURIComponent(address).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id');
