import { expect, test, vi } from 'vitest';
import { setClock } from '../../kernel/clock.ts';
import { JobsWorld, work } from '../../test/jobs-world.ts';
import { Metrics } from '../metrics.ts';

const world = new JobsWorld();

/** The figures of one gauge, by the value of its label. */
async function figures(metrics: Metrics, name: string): Promise<Record<string, number>> {
  const gauge = await metrics.registry.getSingleMetric(name)?.get();
  return Object.fromEntries((gauge?.values ?? []).map((v) => [Object.values(v.labels)[0], v.value]));
}

test('a job that failed to its last try is logged as an error, counted, shown to its shop alone, and runs again when somebody says so', async () => {
  const metrics = new Metrics();
  const jobs = world.createJobs({ metrics });
  let broken = true;
  let runs = 0;
  jobs.on(work, async () => {
    runs++;
    if (broken) throw new Error('微信支付没有回答');
  });
  await world.ask(1, { key: 'refund/x' }, 2);
  await jobs.drain();
  expect(world.said).toMatchObject([{ level: 'warn', facts: { job: 'test.work', tenantId: 2, attempt: 1 } }]);
  await world.owner.query('update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now()');
  await jobs.drain();
  expect(world.said.at(-1)).toMatchObject({ level: 'error', facts: { job: 'test.work', tenantId: 2, attempt: 25 } });
  // The queue writes a failure down after it was told.
  await vi.waitFor(async () => expect(await jobs.stuck(2, 10)).toHaveLength(1), 10_000);
  expect(await figures(metrics, 'jishi_jobs')).toEqual({ dead: 1, late: 0 });
  expect(await jobs.stuck(1, 10)).toEqual([]);
  const [stuck] = await jobs.stuck(2, 10);
  expect(stuck).toMatchObject({ task: 'test.work', attempts: 25, failure: '微信支付没有回答' });
  broken = false;
  expect(await jobs.retry(1, stuck?.id ?? '')).toBe(false);
  expect(await jobs.retry(2, 'job:999999')).toBe(false);
  expect(await jobs.retry(2, "row:' or true --")).toBe(false);
  await jobs.drain();
  expect(runs).toBe(2);
  expect(await jobs.retry(2, stuck?.id ?? '')).toBe(true);
  await jobs.drain();
  expect(runs).toBe(3);
  expect(await jobs.stuck(2, 10)).toEqual([]);
  expect(await world.waiting()).toEqual([]);
});

test('a row that the queue refuses stops no other shop, is logged as an error, counted, and shown to its shop', async () => {
  const metrics = new Metrics();
  const jobs = world.createJobs({ metrics });
  const done: number[] = [];
  jobs.on(work, async ({ data }) => void done.push(data.n));
  await world.ask(1, { key: 'k'.repeat(600) });
  await world.ask(2, {}, 2);
  await jobs.drain();
  expect(done).toEqual([2]);
  expect(world.said).toMatchObject([{ level: 'error', facts: { tenantId: 1, task: 'job:test.work' } }]);
  expect(await figures(metrics, 'jishi_outbox_rows')).toEqual({ waiting: 0, parked: 1 });
  expect(await jobs.stuck(2, 10)).toEqual([]);
  const [row] = await jobs.stuck(1, 10);
  expect(row).toMatchObject({ task: 'job:test.work', failure: expect.stringContaining('jobs_key_check') });
  await world.owner.query("update outbox set job_key = 'short'");
  expect(await jobs.retry(1, row?.id ?? '')).toBe(true);
  await jobs.drain();
  expect(done).toEqual([2, 1]);
});

test('a job that was replaced while it ran and then failed is not stuck: the later one stands for it', async () => {
  const jobs = world.createJobs();
  const other = world.createJobs();
  let first = true;
  jobs.on(work, async () => {
    if (!first) return;
    first = false;
    await world.ask(2, { key: 'a', runAt: new Date(Date.now() + 60_000) });
    await other.drain();
    throw new Error('too late');
  });
  await world.ask(1, { key: 'a' });
  await jobs.drain();
  expect(await jobs.stuck(1, 10)).toEqual([]);
  expect((await world.owner.query('select 1 from graphile_worker._private_jobs where key is not null')).rowCount).toBe(
    1,
  );
});

test('the size of every table is a gauge that is read at most once a minute and stands when it cannot be read', async () => {
  const metrics = new Metrics();
  const jobs = world.createJobs({ metrics });
  let nowMs = Date.now();
  const restore = setClock(() => nowMs);
  try {
    const before = await figures(metrics, 'jishi_table_bytes');
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining(['outbox', 'order_head', 'idempotency', '_private_jobs']),
    );
    expect(before.outbox).toBeGreaterThan(0);
    expect(Object.keys(await figures(metrics, 'jishi_table_dead_rows'))).toContain('outbox');
    await world.owner.query(
      "insert into outbox (tenant_id, id, task, payload) select 1, gen_random_uuid(), 'job:x', '{}' from generate_series(1, 5000)",
    );
    expect((await figures(metrics, 'jishi_table_bytes')).outbox).toBe(before.outbox);
    nowMs += 61_000;
    const after = await figures(metrics, 'jishi_table_bytes');
    expect(after.outbox).toBeGreaterThan(before.outbox ?? 0);
    await jobs.stop();
    nowMs += 61_000;
    expect(await figures(metrics, 'jishi_table_bytes')).toEqual(after);
  } finally {
    restore();
  }
});
