import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { coalesce, Database, inTurn, runAgain, type Tx } from './index.ts';

let clone: TestDatabase;
let database: Database;
let tenant = 0;

beforeAll(async () => {
  clone = await createTestDatabase();
  database = new Database({ url: clone.url, size: 4 });
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});
beforeEach(() => {
  tenant++;
});

const put = (tx: Tx, id: string) =>
  sql`insert into outbox (tenant_id, id, task, payload) values (${tenant}, ${id}, 'test', '{}')`.execute(tx);
const held = async () => {
  const { rows } = await sql<{ id: string }>`select id from outbox where tenant_id = ${tenant}`.execute(
    database.forTenant(tenant),
  );
  return rows.map((r) => r.id).sort();
};

describe('a transaction', () => {
  test('runs what is asked for together in the order in which it was asked for', async () => {
    const id = newId();
    const seen = await database.inTx(tenant, (tx) =>
      inTurn(
        sql<{ n: number }>`select count(*)::int as n from outbox where tenant_id = ${tenant}`.execute(tx),
        put(tx, id),
        sql<{ n: number }>`select count(*)::int as n from outbox where tenant_id = ${tenant}`.execute(tx),
      ),
    );
    expect([seen[0].rows[0]?.n, seen[2].rows[0]?.n]).toEqual([0, 1]);
    expect(await held()).toEqual([id]);
  });

  test('says which of several statements failed, not that those behind it came too late', async () => {
    const id = newId();
    const work = (tx: Tx) => inTurn(put(tx, id), put(tx, id), put(tx, newId()), put(tx, newId()));
    await expect(database.inTx(tenant, work)).rejects.toMatchObject({ code: '23505', constraint: 'outbox_pkey' });
    expect(await held()).toEqual([]);
  });

  test('runs again when a key was taken that may be drawn again, and keeps only what came last', async () => {
    const [taken, free] = [newId(), newId()];
    await database.inTx(tenant, (tx) => put(tx, taken));
    const drawn = [taken, free];
    await database.inTx(tenant, async (tx) => {
      await put(tx, drawn.shift() ?? '').catch(runAgain(/^outbox_pkey$/));
    });
    expect(await held()).toEqual([taken, free].sort());
    await expect(database.inTx(tenant, (tx) => put(tx, taken).catch(runAgain(/^another_key$/)))).rejects.toMatchObject({
      code: '23505',
    });
  });

  test('does not claim success when a failure was swallowed', async () => {
    const id = newId();
    const work = async (tx: Tx) => {
      await put(tx, id);
      await put(tx, id).catch(() => {});
      return 'done';
    };
    await expect(database.inTx(tenant, work)).rejects.toThrow(/rolled back/);
    expect(await held()).toEqual([]);
  });

  test('takes no statement after its end, and its connection serves the next', async () => {
    let escaped: Tx | undefined;
    await database.inTx(tenant, async (tx) => {
      escaped = tx;
    });
    await expect(put(escaped as Tx, newId())).rejects.toThrow(/after the end/);
    await expect(database.inTx(tenant, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await held()).toEqual([]);
  });

  test('stays apart from those of other tenants, also when all share few connections', async () => {
    const tenants = Array.from({ length: 40 }, (_, i) => 1000 + i);
    const seen = await Promise.all(
      tenants.map((id) =>
        database.inTx(id, async (tx) => {
          await sql`insert into outbox (tenant_id, id, task, payload) values (${id}, ${newId()}, 'test', '{}')`.execute(
            tx,
          );
          const { rows } = await sql<{ tenant_id: number }>`select distinct tenant_id from outbox`.execute(tx);
          return rows.map((r) => r.tenant_id);
        }),
      ),
    );
    expect(seen).toEqual(tenants.map((id) => [id]));
  });
});

describe('a read of many keys', () => {
  test('gathers what is asked at once and while one is under way, tenants apart, and forgets at once', async () => {
    const asked: [number, string[]][] = [];
    let round = 0;
    const read = coalesce<string>(database, async (_db, tenantId, keys) => {
      asked.push([tenantId, keys]);
      round++;
      await new Promise((done) => setTimeout(done, 20));
      return new Map(keys.filter((k) => k !== 'none').map((k) => [k, `${k}${round}`]));
    });
    const first = [read(1, 'a'), read(1, 'b'), read(1, 'a'), read(2, 'a')];
    await new Promise((done) => setTimeout(done, 5));
    const second = [read(1, 'a'), read(1, 'none')];
    expect(await Promise.all(first)).toEqual(['a2', 'b2', 'a2', 'a2']);
    expect(await Promise.all(second)).toEqual(['a3', undefined]);
    expect(asked).toEqual([
      [1, ['a', 'b']],
      [2, ['a']],
      [1, ['a', 'none']],
    ]);
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
