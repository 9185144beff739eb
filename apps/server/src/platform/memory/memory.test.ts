import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { startApp } from '../../test/app.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Connection } from '../db/connection.ts';
import { Database } from '../db/index.ts';
import { Memory } from './memory.ts';

let clone: TestDatabase;
let database: Database;
let tenant = 0;
let category = '';

beforeAll(async () => {
  clone = await createTestDatabase();
  database = new Database({ url: clone.url, size: 6, guard: true });
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});
beforeEach(async () => {
  tenant++;
  category = newId();
  await database.inTx(tenant, (tx) =>
    sql`insert into catalog_category (tenant_id, id, name, sort) values (${tenant}, ${category}, '', 0)`.execute(tx),
  );
});

const raise = (by = 1) =>
  database.inTx(tenant, async (tx) => {
    const { rows } = await sql<{ sort: number }>`
      update catalog_category set sort = sort + ${by} where tenant_id = ${tenant} returning sort`.execute(tx);
    return Math.max(...rows.map((r) => r.sort));
  });
/** What a process of its own remembers of the first category, and how often it had to read. */
function reader(mostBytes?: number) {
  const memory = new Memory(database, mostBytes);
  const sortOf = memory.answers<number>({ kind: 'goods', name: 'sort', bytesOf: (sort) => sort });
  const counted = { reads: 0, memory, ask: (key = category) => sortOf.get(tenant, key, read) };
  async function read(): Promise<number> {
    counted.reads++;
    const { rows } = await sql<{ sort: number }>`
      select sort from catalog_category where tenant_id = ${tenant} and id = ${category}`.execute(
      database.forTenant(tenant),
    );
    return rows[0]?.sort as number;
  }
  return counted;
}

test('an answer is read once while nothing changes, and anew after a change, also one of another process', async () => {
  const { ask, ...one } = reader();
  expect([await ask(), await ask()]).toEqual([0, 0]);
  const another = reader();
  expect(await another.ask()).toBe(0);
  await raise();
  expect([await ask(), await ask(), await another.ask()]).toEqual([1, 1, 1]);
  expect(another.reads).toBe(2);
  expect(one.memory.bytes).toBeGreaterThan(0);
});

test('who asks for the same at once shares one read; what throws is not kept', async () => {
  const memory = new Memory(database);
  const answer = memory.answers<string>({ kind: 'goods', name: 'text', bytesOf: (text) => text.length });
  const read = vi.fn(async () => 'text');
  expect(await Promise.all([1, 2, 3].map(() => answer.get(tenant, 'same', read)))).toEqual(['text', 'text', 'text']);
  expect(read).toHaveBeenCalledTimes(1);
  await expect(answer.get(tenant, 'bad', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await answer.get(tenant, 'bad', read)).toBe('text');
});

test('a change that was rolled back, one of another shop, or one under way makes nothing stale; many rows are one change', async () => {
  const one = reader();
  await one.ask();
  const stamp = async () =>
    (
      await sql<{ version: number }>`select version from stamp where tenant_id = ${tenant}`.execute(
        database.forTenant(tenant),
      )
    ).rows[0]?.version ?? 0;
  const before = await stamp();
  await expect(
    database.inTx(tenant, async (tx) => {
      await sql`update catalog_category set sort = 99 where tenant_id = ${tenant}`.execute(tx);
      throw new Error('back');
    }),
  ).rejects.toThrow('back');
  await database.inTx(tenant + 1000, (tx) =>
    sql`insert into catalog_category (tenant_id, id, name) values (${tenant + 1000}, ${newId()}, '')`.execute(tx),
  );
  expect([await one.ask(), one.reads]).toEqual([0, 1]);
  await database.inTx(tenant, (tx) =>
    sql`insert into catalog_category (tenant_id, id, name)
      select ${tenant}, gen_random_uuid(), '' from generate_series(1, 200)`.execute(tx),
  );
  expect(await stamp()).toBe(before + 1);
});

test('what is kept has a bound: what was asked for least lately goes first', async () => {
  await raise(300);
  const one = reader(10_000);
  for (let n = 0; n < 40; n++) {
    await one.ask('often');
    await one.ask(`key ${n}`);
  }
  expect(one.memory.bytes).toBeLessThanOrEqual(10_000);
  expect(one.reads).toBe(41);
});

test('a question after a change is answered with it, however many change and ask in several processes', async () => {
  const readers = [reader(), reader(), reader()];
  let told = 0;
  const write = async () => {
    for (let n = 0; n < 40; n++) told = Math.max(told, await raise());
  };
  const stale: string[] = [];
  const ask = async (one: ReturnType<typeof reader>) => {
    while (told < 80) {
      const known = told;
      const seen = await one.ask();
      if (seen < known) stale.push(`${seen} after ${known}`);
    }
  };
  await Promise.all([write(), write(), ...readers.map(ask), ...readers.map(ask)]);
  expect(stale).toEqual([]);
  for (const one of readers) expect(await one.ask()).toBe(80);
});

test('every table that a kept answer of the shop is made of sets the stamp', async () => {
  const app = await startApp();
  const { id, skus } = await app.given.goods({ pricesFen: [1000] });
  await app.platform.jobs.drain();
  const read = Connection.prototype.read;
  const asked: string[] = [];
  vi.spyOn(Connection.prototype, 'read').mockImplementation(function (this: Connection, tenantId, text, values) {
    asked.push(text);
    return read.call(this, tenantId, text, values);
  });
  const first = (await app.guest.get('/shop/categories')).body.items[0].id;
  const { title } = (await app.guest.get(`/shop/goods/${id}`)).body;
  asked.length = 0;
  for (const address of ['', `?category=${first}`, '?sort=price-up'].map((q) => `/shop/goods${q}`))
    expect((await app.guest.get(address)).status).toBe(200);
  for (const sort of ['', '&sort=price-up'])
    expect((await app.guest.get(`/shop/search?q=${encodeURIComponent(title)}${sort}`)).body.items).toHaveLength(1);
  expect((await app.guest.post('/shop/quote', { lines: [{ skuId: skus[0]?.id, quantity: 1 }] })).status).toBe(200);
  vi.restoreAllMocks();
  expect(asked.join()).toContain('search_posting');
  expect(asked.join()).toContain('catalog_sku');
  const named = asked.flatMap((text) => [...text.matchAll(/\b(?:from|join)\s+"?(\w+)"?/gi)].map((m) => m[1]));
  const { rows } = await app.sql.query(`select tgrelid::regclass::text as name from pg_trigger where tgname = 'stamp'`);
  const stamped = new Set(rows.map((r) => r.name));
  // Stock and what the shop has set are read each time.
  const others = new Set(['stamp', 'lateral', 'ledger_account', 'tenant']);
  const unstamped = new Set(named.filter((table) => !stamped.has(table) && !others.has(table ?? '')));
  expect([...unstamped]).toEqual([]);
});
