import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chainWork } from '../../test/chain-work.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Database } from '../db/index.ts';
import { type Chain, Ledger, move, post } from './index.ts';
import { verifyLedger } from './ledger.reads.ts';
import type { Leg } from './ledger.rules.ts';

let clone: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  clone = await createTestDatabase();
  owner = new pg.Client({ connectionString: clone.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await clone.drop();
});

const ACCOUNTS = ['stock/hot', 'stock/2', 'stock/3', 'sold/1', 'sold/2', 'world/stock', 'world/payer'];
const CHAINS = 60;
const FILLED = 40;
/** What a caller may hear; anything else, a deadlock or a broken constraint above all, fails the test. */
const ANSWERS = [
  'posted',
  'repeated',
  'LEDGER_LACK',
  'LEDGER_CHAIN_REUSED',
  'LEDGER_RESERVATION_ENDED',
  'no reservation',
];

const transfers = fc
  .record({
    kind: fc.constantFrom('move' as const, 'reserve' as const, 'reserve' as const),
    sides: fc.shuffledSubarray(ACCOUNTS, { minLength: 2, maxLength: 2 }),
    amount: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ kind, sides, amount }): Leg => ({ kind, unit: 'piece', debit: sides[0]!, credit: sides[1]!, amount }));
const endings = fc
  .record({
    kind: fc.constantFrom('settle' as const, 'release' as const),
    of: fc.record({
      chain: fc.nat(CHAINS - 1).map((n) => `c${n}`),
      leg: fc.constantFrom<(number | 'all')[]>('all', 0, 1),
    }),
  })
  .map((leg): Leg => leg);
/** What every chain id stands for: three in five make transfers, the others end reservations of the first. */
const book = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.array(transfers, { minLength: 1, maxLength: 4 }) },
    { weight: 2, arbitrary: fc.array(endings, { minLength: 1, maxLength: 2 }) },
  ),
  { minLength: CHAINS, maxLength: CHAINS },
);
interface Call {
  chain: number;
  way: 'batch' | 'post';
  /** Uses the id for something else. */
  wrong: boolean;
}
const calls = fc.array(
  fc.record<Call>({
    chain: fc.nat(CHAINS - 1),
    way: fc.constantFrom('batch', 'post'),
    wrong: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
  }),
  { minLength: 10, maxLength: 12 },
);
/** Forty clients ask one after the other, all at once; ids repeat a lot, from several clients at the same moment. */
const crowd = fc.array(calls, { minLength: 40, maxLength: 40 });

interface Heard {
  id: string;
  answer: string;
  error?: unknown;
}

const work = chainWork();
async function ask(database: Database, ledgers: Ledger[], tenant: number, chain: Chain, way: Call['way']) {
  try {
    const answer =
      way === 'batch'
        ? await (ledgers[chain.legs.length % ledgers.length] as Ledger).submit(work, tenant, chain)
        : await database.inTx(tenant, (tx) => post(tx, tenant, chain));
    return { id: chain.id, answer };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { id: chain.id, answer: code ?? message.replace(/^(no reservation).*/, '$1'), error };
  }
}

/** Replays the journal in its order and names every moment at which an account was below its floor. */
async function momentsBelowFloor(tenant: number): Promise<string[]> {
  const { rows } = await owner.query<{ kind: string; debit: string; credit: string; amount: string; seq: string }>(
    'select * from ledger_transfer where tenant_id = $1 order by seq',
    [tenant],
  );
  const free = new Map<string, number>();
  const add = (id: string, n: number) => free.set(id, (free.get(id) ?? 0) + n);
  return rows.flatMap(({ kind, debit, credit, amount, seq }) => {
    if (kind === 'move' || kind === 'reserve') add(debit, -Number(amount));
    if (kind === 'release') add(debit, Number(amount));
    if (kind === 'move' || kind === 'settle') add(credit, Number(amount));
    return !debit.startsWith('world/') && (free.get(debit) ?? 0) < 0 ? [`${debit} at ${seq}`] : [];
  });
}

test('a crowd with random chains, by batch and by transaction mixed: every promise holds, none is decided twice, no deadlock', async () => {
  let tenant = 100;
  const heardEver = new Set<string>();
  const database = new Database({ url: clone.url, size: 12 });
  const outcome = await fc.check(
    fc.asyncProperty(book, crowd, async (chains, clients) => {
      tenant++;
      const legs = ['stock/hot', 'stock/2', 'stock/3'].map((id) => move('piece', 'world/stock', id, FILLED));
      await database.inTx(tenant, (tx) => post(tx, tenant, { id: 'filled', legs }));
      // Three, as in three processes.
      const ledgers = [1, 2, 3].map(() => new Ledger(database, { maxItems: 15 }));
      const chainOf = ({ chain, wrong }: Call): Chain => ({
        id: `c${chain}`,
        legs: [...chains[chain]!, ...(wrong ? [move('piece', 'world/stock', 'stock/3', 1)] : [])],
      });
      const heard: Heard[] = [];
      await Promise.all(
        clients.map(async (client) => {
          for (const call of client) heard.push(await ask(database, ledgers, tenant, chainOf(call), call.way));
        }),
      );
      for (const h of heard) {
        if (!ANSWERS.includes(h.answer)) throw h.error;
        heardEver.add(h.answer);
      }
      const posted = heard.filter((h) => h.answer === 'posted').map((h) => h.id);
      const { rows } = await owner.query('select distinct chain_id as id from ledger_transfer where tenant_id = $1', [
        tenant,
      ]);
      expect([...posted, 'filled'].sort()).toEqual(rows.map((r) => r.id).sort());
      expect(await verifyLedger(database.forTenant(tenant), tenant)).toEqual([]);
      expect(await momentsBelowFloor(tenant)).toEqual([]);
    }),
    { numRuns: 8, endOnFailure: true },
  );
  if (outcome.failed) throw new Error(`with seed ${outcome.seed}`, { cause: outcome.errorInstance });
  expect([...heardEver].sort()).toEqual([...ANSWERS].sort()); // the crowd was wild enough to meet every case
  await database.close();
  await expect.poll(sessions, { timeout: 5000 }).toBe(0);
  const { rows } = await owner.query('select deadlocks from pg_stat_database where datname = current_database()');
  expect(Number(rows[0].deadlocks)).toBe(0);
});

/** Sessions of the application; when they have ended, their counts have reached the statistics. */
async function sessions(): Promise<number> {
  const { rows } = await owner.query(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'jishi'`,
  );
  return rows[0].n;
}
