import { expect, test } from 'vitest';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import { openSecondShop, startApp, TENANT } from '../../../test/app.ts';

test('staff see what is stuck in their shop alone and try it again; without the permission they do neither', async () => {
  const app = await startApp();
  const { jobs, database } = app.platform;
  await openSecondShop(app);
  const work = jobKind<{ n: number }>('test.work');
  let broken = true;
  const done: number[] = [];
  jobs.on(work, async ({ tenantId }) => {
    if (broken) throw new Error(`商户平台没有回答${'。'.repeat(1000)}`);
    done.push(tenantId);
  });
  for (const tenantId of [TENANT, 2]) await database.inTx(tenantId, (tx) => schedule(tx, tenantId, work, { n: 1 }));
  await database.inTx(TENANT, (tx) => schedule(tx, TENANT, work, { n: 2 }, { key: 'k'.repeat(600) }));
  await jobs.drain();
  await app.sql.query('update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now()');
  await jobs.drain();

  const owner = await app.given.owner();
  const { body, status } = await owner.get('/admin/stuck-jobs');
  expect(status).toBe(200);
  expect(body.items.map((i: { task: string; attempts: number }) => [i.task, i.attempts]).sort()).toEqual([
    ['test.work', 0],
    ['test.work', 25],
  ]);
  const dead = body.items.find((i: { attempts: number }) => i.attempts === 25);
  expect(dead.failure).toMatch(/^商户平台没有回答/);
  expect(dead.failure.length).toBeLessThanOrEqual(300);
  expect((await owner.get('/admin/today')).body.stuckJobs).toBe(2);

  const clerk = await app.given.staff(['order:read', 'settings:read']);
  expect((await clerk.post(`/admin/stuck-jobs/${dead.id}/retry`)).status).toBe(403);
  expect((await (await app.given.staff(['order:read'])).get('/admin/stuck-jobs')).status).toBe(403);
  const { rows } = await app.sql.query(
    "select id from graphile_worker.jobs where key not like '1/%' and id::text <> $1",
    [dead.id.slice(4)],
  );
  for (const id of [`job:${rows[0].id}`, 'job:999999', 'row:00000000-0000-4000-8000-000000000000'])
    expect((await owner.post(`/admin/stuck-jobs/${id}/retry`)).status, id).toBe(404);
  for (const id of ['1', "job:1' or true", 'row:x'])
    expect((await owner.post(`/admin/stuck-jobs/${encodeURIComponent(id)}/retry`)).status, id).toBe(400);
  broken = false;
  expect((await owner.post(`/admin/stuck-jobs/${dead.id}/retry`)).status).toBe(204);
  await jobs.drain();
  expect(done).toEqual([TENANT]);
  expect((await owner.get('/admin/stuck-jobs')).body.items).toHaveLength(1);
});
