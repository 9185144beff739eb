import type pg from 'pg';

export interface Sweep {
  name: string;
  everyMinutes: number;
}

/** The queue's name of a sweeper's job. */
export const sweepTask = (name: string): string => `sweep:${name}`;

/** Makes new sweepers known; they are due at once, as is one whose time passed while no worker ran. */
export async function registerSweeps(pool: pg.Pool, sweeps: Sweep[]): Promise<void> {
  await pool.query('insert into job_sweep (name) select unnest($1::text[]) on conflict do nothing', [
    sweeps.map((s) => s.name),
  ]);
}

/**
 * Puts one job a tenant into the queue for each sweeper that is due (`all`: for every one); whichever process looks first does it.
 * Where the last run of a tenant still runs, none is added.
 */
export async function planSweeps(pool: pg.Pool, sweeps: Sweep[], all = false): Promise<void> {
  await pool.query(
    `with due as (
       update job_sweep s set due_at = now() + w.minutes * interval '1 minute'
       from unnest($1::text[], $2::int[]) as w(name, minutes)
       where s.name = w.name and (s.due_at <= now() or $3) returning s.name),
     wanted as (
       select 'sweep:' || name as task, 'sweep:' || name || '/' || tenant_id as key, tenant_id
       from due, tenant_ids() as tenant_id),
     specs as materialized (
       select coalesce(array_agg((
         task, json_build_object('tenantId', tenant_id, 'at', now(), 'data', '{}'::json),
         null, null, 25, key, 0, array['tenant:' || tenant_id])::graphile_worker.job_spec), '{}') as list
       from wanted
       where not exists (select from graphile_worker._private_jobs j where j.key = wanted.key and j.locked_at is not null))
     select case when cardinality(list) > 0 then (select count(*) from graphile_worker.add_jobs(list)) end from specs`,
    [sweeps.map((s) => s.name), sweeps.map((s) => s.everyMinutes), all],
  );
}
