import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Database, isUnavailable, last, type Tx } from './index.ts';

const TENANT = 1;
let clone: TestDatabase;
let database: Database;
let owner: pg.Client;

beforeAll(async () => {
  clone = await createTestDatabase();
  database = new Database({ url: clone.url, size: 4, guard: true });
  owner = new pg.Client({ connectionString: clone.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.close();
  await clone.drop();
});

const put = (tx: Tx, id: string) =>
  sql`insert into outbox (tenant_id, id, task, payload) values (${TENANT}, ${id}, 'test', '{}')`.execute(tx);
const count = async () =>
  (await sql<{ n: number }>`select count(*)::int as n from outbox`.execute(database.forTenant(TENANT))).rows[0]?.n;
/** Cuts every connection of the pool and answers how many there were. */
const cutAll = async () =>
  (
    await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'jishi'`,
    )
  ).rowCount ?? 0;
const pidOf = async (tx: Tx) => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)).rows[0]?.pid;
const cut = (pid: number | undefined) => owner.query('select pg_terminate_backend($1)', [pid]);

test('connections cut under load: reads are answered all the same, and what was promised is there', async () => {
  const promised: string[] = [];
  const failures: unknown[] = [];
  /** Of each reader. */
  const reads = Array.from({ length: 6 }, () => 0);
  let stop = false;
  const readers = reads.map(async (_, reader) => {
    while (!stop) {
      await count();
      reads[reader]!++;
    }
  });
  const writers = Array.from({ length: 6 }, async () => {
    while (!stop) {
      const id = newId();
      await database
        .inTx(TENANT, async (tx) => {
          await put(tx, id);
          await put(tx, newId());
        })
        .then(
          () => promised.push(id),
          (error) => failures.push(error),
        );
    }
  });
  let gone = 0;
  for (let round = 0; round < 8; round++) {
    gone += await cutAll();
    const [readsBefore, promisedBefore] = [[...reads], promised.length];
    const allRead = () => reads.every((n, reader) => n >= readsBefore[reader]! + 3);
    // The next cut comes when each has worked again: a read is asked twice, not endlessly.
    while (!allRead() || promised.length < promisedBefore + 10) await sleep(1);
  }
  stop = true;
  await Promise.all([...readers, ...writers]);
  expect(gone).toBeGreaterThan(8);
  expect(failures.filter((error) => !isUnavailable(error))).toEqual([]);
  const { rows } = await owner.query<{ n: number }>('select count(*)::int as n from outbox where id = any($1)', [
    promised,
  ]);
  expect(rows[0]?.n).toBe(promised.length);
});

test('a transaction whose connection is lost before its commit runs again', async () => {
  const id = newId();
  let runs = 0;
  await database.inTx(TENANT, async (tx) => {
    runs++;
    await put(tx, id);
    if (runs === 1) await cut(await pidOf(tx));
    await put(tx, newId());
  });
  expect(runs).toBe(2);
  expect((await owner.query('select 1 from outbox where id = $1', [id])).rowCount).toBe(1);
});

test('one whose commit was on its way does not: nobody knows whether it was made', async () => {
  let runs = 0;
  const work = async (tx: Tx) => {
    runs++;
    await put(tx, newId());
    await last(tx, sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx));
  };
  const error = await database.inTx(TENANT, work).catch((e) => e);
  expect([runs, isUnavailable(error)]).toEqual([1, true]);
});

test('a lost connection is not given to the next', async () => {
  await Promise.all(Array.from({ length: 4 }, () => count()));
  const pids = async () =>
    (
      await owner.query(
        "select pid from pg_stat_activity where datname = current_database() and application_name = 'jishi'",
      )
    ).rows.map((r) => r.pid);
  const before = await pids();
  await cutAll();
  await Promise.all(Array.from({ length: 4 }, () => count()));
  expect((await pids()).filter((pid) => before.includes(pid))).toEqual([]);
});

test('a database that is not there is unavailable, at once', async () => {
  const away = new Database({ url: 'postgres://nobody@127.0.0.1:1/none' });
  const error = await sql`select 1`.execute(away.forTenant(1)).catch((e) => e);
  expect(isUnavailable(error)).toBe(true);
  await away.close();
});

test('the role of requests waits neither for a row nor for a statement without end', async () => {
  const limits = await database.outside<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')`,
  );
  expect(Object.fromEntries(limits.map((l) => [l.name, l.setting]))).toEqual({
    statement_timeout: '30000',
    lock_timeout: '10000',
    idle_in_transaction_session_timeout: '15000',
  });
  const slow = await database
    .inTx(TENANT, async (tx) => {
      await sql`set local statement_timeout = 50`.execute(tx);
      await sql`select pg_sleep(5)`.execute(tx);
    })
    .catch((e) => e);
  expect([slow.code, isUnavailable(slow)]).toEqual(['57014', true]);
});

test('a transaction that stood idle for too long is over, and does not begin again', async () => {
  let runs = 0;
  const work = async (tx: Tx) => {
    runs++;
    await sql`set local idle_in_transaction_session_timeout = 30`.execute(tx);
    const pid = await pidOf(tx);
    while ((await owner.query('select 1 from pg_stat_activity where pid = $1', [pid])).rowCount) await sleep(5);
    await put(tx, newId());
  };
  const error = await database.inTx(TENANT, work).catch((e) => e);
  expect([runs, isUnavailable(error)]).toEqual([1, true]);
  expect(await count()).toBeGreaterThanOrEqual(0);
});
