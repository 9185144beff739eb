import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Database, type Tx } from '../db/index.ts';
import {
  type BatcherOptions,
  balances,
  type Chain,
  createBatcher,
  move,
  post,
  reserve,
  verifyLedger,
} from './index.ts';

let clone: TestDatabase;
let database: Database;
let tenant = 0;

beforeAll(async () => {
  clone = await createTestDatabase();
  database = new Database({ url: clone.url, size: 8 });
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});
beforeEach(() => {
  tenant++;
});

/** The callers' own rows: one in the outbox for each chain. */
const writeRows = async (tx: Tx, tenantId: number, ids: string[]): Promise<void> => {
  await sql`insert into outbox (tenant_id, id, task, payload)
            select ${tenantId}, x::uuid, 'test', '{}' from unnest(${ids}::text[]) as x`.execute(tx);
};
const rowsOf = async () => {
  const { rows } = await sql<{ id: string }>`select id from outbox where tenant_id = ${tenant}`.execute(
    database.forTenant(tenant),
  );
  return rows.map((r) => r.id).sort();
};
const batcherOf = (options: Partial<BatcherOptions<string>> = {}) =>
  createBatcher<string>(database, { write: writeRows, ...options });
const stock = (pieces: number) =>
  database.inTx(tenant, (tx) =>
    post(tx, tenant, { id: 'stock', legs: [move('piece', 'world/stock', 'stock/1', pieces)] }),
  );
const order = (id: string, pieces = 1): Chain => ({
  id: `order/${id}`,
  legs: [reserve('piece', 'stock/1', 'sold/1', pieces, { lackCode: 'OUT_OF_STOCK' })],
});
const left = async () => (await balances(database.forTenant(tenant), tenant, ['stock/1'])).get('stock/1')?.available;
const ids = (count: number) => Array.from({ length: count }, () => newId());
const codeOf = (r: PromiseSettledResult<string>) =>
  r.status === 'fulfilled' ? r.value : (r.reason as { code?: string }).code;

test('300 buyers of 120 pieces: 120 get one in order of arrival, 180 are told, in a handful of transactions', async () => {
  await stock(120);
  let batches = 0;
  const batcher = batcherOf({
    write: (tx, tenantId, accepted) => {
      batches++;
      return writeRows(tx, tenantId, accepted);
    },
  });
  const all = ids(300);
  const outcomes = await Promise.allSettled(all.map((id) => batcher.submit(tenant, order(id), id)));
  expect(outcomes.map(codeOf)).toEqual(all.map((_id, n) => (n < 120 ? 'posted' : 'OUT_OF_STOCK')));
  expect(await rowsOf()).toEqual(all.slice(0, 120).sort());
  expect(await left()).toBe(0);
  expect(batches).toBeLessThanOrEqual(2);
  expect(await verifyLedger(database.forTenant(tenant), tenant)).toEqual([]);
});

test('a chain that wants more than is left fails alone; a smaller one behind it goes through', async () => {
  await stock(3);
  const batcher = batcherOf();
  const [a, b, c] = ids(3) as [string, string, string];
  const outcomes = await Promise.allSettled([
    batcher.submit(tenant, order(a, 2), a),
    batcher.submit(tenant, order(b, 2), b),
    batcher.submit(tenant, order(c, 1), c),
  ]);
  expect(outcomes.map(codeOf)).toEqual(['posted', 'OUT_OF_STOCK', 'posted']);
  expect(outcomes[1]).toMatchObject({ reason: { facts: { account: 'stock/1', available: 1, wanted: 2 } } });
});

test('a row that cannot be written fails its own chain only, and takes its reservation with it', async () => {
  await stock(100);
  const all = ids(60);
  const [guilty] = all.splice(30, 1) as [string];
  await database.inTx(tenant, (tx) => writeRows(tx, tenant, [guilty])); // its row is there already: a unique violation
  const asked = [...all.slice(0, 30), guilty, ...all.slice(30)];
  const batcher = batcherOf();
  const outcomes = await Promise.allSettled(asked.map((id) => batcher.submit(tenant, order(id), id)));
  expect(outcomes.map(codeOf)).toEqual(asked.map((id) => (id === guilty ? '23505' : 'posted')));
  expect(await rowsOf()).toEqual(asked.toSorted());
  expect(await left()).toBe(100 - 59);
  expect(await verifyLedger(database.forTenant(tenant), tenant)).toEqual([]);
});

test('the same chain twice in one batch, and again in a later one, is posted once and its row written once', async () => {
  await stock(5);
  const batcher = batcherOf();
  const [id] = ids(1) as [string];
  const twice = await Promise.all([batcher.submit(tenant, order(id), id), batcher.submit(tenant, order(id), id)]);
  expect(twice).toEqual(['posted', 'repeated']);
  expect(await batcher.submit(tenant, order(id), id)).toBe('repeated');
  await expect(batcher.submit(tenant, order(id, 2), id)).rejects.toMatchObject({ code: 'LEDGER_CHAIN_REUSED' });
  expect(await left()).toBe(4);
  expect(await rowsOf()).toEqual([id]);
});

test('a play may turn payloads down under lock; it is not asked about repeats and its refusal costs nothing', async () => {
  await stock(5);
  const [first, refused, third] = ids(3) as [string, string, string];
  const asked: string[][] = [];
  const batcher = batcherOf({
    beforeDecide: async (_tx, _tenant, waiting) => {
      asked.push(waiting);
      return new Map([[refused, new Refusal('TOO_LATE', { status: 409, message: '活动已结束' })]]);
    },
  });
  await batcher.submit(tenant, order(first), first);
  const outcomes = await Promise.allSettled([first, refused, third].map((id) => batcher.submit(tenant, order(id), id)));
  expect(outcomes.map(codeOf)).toEqual(['repeated', 'TOO_LATE', 'posted']);
  expect(asked).toEqual([[first], [refused, third]]);
  expect(await left()).toBe(3);
});

test('more than may wait are turned away with BUSY, and nothing of theirs is written', async () => {
  await stock(100);
  const batcher = batcherOf({ maxQueue: 10 });
  const all = ids(25);
  const outcomes = await Promise.allSettled(all.map((id) => batcher.submit(tenant, order(id), id)));
  expect(outcomes.map(codeOf)).toEqual(all.map((_id, n) => (n < 10 ? 'posted' : 'BUSY')));
  expect(outcomes[10]).toMatchObject({ reason: { status: 503 } });
  expect(await rowsOf()).toEqual(all.slice(0, 10).sort());
  expect(await left()).toBe(90);
});

test('size counts what waits or runs, and drain resolves only after the last commit', async () => {
  await stock(1000);
  const batcher = batcherOf({ maxChains: 20 });
  const all = ids(100);
  let settled = 0;
  for (const id of all) void batcher.submit(tenant, order(id), id).then(() => settled++);
  expect(batcher.size()).toBe(100);
  await batcher.drain();
  expect([batcher.size(), settled, await left()]).toEqual([0, 100, 900]);
  await batcher.drain();
});

test('tenants do not wait for each other', async () => {
  await stock(1);
  const slow = tenant;
  const fast = tenant + 5000;
  let finished = false;
  const batcher = createBatcher<string>(database, {
    write: async (_tx, tenantId) => {
      if (tenantId === slow) await sleep(400);
    },
  });
  const waiting = batcher.submit(slow, order('a'), 'a').then(() => {
    finished = true;
  });
  await batcher.submit(fast, { id: 'b', legs: [move('piece', 'world/stock', 'stock/1', 1)] }, 'b');
  expect(finished).toBe(false);
  await waiting;
});

test('with the database away every waiting chain fails at once, without trying smaller and smaller batches', async () => {
  const away = new Database({ url: 'postgres://nobody@127.0.0.1:1/none' });
  let transactions = 0;
  const inTx = away.inTx.bind(away);
  away.inTx = (tenantId, work) => {
    transactions++;
    return inTx(tenantId, work);
  };
  const batcher = createBatcher<string>(away, { write: writeRows });
  const outcomes = await Promise.allSettled(ids(50).map((id) => batcher.submit(1, order(id), id)));
  expect(new Set(outcomes.map(codeOf))).toEqual(new Set(['ECONNREFUSED']));
  expect(transactions).toBe(1);
  await away.close();
});
