import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { createTestDatabase } from '../../test/database.ts';
import { hasPgBouncer, startPgBouncer } from '../../test/pgbouncer.ts';
import { startPooler } from '../../test/pooler.ts';
import { Database } from './index.ts';

const TENANTS = [1, 2, 3];

test('tenants stay apart when a pooler hands one session of PostgreSQL from one to the other', async () => {
  const pooler = await tenantsStayApart(startPooler);
  expect(pooler.handovers()).toBeGreaterThan(40);
});

test.runIf(hasPgBouncer)('so they do behind PgBouncer itself, where it is installed', async () => {
  await tenantsStayApart(startPgBouncer);
});

async function tenantsStayApart<P extends { url: string; close(): Promise<void> }>(
  start: (serverUrl: string) => Promise<P>,
): Promise<P> {
  const clone = await createTestDatabase();
  const pooler = await start(clone.url);
  const database = new Database({ url: pooler.url, size: 5, prepare: false, guard: true });
  onTestFinished(async () => {
    await database.close();
    await pooler.close();
    await clone.drop();
  });
  // The first connection makes the session, the others share it.
  await database.outside('select 1');

  const write = (tenantId: number) =>
    database.inTx(tenantId, async (tx) => {
      await sql`insert into outbox (tenant_id, id, task, payload) values (${tenantId}, ${newId()}, 'test', '{}')`.execute(
        tx,
      );
      return (await sql<{ tenant_id: number }>`select distinct tenant_id from outbox`.execute(tx)).rows;
    });
  const read = async (tenantId: number) =>
    (
      await sql<{ tenant_id: number }>`select distinct tenant_id from outbox where ${1}::int = 1`.execute(
        database.forTenant(tenantId),
      )
    ).rows;
  const readWithoutValues = async (tenantId: number) =>
    (await sql<{ tenant_id: number }>`select distinct tenant_id from outbox`.execute(database.forTenant(tenantId)))
      .rows;

  const lookUp = async (tenantId: number) =>
    (
      await database.lookUps(tenantId, (db) =>
        sql<{ tenant_id: number }>`select distinct tenant_id from outbox where ${1}::int = 1`.execute(db),
      )
    ).rows;

  await Promise.all(TENANTS.map(write));
  const asked = Array.from({ length: 40 }, (_, i) => TENANTS[i % 3] ?? 0);
  const seen = await Promise.all(
    asked.flatMap((tenantId) => [write(tenantId), read(tenantId), readWithoutValues(tenantId), lookUp(tenantId)]),
  );
  expect(seen).toEqual(asked.flatMap((id) => Array(4).fill([{ tenant_id: id }])));
  // Nothing of a tenant stays in the session.
  expect(await database.outside('select 1 from outbox')).toEqual([]);
  return pooler;
}
