import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Database } from '../db/index.ts';
import { emit, eventKind, jobKind, RELAY_BATCH, registerListeners, relayBatch, schedule } from './index.ts';
import { RELAY } from './relay.sql.ts';

let clone: TestDatabase;
let database: Database;
let owner: pg.Client;
let pool: pg.Pool;

beforeEach(async () => {
  clone = await createTestDatabase();
  database = new Database({ url: clone.url, size: 4 });
  pool = new pg.Pool({ connectionString: clone.workerUrl, max: 4 });
  owner = new pg.Client({ connectionString: clone.ownerUrl });
  await owner.connect();
});
afterEach(async () => {
  await owner.end();
  await pool.end();
  await database.close();
  await clone.drop();
});

const told = eventKind<{ n: number }>('test.told');
const work = jobKind<{ n: number }>('test.work');
const ask = (n: number, when: { runAt?: Date; key?: string } = {}, tenantId = 1) =>
  database.inTx(tenantId, (tx) => schedule(tx, tenantId, work, { n }, when));
const tell = (n: number, tenantId = 1) => database.inTx(tenantId, (tx) => emit(tx, tenantId, told, { n }));

interface QueuedJob {
  task: string;
  tenant: number;
  n: number;
}
const queued = async (): Promise<QueuedJob[]> =>
  (
    await owner.query<QueuedJob>(
      `select t.identifier as task, (j.payload->>'tenantId')::int as tenant, (j.payload->'data'->>'n')::int as n
       from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where j.key is not null order by j.id`,
    )
  ).rows;
const count = async (where: string): Promise<number> =>
  (await owner.query(`select count(*)::int as n from outbox where ${where}`)).rows[0].n;
const UNRELAYED = 'relayed_at is null and failed_at is null';

/** Whatever makes a key longer than the queue takes. */
const LONG_KEY = 'k'.repeat(600);

describe('rows with one key', () => {
  test('that wait together become one job with what the last says, and hold up nobody', async () => {
    await ask(1, { key: 'receive/x', runAt: new Date(Date.now() + 60_000) });
    await ask(2, { key: 'receive/y' });
    await ask(3, { key: 'receive/x', runAt: new Date(Date.now() + 3_600_000) });
    await ask(4, { key: 'receive/x' }, 2);
    expect(await relayBatch(pool)).toEqual({ rows: 4, parked: [], busy: false });
    expect(await queued()).toEqual([
      { task: 'test.work', tenant: 1, n: 2 },
      { task: 'test.work', tenant: 1, n: 3 },
      { task: 'test.work', tenant: 2, n: 4 },
    ]);
    expect(await count(UNRELAYED)).toBe(0);
  });

  test('that come one after the other move the timer, forwards and backwards', async () => {
    const minutes = [60, 120, 5];
    for (const n of minutes) {
      await ask(n, { key: 'receive/x', runAt: new Date(Date.now() + n * 60_000) });
      await relayBatch(pool);
      const { rows } = await owner.query(
        `select round(extract(epoch from run_at - now()) / 60)::int as minutes from graphile_worker._private_jobs`,
      );
      expect(rows).toEqual([{ minutes: n }]);
    }
  });
});

describe('a row that the queue refuses', () => {
  test('is parked with its reason; those before, behind and of other shops go on', async () => {
    await registerListeners(pool, [{ event: told.name, listener: 'one' }]);
    await ask(1);
    await ask(2, { key: LONG_KEY }, 2);
    await tell(3, 3);
    await ask(4, {}, 2);
    const { rows, parked, busy } = await relayBatch(pool);
    expect({ rows, busy }).toEqual({ rows: 4, busy: false });
    expect(parked).toMatchObject([
      { tenantId: 2, task: 'job:test.work', failure: expect.stringContaining('jobs_key_check') },
    ]);
    expect((await queued()).map((j) => j.n)).toEqual([1, 3, 4]);
    expect(await count("failed_at is not null and failure like '%jobs_key_check%'")).toBe(1);
    expect(await relayBatch(pool)).toEqual({ rows: 0, parked: [], busy: false });
  });

  test('because nobody knows what it is, is parked too', async () => {
    await owner.query(
      `insert into outbox (tenant_id, id, task, payload) values (1, gen_random_uuid(), 'letter:home', '{}')`,
    );
    expect(await relayBatch(pool)).toMatchObject({ rows: 1, parked: [{ task: 'letter:home' }] });
  });

  test('goes on once it was mended and is no longer marked as failed', async () => {
    await ask(1, { key: LONG_KEY });
    await relayBatch(pool);
    await owner.query("update outbox set failed_at = null, failure = null, job_key = 'short'");
    await relayBatch(pool);
    expect((await queued()).map((j) => j.n)).toEqual([1]);
  });

  test('only for what stands in it: when the queue itself is away, every row waits and none is parked', async () => {
    await ask(1);
    await ask(2);
    await owner.query('alter table graphile_worker._private_tasks rename to gone');
    await expect(relayBatch(pool)).rejects.toThrow();
    expect(await count(UNRELAYED)).toBe(2);
    await owner.query('alter table graphile_worker.gone rename to _private_tasks');
    expect(await relayBatch(pool)).toEqual({ rows: 2, parked: [], busy: false });
  });
});

test('of two relays at one time the second leaves the rows to the first, so that the older of two rows cannot come last', async () => {
  await ask(1, { key: 'x' });
  const first = await pool.connect();
  try {
    await first.query('begin');
    await first.query(RELAY, [RELAY_BATCH, null]);
    await ask(2, { key: 'x' });
    expect(await relayBatch(pool)).toEqual({ rows: 0, parked: [], busy: true });
    await first.query('commit');
  } finally {
    first.release();
  }
  expect(await relayBatch(pool)).toEqual({ rows: 1, parked: [], busy: false });
  expect((await queued()).map((j) => j.n)).toEqual([2]);
});

test('an event that nobody listens to is done; from the moment a listener is known it gets the next one', async () => {
  await tell(1);
  expect(await relayBatch(pool)).toEqual({ rows: 1, parked: [], busy: false });
  await registerListeners(pool, [
    { event: told.name, listener: 'one' },
    { event: told.name, listener: 'two' },
    { event: 'test.other', listener: 'three' },
  ]);
  await tell(2);
  await relayBatch(pool);
  expect(await queued()).toEqual([
    { task: 'test.told>one', tenant: 1, n: 2 },
    { task: 'test.told>two', tenant: 1, n: 2 },
  ]);
});

describe('a backlog', () => {
  const BACKLOG = 20_000;
  const fill = () =>
    owner.query(
      `insert into outbox (tenant_id, id, task, payload, relayed_at)
       select 1 + n % 7, gen_random_uuid(), 'job:test.work', json_build_object('n', n)::jsonb, case when n > $1 then now() end
       from generate_series(1, 2 * $1) n`,
      [BACKLOG],
    );

  test('of 20,000 rows goes in full batches, each of which reads its own rows only', async () => {
    await fill();
    await owner.query('analyze outbox');
    const plan = await owner.query(
      `explain (format json) ${RELAY.replaceAll('$1', String(RELAY_BATCH)).replaceAll('$2', 'null')}`,
    );
    const nodes = nodesOf(plan.rows[0]['QUERY PLAN'][0].Plan).filter(
      (n) => n['Relation Name'] === 'outbox' && n['Node Type'] !== 'ModifyTable',
    );
    expect(nodes.map((n) => n['Index Name'])).toEqual(['outbox_waiting', 'outbox_waiting']);
    // Every row is touched twice: read and marked. A batch that looked through the backlog for each of its rows touched millions.
    const before = await fetched();
    let batches = 0;
    while ((await relayBatch(pool)).rows > 0) batches++;
    expect(batches).toBe(BACKLOG / RELAY_BATCH);
    expect(await count(UNRELAYED)).toBe(0);
    expect((await queued()).length).toBe(BACKLOG);
    // Entries of rows that were marked are passed over until no older transaction of the server can see them: a few more each.
    expect((await fetched()) - before).toBeLessThan(20 * BACKLOG);
  });

  /** Index entries of waiting rows that PostgreSQL read. */
  async function fetched(): Promise<number> {
    await pool.query('select pg_stat_force_next_flush()').catch(() => {});
    const { rows } = await owner.query(
      "select idx_tup_read::int as n from pg_stat_user_indexes where indexrelname = 'outbox_waiting'",
    );
    return rows[0].n;
  }
});

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: PlanNode[];
}
const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
