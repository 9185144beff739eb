/** With the queue's growing pauses (at most six hours) about four days. */
const MAX_ATTEMPTS = 25;
/** Any constant: one relay at a time, or the older of two rows with one key could arrive last. */
const LOCK = 5_748_202;

/**
 * Hands waiting rows, oldest first, to the job queue. An event becomes a job for each listener that any worker has registered; of
 * several rows with one key the last stays. $1: how many rows at most; $2: only these `seq`, or null.
 */
export const RELAY = `
with alone as materialized (select pg_try_advisory_xact_lock(${LOCK}) as ok),
waiting as materialized (
  select seq, tenant_id, id, task, payload, run_at, job_key, created_at from outbox
  where relayed_at is null and failed_at is null and ($2::bigint[] is null or seq = any($2)) and (select ok from alone)
  order by seq limit $1 for update skip locked),
handed as (
  select w.seq, w.tenant_id, w.id, w.payload, w.created_at, null::timestamptz as run_at,
         l.event || '>' || l.listener as identifier, w.id || '/' || l.listener as key
  from waiting w join outbox_listener l on w.task = 'event:' || l.event
  union all
  select seq, tenant_id, id, payload, created_at, run_at,
         case when task like 'job:%' then substr(task, 5) end, coalesce(tenant_id || '/' || job_key, id::text)
  from waiting where task not like 'event:%'),
latest as (select distinct on (key) * from handed order by key, seq desc),
specs as materialized (
  select coalesce(array_agg((
    identifier,
    json_build_object('tenantId', tenant_id, 'id', id, 'at', created_at, 'runAt', run_at, 'data', payload),
    null, run_at, ${MAX_ATTEMPTS}, key, 0, array['tenant:' || tenant_id])::graphile_worker.job_spec order by seq), '{}') as list
  from latest),
added as materialized (
  select case when cardinality(list) > 0 then (select count(*) from graphile_worker.add_jobs(list)) else 0 end as jobs from specs),
relayed as (
  update outbox set relayed_at = now()
  where seq = any(array(select seq from waiting)) and relayed_at is null and failed_at is null and (select jobs from added) >= 0
  returning 1)
select (select ok from alone) as alone, (select count(*)::int from relayed) as rows`;
