import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { pageOf } from '../../kernel/page.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Database, keyset } from './index.ts';

let clone: TestDatabase;
let database: Database;

beforeAll(async () => {
  clone = await createTestDatabase();
  database = new Database({ url: clone.url, size: 2 });
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});

const LATEST = keyset('desc', ['created_at', 'time'], ['id', 'uuid']);
const OLDEST = keyset('asc', ['created_at', 'time'], ['id', 'uuid']);
const OF_NUMBERS = keyset('asc', ['sort', 'number'], ['id', 'uuid']);

async function pages(tenant: number, list: typeof LATEST, limit: number): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const query = database.forTenant(tenant).selectFrom('outbox').select('id').where('tenant_id', '=', tenant);
    const page = pageOf(await list.page(query, { cursor, limit }).execute(), limit, (row) => row.id);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    seen.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  return seen;
}

test('pages show every row once and in order, also rows of one millisecond and of one moment, whichever way it goes', async () => {
  let tenant = 500;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 2500 }), { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 7 }),
      async (microseconds, limit) => {
        tenant++;
        const rows = microseconds.map((us) => ({ id: newId(), us }));
        await database.inTx(tenant, (tx) =>
          sql`insert into outbox (tenant_id, id, task, payload, created_at)
            select ${tenant}, r.id, 'test', '{}', '2026-11-28 00:00:00.000001+08'::timestamptz + r.us * interval '1 microsecond'
            from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.us)}::int[]) as r(id, us)`.execute(tx),
        );
        const ordered = rows.sort((a, b) => a.us - b.us || (a.id < b.id ? -1 : 1)).map((r) => r.id);
        expect(await pages(tenant, OLDEST, limit)).toEqual(ordered);
        expect(await pages(tenant, LATEST, limit)).toEqual(ordered.reverse());
      },
    ),
    { numRuns: 25 },
  );
});

test('a cursor of another list is refused', async () => {
  const query = database.forTenant(1).selectFrom('catalog_goods').select('id').where('tenant_id', '=', 1);
  const ofLatest = Buffer.from(JSON.stringify(['2026-11-28T00:00:00+08:00', newId()])).toString('base64url');
  const ask = () => OF_NUMBERS.page(query, { cursor: ofLatest, limit: 1 });
  expect(ask).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
});
