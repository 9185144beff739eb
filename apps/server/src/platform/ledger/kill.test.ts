import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Database } from '../db/index.ts';
import { balances, move, post } from './index.ts';
import { verifyLedger } from './ledger.reads.ts';

const TENANT = 7;
const CHAINS = 2400;
const KILL_AFTER = 500;
const HOT = 900;
const EACH = 2000;

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

interface Said {
  posted: string[];
  repeated: string[];
  refused: string[];
}

/** A process that places all chains; `onLine` may kill it. Resolves, with what it acknowledged, when it has ended. */
async function burst(onLine: (lines: number, child: ChildProcess) => void) {
  const child = spawn(
    process.execPath,
    ['tools/run.mjs', 'apps/server/src/test/ledger-burst.ts', clone.url, String(TENANT), String(CHAINS)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<string>((done) => child.once('exit', (code, signal) => done(signal ?? `exit ${code}`)));
  const said: Said = { posted: [], repeated: [], refused: [] };
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [id = ''] = line.slice(1).split(' ');
    said[line[0] === '+' ? 'posted' : line[0] === '=' ? 'repeated' : 'refused'].push(id);
    onLine(++lines, child);
  }
  return { said, end: await ended };
}

async function chainsThere(): Promise<string[]> {
  const { rows } = await owner.query(
    `select distinct chain_id as id from ledger_transfer where tenant_id = ${TENANT} and chain_id like 'burst/%'`,
  );
  return rows.map((r) => r.id);
}
async function rowsThere(): Promise<string[]> {
  const { rows } = await owner.query(`select payload #>> '{}' as id from outbox where tenant_id = ${TENANT}`);
  return rows.map((r) => r.id);
}
async function sessions(): Promise<number> {
  const { rows } = await owner.query(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'jishi'`,
  );
  return rows[0].n;
}

test('a process killed in the middle of a burst loses nothing that it acknowledged, leaves nothing half, and doubles nothing when it comes back', {
  timeout: 120_000,
}, async () => {
  const database = new Database({ url: clone.url, size: 2 });
  const skus = Array.from({ length: 20 }, (_, n) => move('piece', 'world/stock', `stock/${n}`, EACH));
  await database.inTx(TENANT, (tx) =>
    post(tx, TENANT, { id: 'filled', legs: [...skus, move('piece', 'world/stock', 'stock/hot', HOT)] }),
  );

  const first = await burst((lines, child) => {
    if (lines === KILL_AFTER) child.kill('SIGKILL');
  });
  expect(first.end).toBe('SIGKILL');
  // Its sessions end by themselves: what had not been committed is gone, what had is there.
  await expect.poll(sessions, { timeout: 20_000 }).toBeLessThanOrEqual(1);
  const survived = await chainsThere();
  expect(survived.length).toBeLessThan(CHAINS);
  expect(survived).toEqual(expect.arrayContaining(first.said.posted));
  expect((await rowsThere()).sort()).toEqual(survived.toSorted());
  expect(await verifyLedger(database.forTenant(TENANT), TENANT)).toEqual([]);

  const second = await burst(() => {});
  expect(second.end).toBe('exit 0');
  expect(second.said.repeated.toSorted()).toEqual(survived.toSorted());
  const all = await chainsThere();
  expect([...second.said.posted, ...survived].sort()).toEqual(all.sort());
  expect((await rowsThere()).sort()).toEqual(all);
  expect(all.length + second.said.refused.length).toBe(CHAINS);
  expect(second.said.refused.length).toBe(CHAINS / 2 - HOT);
  const held = await balances(database.forTenant(TENANT), TENANT, ['stock/hot', 'sold/all']);
  expect(held.get('stock/hot')).toEqual({ unit: 'piece', balance: HOT, reserved: HOT, available: 0 });
  expect(await verifyLedger(database.forTenant(TENANT), TENANT)).toEqual([]);
  await database.close();
});
