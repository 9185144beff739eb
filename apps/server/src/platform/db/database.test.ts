import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { coalesce, Database, type Db, last, runAgain, type Tx, together } from './index.ts';

let clone: TestDatabase;
let database: Database;
let tenant = 0;

beforeAll(async () => {
  clone = await createTestDatabase();
  database = new Database({ url: clone.url, size: 4, guard: true });
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
      together(
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
    const work = (tx: Tx) => together(put(tx, id), put(tx, id), put(tx, newId()), put(tx, newId()));
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

describe('the last statements of a transaction', () => {
  test('take the commit with them', async () => {
    const ids = [newId(), newId()].sort();
    const work = async (tx: Tx) => {
      await last(tx, put(tx, ids[0] ?? ''), put(tx, ids[1] ?? ''));
      return held(); // on another connection: the commit is done
    };
    const unguarded = new Database({ url: clone.url, size: 2 });
    expect(await unguarded.inTx(tenant, work)).toEqual(ids);
    await unguarded.close();
  });

  test('fail whole, and say which failed', async () => {
    const id = newId();
    const work = (tx: Tx) => last(tx, put(tx, newId()), put(tx, id), put(tx, id), put(tx, newId()));
    await expect(database.inTx(tenant, work)).rejects.toMatchObject({ code: '23505', constraint: 'outbox_pkey' });
    expect(await held()).toEqual([]);
  });

  test('are not committed when one of them could not even be sent', async () => {
    const broken = async (_tx: Tx): Promise<void> => {
      await null;
      throw new Error('a row could not be made');
    };
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const unsendable = (tx: Tx) => sql`select ${circular}::json`.execute(tx);
    for (const wrong of [broken, unsendable]) {
      await expect(database.inTx(tenant, (tx) => last(tx, put(tx, newId()), wrong(tx)))).rejects.toThrow(
        /could not be made|circular/,
      );
      expect(await held()).toEqual([]);
    }
  });

  test('run again when they lose a race for a key', async () => {
    const [taken, free] = [newId(), newId()];
    await database.inTx(tenant, (tx) => put(tx, taken));
    const drawn = [taken, free];
    await database.inTx(tenant, (tx) => last(tx, put(tx, drawn.shift() ?? '').catch(runAgain(/^outbox_pkey$/))));
    expect(await held()).toEqual([taken, free].sort());
  });

  test('leave no statement behind: one that comes later is an error, not a silent write', async () => {
    const late = async (tx: Tx) => {
      await sql`select 1`.execute(tx);
      await put(tx, newId());
    };
    await expect(database.inTx(tenant, (tx) => last(tx, late(tx)))).rejects.toThrow(/after the end/);
    expect(await held()).toEqual([]);
  });
});

describe('look-ups', () => {
  test('share one connection, see their tenant alone and come before the end of their round', async () => {
    await database.inTx(tenant, (tx) => put(tx, newId()));
    const session = (db: Db) => sql<{ pid: number }>`select pg_backend_pid() as pid, ${1}::int`.execute(db);
    let late: Db | undefined;
    const { pids, rows } = await database.lookUps(tenant, async (db) => {
      late = db;
      const [a, b, own] = await together(
        session(db),
        session(db),
        sql<{ tenant_id: number }>`select tenant_id from outbox where ${1}::int = 1`.execute(db),
      );
      return { pids: new Set([...a.rows, ...b.rows].map((r) => r.pid)), rows: own.rows };
    });
    expect([pids.size, rows]).toEqual([1, [{ tenant_id: tenant }]]);
    await expect(session(late as Db)).rejects.toThrow(/after the end/);
  });

  test('ask no second connection', async () => {
    await expect(database.lookUps(tenant, () => held())).rejects.toThrow(/second connection/);
  });

  test('are planned once, for any keys, and nothing of that stays in the session', async () => {
    const mode = (db: Db) => sql<{ mode: string }>`select current_setting('plan_cache_mode') as mode`.execute(db);
    expect((await database.lookUps(tenant, mode)).rows).toEqual([{ mode: 'force_generic_plan' }]);
    expect((await mode(database.forTenant(tenant))).rows).toEqual([{ mode: 'auto' }]);
  });
});

describe('a transaction that asks for a second connection', () => {
  const here = {
    lookUps: <T>(of: number, work: (db: Db) => Promise<T>) => database.lookUps(of, work),
    mustBeOutside: () => database.mustBeOutside(),
  };
  const read = coalesce<string>(here, async (_db, _t, keys) => new Map(keys.map((k) => [k, k])));
  const ways: Record<string, () => Promise<unknown>> = {
    'to read': held,
    'to ask past the tenants': () => database.outside('select 1'),
    'for a transaction in it': () => database.inTx(tenant, (tx) => put(tx, newId())),
    'for a read that is shared with others': () => read(tenant, 'a'),
  };
  test.each(Object.entries(ways))('%s is stopped before it can wait for itself', async (_what, ask) => {
    await expect(
      database.inTx(tenant, async (tx) => {
        await put(tx, newId());
        await sql`select 1`.execute(tx);
        await ask();
      }),
    ).rejects.toThrow(/second connection/);
    expect(await held()).toEqual([]);
    // What comes after the transaction is free again, also in the same run of code.
    await database.inTx(tenant, (tx) => put(tx, newId()));
    await ask();
  });
});

test('a migration beside us changes the columns of a table: every connection reads and writes on', async () => {
  const star = (db: Db | Tx, id: string) =>
    sql<{ id: string }>`select * from outbox where tenant_id = ${tenant} and id = ${id}`.execute(db);
  const ids = Array.from({ length: 8 }, () => newId());
  for (const id of ids) await database.inTx(tenant, (tx) => put(tx, id));
  const read = () => Promise.all(ids.map(async (id) => (await star(database.forTenant(tenant), id)).rows.length));
  const write = () =>
    Promise.all(
      ids.map((id) =>
        database.inTx(tenant, async (tx) => {
          const { rows } = await star(tx, id);
          await sql`update outbox set task = 'seen' where tenant_id = ${tenant} and id = ${id}`.execute(tx);
          return rows.length;
        }),
      ),
    );
  const everything = ids.map(() => 1);
  const owner = new pg.Client({ connectionString: clone.ownerUrl });
  await owner.connect();
  try {
    // A text is prepared when a connection has met it before.
    for (let times = 0; times < 3; times++) expect([await read(), await write()]).toEqual([everything, everything]);
    await owner.query("alter table outbox add column made_up text not null default ''");
    expect([await read(), await write()]).toEqual([everything, everything]);
    await owner.query('alter table outbox drop column made_up');
    expect([await write(), await read()]).toEqual([everything, everything]);
  } finally {
    await owner.end();
  }
});
