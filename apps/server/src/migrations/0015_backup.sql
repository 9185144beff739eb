-- Backups that were tried, for whoever watches that there is a fresh one. A backup is of the whole database and so of no shop; who makes it
-- owns the tables and writes here too.
create table backup_run (
  id uuid primary key,
  night date unique, -- of one that made itself, so that one of several workers makes it
  started_at timestamptz not null,
  ended_at timestamptz,
  bytes bigint,
  failure text
);
create index backup_run_age on backup_run (started_at);
grant select on backup_run to jishi_app;
