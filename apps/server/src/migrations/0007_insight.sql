-- A list written into a file for a member of the staff, by a job.
create table export_job (
  tenant_id integer not null,
  id uuid not null,
  staff_id uuid not null,
  staff_name text not null,
  kind text not null,
  filters jsonb not null,
  status text not null check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  rows integer not null default 0,
  bytes bigint,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id)
);
create index export_job_mine on export_job (tenant_id, staff_id, created_at);
call protect('export_job');
