import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Database, type Db, type Tx, together } from './index.ts';

const TENANT = 1;
let clone: TestDatabase;
let database: Database;
/** How often PostgreSQL came to the end of what it was sent, and which statements were prepared. */
let answers = 0;
let parsed: string[] = [];

interface Inner {
  connection: { on(event: 'readyForQuery', heard: () => void): void; parse(statement: { name?: string }): void };
}
beforeAll(async () => {
  clone = await createTestDatabase();
  // One connection: what one statement leaves behind, the next meets.
  database = new Database({ url: clone.url, size: 1, guard: true });
  database.pool.on('connect', (client) => {
    const { connection } = client as unknown as Inner;
    connection.on('readyForQuery', () => answers++);
    const parse = connection.parse.bind(connection);
    connection.parse = (statement) => {
      if (statement.name) parsed.push(statement.name);
      parse(statement);
    };
  });
  await database.outside('select 1');
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});
beforeEach(() => {
  answers = 0;
  parsed = [];
});

const twice = (db: Db, n: unknown) => sql<{ n: number }>`select 2 * ${n}::text::int as n`.execute(db);
const half = (db: Db, n: number) => sql<{ n: number }>`select ${n}::int / 2 as n, 'half' as what`.execute(db);
const inTx = <T>(work: (tx: Tx) => Promise<T>) => database.inTx(TENANT, work);

test('what is asked for together is answered in one piece: in a transaction with its beginning, and outside', async () => {
  const rows = await inTx(async (tx) => (await together(twice(tx, 4), half(tx, 4))).map((r) => r.rows[0]?.n));
  expect([rows, answers]).toEqual([[8, 2], 2]); // the statements, and the commit
  answers = 0;
  const read = await database.lookUps(TENANT, (db) => together(twice(db, 6), half(db, 6)));
  expect([read.map((r) => r.rows[0]?.n), answers]).toEqual([[12, 3], 1]);
});

test('a text that comes again is prepared once, and its columns are told once', async () => {
  for (let n = 0; n < 5; n++)
    expect((await half(database.forTenant(TENANT), n * 2)).rows).toEqual([{ n, what: 'half' }]);
  await inTx(async (tx) => {
    for (const n of [2, 4]) expect((await half(tx, n)).rows).toEqual([{ n: n / 2, what: 'half' }]);
  });
  expect(parsed.filter((name) => !name.startsWith('jishi-')).length).toBeLessThanOrEqual(1);
});

test('behind a statement that fails none runs; what was being prepared serves the next all the same', async () => {
  const third = (db: Db, n: number) => sql<{ n: number }>`select ${n}::int / 3 as n`.execute(db);
  const unread = (db: Db, text: string) =>
    sql<{ n: number }>`select length(${text}::text) / ${1}::int as n`.execute(db);
  for (const ask of [() => third(database.forTenant(TENANT), 3), () => unread(database.forTenant(TENANT), 'a')])
    await ask();
  let codes: unknown[] = [];
  await inTx(async (tx) => {
    const settled = await Promise.allSettled([twice(tx, 1), twice(tx, 'no number'), third(tx, 9), unread(tx, 'abc')]);
    codes = settled.map((s) => (s.status === 'fulfilled' ? s.value.rows[0]?.n : s.reason.code));
    throw new Error('enough');
  }).catch(() => {});
  expect(codes).toEqual([2, '22P02', '25P02', '25P02']);
  const after = await inTx((tx) => together(third(tx, 9), unread(tx, 'abc'), twice(tx, 5)));
  expect(after.map((r) => r.rows[0]?.n)).toEqual([3, 3, 10]);
});

test('a row that cannot be read fails its own statement alone', async () => {
  const large = (db: Db, n: string) => sql<{ n: number }>`select ${n}::text::bigint as n`.execute(db);
  const settled = await inTx((tx) => Promise.allSettled([large(tx, '1'), large(tx, '9007199254740993'), twice(tx, 2)]));
  expect(settled.map((s) => s.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
