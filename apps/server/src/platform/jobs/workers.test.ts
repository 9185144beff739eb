import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { JobsWorld, told, waitFor, work } from '../../test/jobs-world.ts';
import { Later } from './job.ts';

const world = new JobsWorld();

/** A worker process that begins jobs and ends none. */
function startWorker(): { child: ChildProcess; said: string[] } {
  const child = spawn(
    process.execPath,
    ['tools/run.mjs', 'apps/server/src/test/job-worker.ts', world.clone.workerUrl],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: string[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => said.push(line));
  return { child, said };
}

test('the jobs of a worker that was killed, and of one that is frozen, are taken over within a minute while other workers live', {
  timeout: 120_000,
}, async () => {
  const [killed, frozen] = [startWorker(), startWorker()];
  await world.ask(1);
  await world.ask(2);
  await waitFor(() => expect([...killed.said, ...frozen.said].sort()).toEqual(['began 1', 'began 2']), 60_000);
  killed.child.kill('SIGKILL');
  frozen.child.kill('SIGSTOP');
  const jobs = world.createJobs();
  const done: number[] = [];
  jobs.on(work, async ({ data }) => void done.push(data.n));
  await jobs.start();
  await world.ask(3);
  jobs.nudge();
  await waitFor(() => expect(done).toEqual([3]));
  const since = Date.now();
  await waitFor(() => expect(done.sort()).toEqual([1, 2, 3]), 60_000);
  expect(Date.now() - since).toBeLessThan(60_000);
  expect(world.said).toMatchObject([{ level: 'warn', text: expect.stringContaining('took over') }]);
  await waitFor(async () => expect(await world.waiting()).toEqual([]));
});

test('a worker that lives keeps its job for as long as it takes', { timeout: 60_000 }, async () => {
  const [busy, other] = [world.createJobs(), world.createJobs()];
  let [begun, end] = [0, () => {}];
  const ending = new Promise<void>((done) => {
    end = done;
  });
  for (const jobs of [busy, other])
    jobs.on(work, async () => {
      begun++;
      await ending;
    });
  await busy.start();
  await other.start();
  await world.ask(1);
  busy.nudge();
  await waitFor(() => expect(begun).toBe(1));
  // As if it had begun long ago.
  await world.owner.query("update graphile_worker._private_jobs set locked_at = now() - interval '3 hours'");
  const beaten = async () =>
    (await world.owner.query('select min(seen_at) > $1::timestamptz as yes from job_worker', [since])).rows[0].yes;
  const since = (await world.owner.query("select now() + interval '1 second' as at")).rows[0].at;
  await waitFor(async () => expect(await beaten()).toBe(true));
  expect(begun).toBe(1);
  end();
  await waitFor(async () => expect(await world.waiting()).toEqual([]));
});

const TAKEN_OVER = 'another worker took this job over while it ran';
test('a worker that slept until its job was taken over neither loses nor repeats the timer when it wakes', async () => {
  const one = { concurrency: 1, perTenant: 1 };
  const lanes = { money: one, timer: one, wechat: one, rest: one };
  const [sleeper, other] = [world.createJobs({ lanes }), world.createJobs({ lanes })];
  let wake = () => {};
  const asleep = new Promise<void>((done) => {
    wake = done;
  });
  let slept = 0;
  sleeper.on(work, async () => {
    slept++;
    await asleep;
    throw new Later(new Date(Date.now() + 60_000));
  });
  let again = 0;
  other.on(work, async () => {
    again++;
    wake();
    await waitFor(() => expect(world.said.map((s) => s.text)).toEqual([TAKEN_OVER]));
    throw new Later(new Date(Date.now() + 60_000));
  });
  await world.ask(1, { key: 'a' });
  const sleeping = sleeper.drain();
  await waitFor(() => expect(slept).toBe(1));
  await world.owner.query('update graphile_worker._private_jobs set locked_by = null, locked_at = null');
  await other.drain();
  await sleeping;
  expect(again).toBe(1);
  const { rows } = await world.owner.query(
    "select key, attempts, run_at > now() + interval '50 seconds' as later from graphile_worker._private_jobs",
  );
  expect(rows).toEqual([{ key: '1/a', attempts: 0, later: true }]);
});

test('an old worker hands the events of a listener that only the new version has to the new version, and fails none of its jobs', async () => {
  const [old, young] = [world.createJobs(), world.createJobs()];
  const heard: string[] = [];
  old.listen(told, 'old', async () => void heard.push('old'));
  young.listen(told, 'old', async () => void heard.push('old'));
  young.listen(told, 'young', async () => void heard.push('young'));
  await old.start();
  await young.start();
  await young.stop();
  await world.tell(1);
  old.nudge();
  await waitFor(() => expect(heard).toEqual(['old']));
  expect(await world.waiting()).toEqual(['test.told>young']);
  const next = world.createJobs();
  next.listen(told, 'young', async () => void heard.push('young'));
  await next.start();
  await waitFor(() => expect(heard).toEqual(['old', 'young']));
  await waitFor(async () => expect(await world.waiting()).toEqual([]));
  expect(world.said).toEqual([]);
});

test('a stop tells jobs under way, leaves what does not end to the others, and is over in time', async () => {
  const jobs = world.createJobs();
  const outcomes: string[] = [];
  jobs.on(work, async ({ data, signal }) => {
    outcomes.push(`began ${data.n}`);
    if (data.n === 1) await new Promise(() => {});
    await new Promise((_done, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
  });
  await world.ask(1);
  await world.ask(2);
  await jobs.start();
  await waitFor(() => expect(outcomes.sort()).toEqual(['began 1', 'began 2']));
  const since = Date.now();
  await jobs.stop(1000);
  expect(Date.now() - since).toBeLessThan(1500);
  expect(world.said.map((s) => s.text)).toEqual(['jobs under way did not end in time; they are left to other workers']);
  const { rows } = await world.owner.query(
    "select (payload->'data'->>'n')::int as n, attempts, locked_by from graphile_worker._private_jobs where key is not null order by 1",
  );
  expect(rows).toEqual([
    { n: 1, attempts: 1, locked_by: null },
    { n: 2, attempts: 0, locked_by: null },
  ]);
  const next = world.createJobs();
  const done: number[] = [];
  next.on(work, async ({ data }) => void done.push(data.n));
  await next.start();
  await waitFor(() => expect(done.sort()).toEqual([1, 2]));
});
