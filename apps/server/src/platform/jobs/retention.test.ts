import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startApp } from '../../test/app.ts';
import { JobsWorld, told, work } from '../../test/jobs-world.ts';

const world = new JobsWorld();
const count = async (from: string): Promise<number> =>
  (await world.owner.query(`select count(*)::int as n from ${from}`)).rows[0].n;

test('rows of the outbox go a week after they were handed on; waiting ones never, parked ones after a month', async () => {
  const jobs = world.createJobs();
  await world.owner.query(
    `insert into outbox (tenant_id, id, task, payload, relayed_at, failed_at)
     select 1, gen_random_uuid(), 'job:x', '{}', now() - r * interval '1 day', now() - f * interval '1 day'
     from (values (8, null), (6, null), (null, 31), (null, 29), (null, null)) as kept(r, f), generate_series(1, 6000)`,
  );
  await jobs.purge();
  expect(await count('outbox where relayed_at is not null')).toBe(6000);
  expect(await count("outbox where relayed_at < now() - interval '7 days'")).toBe(0);
  expect(await count('outbox where failed_at is not null')).toBe(6000);
  expect(await count("outbox where failed_at < now() - interval '30 days'")).toBe(0);
  expect(await count('outbox where relayed_at is null and failed_at is null')).toBe(6000);
  expect(world.said).toMatchObject([{ level: 'info', facts: { 'relayed rows': 6000, 'parked rows': 6000 } }]);
});

test('a listener that no worker has for a week is retired with the jobs that wait for it; one that a worker has stays', async () => {
  const jobs = world.createJobs();
  jobs.listen(told, 'here', async () => {});
  jobs.listen(told, 'gone', async () => {});
  await jobs.makeSweepsDue();
  await world.tell(1);
  const old = world.createJobs();
  await old.drain();
  await world.ask(2);
  await old.drain();
  expect((await world.waiting()).sort()).toEqual(['test.told>gone', 'test.told>here', work.name].sort());
  await world.owner.query("update graphile_worker._private_jobs set run_at = now() - interval '8 days'");
  await jobs.purge();
  expect(await world.waiting()).toHaveLength(3);
  await world.owner.query("update outbox_listener set seen_at = now() - interval '8 days' where listener = 'gone'");
  await jobs.purge();
  expect((await world.waiting()).sort()).toEqual(['test.told>here', work.name]);
});

test('every shop loses what is too old, in small transactions, and nothing younger; docs/retention.md names every table and time', async () => {
  const app = await startApp();
  const { jobs } = app.platform;
  const AGES: Record<string, [column: string, insert: string]> = {
    idempotency: ['created_at', "(tenant_id, caller, key, request_hash, created_at) select 1, 'c', n::text, 'h'"],
    staff_session: [
      'created_at',
      "(tenant_id, token_hash, id, staff_id, address, agent, created_at) select 1, n::text, gen_random_uuid(), gen_random_uuid(), '', ''",
    ],
    customer_session: [
      'expires_at',
      "(tenant_id, id, customer_id, agent, expires_at) select 1, gen_random_uuid(), gen_random_uuid(), ''",
    ],
    payment_notice: [
      'received_at',
      "(tenant_id, id, kind, number, body, received_at) select 1, n::text, 'payment', 'N', '{}'",
    ],
  };
  const page = readFileSync('docs/retention.md', 'utf8');
  for (const [table, hours] of jobs.retention) {
    const time = hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} hours`;
    expect(page, table).toMatch(new RegExp(`\`${table}\`.*${time}`));
  }
  expect([...jobs.retention.keys()]).toEqual(expect.arrayContaining(Object.keys(AGES)));
  for (const [table, [, insert]] of Object.entries(AGES)) {
    const hours = jobs.retention.get(table);
    await app.sql.query('set session_replication_role = replica');
    await app.sql.query(
      `insert into ${table} ${insert}, now() - (case when n <= 2500 then 1 else -1 end + $1) * interval '1 hour' from generate_series(1, 3000) n`,
      [hours],
    );
    await app.sql.query('set session_replication_role = origin');
  }
  const before = (await app.sql.query('select count(*)::int as n from audit')).rows[0].n;
  await jobs.makeSweepsDue();
  await jobs.drain();
  for (const [table, [column]] of Object.entries(AGES)) {
    const { rows } = await app.sql.query(
      `select count(*) filter (where ${column} < now() - $1 * interval '1 hour')::int as old, count(*)::int as n from ${table}`,
      [jobs.retention.get(table)],
    );
    expect(rows[0].old, table).toBe(0);
    expect(rows[0].n, table).toBeGreaterThanOrEqual(500);
  }
  expect((await app.sql.query('select count(*)::int as n from audit')).rows[0].n).toBe(before);
});
