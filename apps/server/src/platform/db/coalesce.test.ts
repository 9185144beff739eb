import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { coalesce, Database } from './index.ts';

let clone: TestDatabase;
let database: Database;

beforeAll(async () => {
  clone = await createTestDatabase();
  database = new Database({ url: clone.url, size: 4, guard: true });
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});

describe('a read of many keys', () => {
  test('gathers what is asked at once and while one is under way, tenants apart, and forgets at once', async () => {
    const asked: { tenantId: number; keys: string[]; answer(): void }[] = [];
    const begun = async (count: number) => {
      while (asked.length < count) await new Promise((turn) => setImmediate(turn));
    };
    const read = coalesce<string>(database, async (_db, tenantId, keys) => {
      // Which tenant gets a connection first is left open.
      const round = `${tenantId}.${asked.filter((a) => a.tenantId === tenantId).length + 1}`;
      await new Promise<void>((answer) => asked.push({ tenantId, keys, answer }));
      return new Map(keys.filter((k) => k !== 'none').map((k) => [k, `${k}${round}`]));
    });
    const first = [read(1, 'a'), read(1, 'b'), read(1, 'a'), read(2, 'a')];
    await begun(2);
    const second = [read(1, 'a'), read(1, 'none')];
    asked[0]?.answer();
    asked[1]?.answer();
    expect(await Promise.all(first)).toEqual(['a1.1', 'b1.1', 'a1.1', 'a2.1']);
    await begun(3);
    asked[2]?.answer();
    expect(await Promise.all(second)).toEqual(['a1.2', undefined]);
    const keysOf = (tenant: number) => asked.filter((a) => a.tenantId === tenant).map(({ keys }) => keys);
    expect([keysOf(1), keysOf(2)]).toEqual([
      [
        ['a', 'b'],
        ['a', 'none'],
      ],
      [['a']],
    ]);
  });

  test('with a key that PostgreSQL does not take harms nobody else', async () => {
    let queries = 0;
    const read = coalesce<string>(database, async (db, _tenantId, keys) => {
      queries++;
      const { rows } = await sql<{ id: string }>`select id::text from unnest(${keys}::text[]::uuid[]) as id`.execute(
        db,
      );
      return new Map(rows.map((r) => [r.id, r.id]));
    });
    const good = Array.from({ length: 199 }, (_, i) => `01890000-0000-7000-8000-${String(i).padStart(12, '0')}`);
    const [bad, ...others] = await Promise.allSettled(['urn:uuid:01890000', ...good].map((key) => read(1, key)));
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: '22P02' } });
    expect(others).toEqual(good.map((value) => ({ status: 'fulfilled', value })));
    expect(queries).toBeLessThan(20);
  });

  test('that fails because the database is away is not asked key by key', async () => {
    let queries = 0;
    const read = coalesce<string>(database, async () => {
      queries++;
      throw Object.assign(new Error('the database system is shutting down'), { code: '57P01' });
    });
    const answers = await Promise.allSettled(['a', 'b', 'c', 'd'].map((key) => read(1, key)));
    // Once more over a new connection, as any read whose connection was lost.
    expect([queries, answers.map((a) => a.status)]).toEqual([2, Array(4).fill('rejected')]);
  });

  test('that fails tells all who asked, and the next is asked again', async () => {
    let broken = true;
    const read = coalesce<string>(database, async (_db, _tenantId, keys) => {
      if (broken) throw new Error('away');
      return new Map(keys.map((k) => [k, k]));
    });
    expect((await Promise.allSettled([read(1, 'a'), read(1, 'b')])).map((r) => r.status)).toEqual([
      'rejected',
      'rejected',
    ]);
    broken = false;
    expect(await read(1, 'a')).toBe('a');
  });

  test('of more than fit one query takes several, one after the other', async () => {
    const sizes: number[] = [];
    const read = coalesce<string>(database, async (_db, _tenantId, keys) => {
      sizes.push(keys.length);
      return new Map(keys.map((k) => [k, k]));
    });
    await Promise.all(Array.from({ length: 450 }, (_, i) => read(1, String(i))));
    expect(sizes).toEqual([200, 200, 50]);
  });
});
