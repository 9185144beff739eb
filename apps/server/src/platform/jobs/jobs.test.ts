import { describe, expect, test } from 'vitest';
import { setClock } from '../../kernel/clock.ts';
import { JobsWorld, told, waitFor, work } from '../../test/jobs-world.ts';
import { jobKind } from '../outbox/index.ts';
import { Later } from './job.ts';

const world = new JobsWorld();

describe('a listener', () => {
  test('is told who, what, which event and when, with the same id when it runs again', async () => {
    const jobs = world.createJobs();
    const seen: { tenantId: number; id: string; at: Date; data: { n: number } }[] = [];
    jobs.listen(told, 'one', async ({ tenantId, id, at, data }) => {
      seen.push({ tenantId, id, at, data });
      if (seen.length === 1) throw new Error('not at the first time');
    });
    const before = Date.now();
    await world.tell(7, 2);
    await jobs.drain();
    await jobs.makeTimersDue();
    await jobs.drain();
    const { rows } = await world.owner.query('select id from outbox');
    expect(seen).toHaveLength(2);
    for (const event of seen) {
      expect(event).toMatchObject({ tenantId: 2, id: rows[0].id, data: { n: 7 } });
      expect(event.at.getTime()).toBeGreaterThanOrEqual(before);
      expect(event.at.getTime()).toBeLessThanOrEqual(Date.now());
    }
  });
});

describe('a timer', () => {
  test('wakes a worker that would look by itself a minute later', { timeout: 30_000 }, async () => {
    const jobs = world.createJobs();
    const rang: number[] = [];
    jobs.on(work, async ({ data }) => void rang.push(data.n));
    await jobs.start();
    await world.ask(1, { runAt: new Date(Date.now() + 1500) });
    await waitFor(async () => expect(await world.waiting()).toEqual(['test.work']));
    await waitFor(() => expect(rang).toEqual([1]), 20_000);
  });

  test('that is put off comes again at the time that it named, and not as a failure', async () => {
    const jobs = world.createJobs();
    let runs = 0;
    jobs.on(work, async () => {
      if (++runs < 4) throw new Later(new Date(Date.now() + 60_000));
    });
    await world.ask(1, { key: 'a' });
    for (let times = 1; times < 4; times++) {
      await jobs.drain();
      expect(runs).toBe(times);
      const { rows } = await world.owner.query(
        `select key, attempts, last_error, run_at > now() + interval '50 seconds' as later from graphile_worker._private_jobs`,
      );
      expect(rows).toEqual([{ key: '1/a', attempts: 0, last_error: null, later: true }]);
      await jobs.makeTimersDue();
    }
    await jobs.drain();
    expect(runs).toBe(4);
    expect(await world.waiting()).toEqual([]);
    expect(world.said).toEqual([]);
  });

  test('that rings before its time by our clock is set again before anybody is called', async () => {
    const jobs = world.createJobs();
    let runs = 0;
    jobs.on(work, async () => {
      runs++;
    });
    const runAt = new Date();
    await world.ask(1, { runAt });
    const restore = setClock(() => runAt.getTime() - 30_000);
    await jobs.drain();
    restore();
    expect(runs).toBe(0);
    expect(await world.waiting()).toEqual(['test.work']);
    await world.owner.query('update graphile_worker._private_jobs set run_at = now()');
    await jobs.drain();
    expect(runs).toBe(1);
  });

  test('that was moved while it ran and then put itself off keeps the time to which it was moved', async () => {
    const jobs = world.createJobs();
    const seen: number[] = [];
    jobs.on(work, async ({ data }) => {
      seen.push(data.n);
      if (data.n !== 1) return;
      await world.ask(2, { key: 'a', runAt: new Date(Date.now() + 60_000) });
      const other = world.createJobs();
      await other.drain();
      throw new Later(new Date(Date.now() + 120_000));
    });
    await world.ask(1, { key: 'a' });
    await jobs.drain();
    await jobs.makeTimersDue();
    await jobs.drain();
    expect(seen).toEqual([1, 2]);
    expect(await world.waiting()).toEqual([]);
  });
});

describe('a sweeper', () => {
  test('runs for each tenant on its own: one that fails stops no other and is tried again', async () => {
    const jobs = world.createJobs();
    const swept: number[] = [];
    jobs.sweep('test', { everyMinutes: 5 }, async (tenantId) => {
      swept.push(tenantId);
      if (tenantId === 2) throw new Error('the second shop is broken');
    });
    await jobs.makeSweepsDue();
    await jobs.drain();
    expect(swept.sort()).toEqual([1, 2, 3]);
    expect(await world.waiting()).toEqual(['sweep:test']);
    expect(world.said).toMatchObject([{ level: 'warn', facts: { job: 'sweep:test', tenantId: 2 } }]);
  });

  test('runs at the first start, and after a stop makes up for what it missed by one run', async () => {
    const runs: number[] = [];
    const start = async () => {
      const jobs = world.createJobs();
      jobs.sweep('test', { everyMinutes: 60 }, async (tenantId) => void runs.push(tenantId));
      await jobs.start();
      return jobs;
    };
    const first = await start();
    await waitFor(() => expect(runs.sort()).toEqual([1, 2, 3]));
    await first.stop();
    await (await start()).stop();
    expect(runs).toHaveLength(3);
    await world.owner.query("update job_sweep set due_at = now() - interval '7 hours'");
    await start();
    await waitFor(() => expect(runs.sort()).toEqual([1, 1, 2, 2, 3, 3]));
    const { rows } = await world.owner.query("select due_at > now() + interval '59 minutes' as later from job_sweep");
    expect(rows).toEqual([{ later: true }]);
  });
});

test('a cron hour that passed while no worker ran is made up once at the next start', async () => {
  let runs = 0;
  const start = async () => {
    const jobs = world.createJobs();
    jobs.every('0 0 * * *', 'test:daily', async () => void runs++);
    await jobs.start();
    return jobs;
  };
  const first = await start();
  await waitFor(async () => expect((await known()).rowCount).toBe(1));
  await first.stop();
  expect(runs).toBe(0);
  await world.owner.query(
    "update graphile_worker._private_known_crontabs set known_since = now() - interval '9 days', last_execution = now() - interval '3 days'",
  );
  await start();
  await waitFor(async () => expect(await world.waiting()).toEqual([]));
  expect(runs).toBe(1);
});
const known = () =>
  world.owner.query("select 1 from graphile_worker._private_known_crontabs where identifier = 'test:daily'");

describe('lanes', () => {
  test('a lane full of slow calls does not hold up another, nor one shop another in the same lane', async () => {
    const jobs = world.createJobs();
    const slow = jobKind<{ n: number }>('test.slow');
    let [stuck, most] = [0, 0];
    let release = () => {};
    const released = new Promise<void>((done) => {
      release = done;
    });
    jobs.on(
      slow,
      async ({ tenantId }) => {
        if (tenantId !== 1) return;
        most = Math.max(most, ++stuck);
        await released;
        stuck--;
      },
      { lane: 'wechat' },
    );
    const done: number[] = [];
    jobs.on(work, async ({ data }) => void done.push(data.n), { lane: 'money' });
    for (let n = 0; n < 30; n++) await world.ask(n, {}, 1, slow);
    await jobs.start();
    await waitFor(() => expect(stuck).toBe(4));
    await world.ask(1);
    jobs.nudge();
    await waitFor(() => expect(done).toEqual([1]));
    const others = () =>
      world.owner.query(`select 1 from graphile_worker.jobs where task_identifier = 'test.slow' and key like '2/%'`);
    await world.ask(1, { key: 'mine' }, 2, slow);
    const relayed = () => world.owner.query('select 1 from outbox where relayed_at is null');
    jobs.nudge();
    await waitFor(async () => expect([(await relayed()).rowCount, (await others()).rowCount]).toEqual([0, 0]));
    expect(most).toBe(4);
    release();
    await waitFor(async () => expect(await world.waiting()).toEqual([]));
    expect(most).toBe(4);
  });
});
