import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { chainWork } from '../../test/chain-work.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Database, type Tx } from '../db/index.ts';
import type { LedgerOptions } from './batches.ts';
import { balances, type Chain, Ledger, move, post, releaseAll, reserve, settleAll, type Work } from './index.ts';
import { verifyLedger } from './ledger.reads.ts';

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

/** The callers' own rows: one in the outbox for each chain `order/<id>`. */
const writeRows = async (tx: Tx, tenantId: number, chains: Pick<Chain, 'id'>[]): Promise<void> => {
  const ids = chains.map((c) => c.id.slice('order/'.length));
  await sql`insert into outbox (tenant_id, id, task, payload)
            select ${tenantId}, x::uuid, 'test', '{}' from unnest(${ids}::text[]) as x`.execute(tx);
};
const placing = chainWork(writeRows);
const rowsOf = async () => {
  const { rows } = await sql<{ id: string }>`select id from outbox where tenant_id = ${tenant}`.execute(
    database.forTenant(tenant),
  );
  return rows.map((r) => r.id).sort();
};
const ledgerOf = (options: LedgerOptions = {}) => new Ledger(database, options);
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
  const counted = chainWork((tx, tenantId, posted) => {
    batches++;
    return writeRows(tx, tenantId, posted);
  });
  const ledger = ledgerOf();
  const all = ids(300);
  const outcomes = await Promise.allSettled(all.map((id) => ledger.submit(counted, tenant, order(id))));
  expect(outcomes.map(codeOf)).toEqual(all.map((_id, n) => (n < 120 ? 'posted' : 'OUT_OF_STOCK')));
  expect(await rowsOf()).toEqual(all.slice(0, 120).sort());
  expect(await left()).toBe(0);
  expect(batches).toBeLessThanOrEqual(2);
  expect(await verifyLedger(database.forTenant(tenant), tenant)).toEqual([]);
});

test('a chain that wants more than is left fails alone; a smaller one behind it goes through', async () => {
  await stock(3);
  const ledger = ledgerOf();
  const [a, b, c] = ids(3) as [string, string, string];
  const outcomes = await Promise.allSettled([
    ledger.submit(placing, tenant, order(a, 2)),
    ledger.submit(placing, tenant, order(b, 2)),
    ledger.submit(placing, tenant, order(c, 1)),
  ]);
  expect(outcomes.map(codeOf)).toEqual(['posted', 'OUT_OF_STOCK', 'posted']);
  expect(outcomes[1]).toMatchObject({ reason: { facts: { account: 'stock/1', available: 1, wanted: 2 } } });
});

test('a row that cannot be written fails its own chain only, and takes its reservation with it', async () => {
  await stock(100);
  const all = ids(60);
  const [guilty] = all.splice(30, 1) as [string];
  await database.inTx(tenant, (tx) => writeRows(tx, tenant, [order(guilty)])); // its row is there already: a unique violation
  const asked = [...all.slice(0, 30), guilty, ...all.slice(30)];
  const ledger = ledgerOf();
  const outcomes = await Promise.allSettled(asked.map((id) => ledger.submit(placing, tenant, order(id))));
  expect(outcomes.map(codeOf)).toEqual(asked.map((id) => (id === guilty ? '23505' : 'posted')));
  expect(await rowsOf()).toEqual(asked.toSorted());
  expect(await left()).toBe(100 - 59);
  expect(await verifyLedger(database.forTenant(tenant), tenant)).toEqual([]);
});

test('the same chain twice in one batch, and again in a later one, is posted once and its row written once', async () => {
  await stock(5);
  const ledger = ledgerOf();
  const [id] = ids(1) as [string];
  const twice = await Promise.all([
    ledger.submit(placing, tenant, order(id)),
    ledger.submit(placing, tenant, order(id)),
  ]);
  expect(twice).toEqual(['posted', 'repeated']);
  expect(await ledger.submit(placing, tenant, order(id))).toBe('repeated');
  await expect(ledger.submit(placing, tenant, order(id, 2))).rejects.toMatchObject({ code: 'LEDGER_CHAIN_REUSED' });
  expect(await left()).toBe(4);
  expect(await rowsOf()).toEqual([id]);
});

test('an item is decided on where its accounts are locked, by what those before it left; a refusal is its own alone', async () => {
  await stock(3);
  const seen: number[] = [];
  const work: Work<string, string, string> = {
    name: 'test/decided',
    reach: (_tenantId, id) => ({ chain: `order/${id}`, accounts: ['stock/1'] }),
    prepare: async () => (id, available) => {
      seen.push(available('stock/1'));
      if (id === 'late') throw new Refusal('TOO_LATE', { status: 409, message: '活动已结束' });
      if (id === 'nothing to do') return { answer: 'not needed' };
      return { legs: order(id).legs, plan: id };
    },
    write: async (_tx, _tenantId, accepted) => accepted.map((a) => `${a.plan} was written`),
    repeated: async (_tx, _tenantId, asked) => asked.map((a) => `${a.item} was known`),
  };
  const ledger = ledgerOf();
  await ledger.submit(work, tenant, 'first');
  const all = ['first', 'second', 'late', 'nothing to do', 'third', 'fourth'];
  const outcomes = await Promise.allSettled(all.map((id) => ledger.submit(work, tenant, id)));
  expect(outcomes.map(codeOf)).toEqual([
    'first was known',
    'second was written',
    'TOO_LATE',
    'not needed',
    'third was written',
    'OUT_OF_STOCK',
  ]);
  expect(seen).toEqual([3, 2, 1, 1, 1, 0]);
  expect(await verifyLedger(database.forTenant(tenant), tenant)).toEqual([]);
});

test('several kinds of work share one transaction, each with its own rows, and see each other', async () => {
  await stock(2);
  const ledger = ledgerOf();
  const [paid, closed, late] = ids(3) as [string, string, string];
  for (const id of [paid, closed]) await ledger.submit(placing, tenant, order(id));
  const transactions: number[] = [];
  const noting = (name: string) =>
    chainWork(async (tx) => {
      const { rows } = await sql<{ xid: number }>`select pg_current_xact_id()::text::int as xid`.execute(tx);
      transactions.push(rows[0]?.xid ?? 0);
    }, name);
  const [paying, closing] = [noting('test/pay'), noting('test/close')];
  const outcomes = await Promise.all([
    ledger.submit(closing, tenant, { id: `order/${closed}/release`, legs: [releaseAll(`order/${closed}`)] }),
    ledger.submit(paying, tenant, {
      id: `order/${paid}/settle`,
      legs: [settleAll(`order/${paid}`), move('fen', 'world/payer', `paid/${paid}`, 900)],
    }),
    ledger.submit(placing, tenant, order(late)),
  ]);
  expect(outcomes).toEqual(['posted', 'posted', 'posted']);
  expect(new Set(transactions).size).toBe(1);
  expect(transactions).toHaveLength(2);
  const held = await balances(database.forTenant(tenant), tenant, ['stock/1', 'sold/1', `paid/${paid}`]);
  expect([...held.values()].map((b) => [b.balance, b.reserved])).toEqual(
    expect.arrayContaining([
      [1, 1],
      [1, 0],
      [900, 0],
    ]),
  );
  expect(await verifyLedger(database.forTenant(tenant), tenant)).toEqual([]);
});

test('a chain opens an account with a floor of its own: a limit a person holds however many ask at once', async () => {
  await stock(100);
  const limit = 'limit/campaign/customer';
  const limited = (id: string): Chain => ({
    id: `order/${id}`,
    legs: [...order(id).legs, reserve('right', limit, 'world/limits', 1, { lackCode: 'LIMIT_REACHED' })],
    opens: [{ id: limit, floor: -2 }],
  });
  const ledger = ledgerOf();
  const all = ids(4);
  const outcomes = await Promise.allSettled(all.map((id) => ledger.submit(placing, tenant, limited(id))));
  expect(outcomes.map(codeOf)).toEqual(['posted', 'posted', 'LIMIT_REACHED', 'LIMIT_REACHED']);
  const back: Chain = { id: 'back', legs: [releaseAll(`order/${all[0]}`)] };
  await ledger.submit(chainWork(), tenant, back);
  const again = ids(2);
  const later = await Promise.allSettled(again.map((id) => ledger.submit(placing, tenant, limited(id))));
  expect(later.map(codeOf)).toEqual(['posted', 'LIMIT_REACHED']);
  expect(await left()).toBe(98);
  expect(await verifyLedger(database.forTenant(tenant), tenant)).toEqual([]);
});

test('a batch in which everything is refused leaves no transaction behind, so nobody waits for the disk', async () => {
  await stock(1);
  const ledger = ledgerOf();
  await ledger.submit(placing, tenant, order(newId()));
  let commits = 0;
  const inTx = database.inTx.bind(database);
  database.inTx = (tenantId, work) => {
    const done = inTx(tenantId, work);
    void done.then(
      () => commits++,
      () => {},
    );
    return done;
  };
  const outcomes = await Promise.allSettled(ids(20).map((id) => ledger.submit(placing, tenant, order(id))));
  database.inTx = inTx;
  expect(new Set(outcomes.map(codeOf))).toEqual(new Set(['OUT_OF_STOCK']));
  expect(commits).toBe(0);
  expect(await left()).toBe(0);
});

test('more than may wait are turned away with BUSY, and nothing of theirs is written', async () => {
  await stock(100);
  const ledger = ledgerOf({ maxQueue: 10 });
  const all = ids(25);
  const outcomes = await Promise.allSettled(all.map((id) => ledger.submit(placing, tenant, order(id))));
  expect(outcomes.map(codeOf)).toEqual(all.map((_id, n) => (n < 10 ? 'posted' : 'BUSY')));
  expect(outcomes[10]).toMatchObject({ reason: { status: 503 } });
  expect(await rowsOf()).toEqual(all.slice(0, 10).sort());
  expect(await left()).toBe(90);
});

test('size counts what waits or runs, and drain resolves only after the last commit', async () => {
  await stock(1000);
  const ledger = ledgerOf({ maxItems: 20 });
  const all = ids(100);
  let settled = 0;
  for (const id of all) void ledger.submit(placing, tenant, order(id)).then(() => settled++);
  expect(ledger.size).toBe(100);
  await ledger.drain();
  expect([ledger.size, settled, await left()]).toEqual([0, 100, 900]);
  await ledger.drain();
});

test('tenants do not wait for each other', async () => {
  await stock(1);
  const fast = tenant + 5000;
  let finished = false;
  let go = () => {};
  const told = new Promise<void>((done) => {
    go = done;
  });
  const ledger = ledgerOf();
  const waiting = ledger
    .submit(
      chainWork(() => told),
      tenant,
      order('a'),
    )
    .then(() => {
      finished = true;
    });
  await ledger.submit(chainWork(), fast, { id: 'b', legs: [move('piece', 'world/stock', 'stock/1', 1)] });
  expect(finished).toBe(false);
  go();
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
  const ledger = new Ledger(away);
  const outcomes = await Promise.allSettled(ids(50).map((id) => ledger.submit(placing, 1, order(id))));
  expect(new Set(outcomes.map(codeOf))).toEqual(new Set(['ECONNREFUSED']));
  expect(transactions).toBe(1);
  await away.close();
});
