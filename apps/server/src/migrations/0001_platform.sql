-- The ground under every module: tenants, row-level security, outbox, idempotency, audit.

-- The tenant of this session; no tenant set means no rows.
create function jishi_tenant() returns integer language sql stable parallel safe
  as $$ select nullif(current_setting('jishi.tenant', true), '')::integer $$;

-- Puts a table behind the tenant wall. The app's role can neither bypass it nor, for append-only tables, change a row. Its owner, who
-- migrates, dumps and answers below for which tenant a host is, looks across: on a PostgreSQL that others run it is no superuser.
create procedure protect(tab regclass, append_only boolean default false) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tab);
  execute format('create policy tenant_wall on %s using (tenant_id = (select jishi_tenant())) with check (tenant_id = (select jishi_tenant()))', tab);
  if append_only then
    execute format('grant select, insert on %s to jishi_app', tab);
  else
    execute format('grant select, insert, update, delete on %s to jishi_app', tab);
  end if;
end $$;

-- When something of a kind last changed for a tenant, as a number that only grows: what is remembered of the kind holds as long as
-- the number stays (platform/memory).
create table stamp (
  tenant_id integer not null,
  kind text not null,
  version bigint not null default 1,
  primary key (tenant_id, kind)
);
call protect('stamp');

-- Once in each transaction, at its commit: so that the row is held for a moment only, and is always the last that is locked.
create function set_stamp() returns trigger language plpgsql as $$
declare
  tenant integer := case when tg_op = 'DELETE' then old.tenant_id else new.tenant_id end;
  mark text := concat_ws(' ', pg_current_xact_id(), tenant, tg_argv[0]);
begin
  if current_setting('jishi.stamped', true) is distinct from mark then
    insert into stamp as s (tenant_id, kind) values (tenant, tg_argv[0])
      on conflict (tenant_id, kind) do update set version = s.version + 1;
    perform set_config('jishi.stamped', mark, true);
  end if;
  return null;
end $$;

-- Makes every change of a table's rows a change of its kind.
create procedure stamps(tab regclass, kind text) language plpgsql as $$
begin
  execute format('create constraint trigger stamp after insert or update or delete on %s
    deferrable initially deferred for each row execute function set_stamp(%L)', tab, kind);
end $$;

create table tenant (
  tenant_id integer primary key,
  code text not null unique check (code ~ '^[a-z0-9-]{2,40}$'),
  name text not null,
  settings jsonb not null default '{}',
  version integer not null default 1, -- of the settings
  wechat text, -- the WeChat connection, sealed
  sms text, -- the account for text messages, sealed
  created_at timestamptz not null default now()
);
call protect('tenant');

create table tenant_text (
  tenant_id integer not null,
  name text not null check (name in ('agreement', 'privacy')),
  text text not null,
  version integer not null,
  changed_at timestamptz not null,
  primary key (tenant_id, name)
);
call protect('tenant_text');

-- Files with which WeChat is shown that a domain is the shop's, served at its root.
create table tenant_verify_file (
  tenant_id integer not null,
  name text not null,
  content text not null,
  primary key (tenant_id, name)
);
call protect('tenant_verify_file');

create table tenant_domain (
  tenant_id integer not null references tenant,
  host text not null,
  primary key (tenant_id, host),
  unique (host)
);
call protect('tenant_domain');

create sequence tenant_number;
-- A number that no tenant has or had: what was sealed or signed for one must never be another's.
create function tenant_new_id() returns integer language plpgsql security definer set search_path = public as $$
declare n integer;
begin
  loop
    n := nextval('tenant_number');
    if not exists (select from tenant where tenant_id = n) then return n; end if;
  end loop;
end $$;

-- The files that made this schema, for whoever asks whether it is the one that the program knows.
create function schema_names() returns setof text language sql stable security definer set search_path = public
  as $$ select name from schema_migration order by name $$;

-- Finding the tenant comes before there is one, so these functions alone look across the wall. The host * is every other.
create function tenant_by_host(wanted text) returns integer language sql stable security definer set search_path = public
  as $$ select tenant_id from tenant_domain where host in (lower(wanted), '*') order by host = '*' limit 1 $$;
create function tenant_ids() returns setof integer language sql stable security definer set search_path = public
  as $$ select tenant_id from tenant order by tenant_id $$;
create function tenant_by_code(wanted text) returns integer language sql stable security definer set search_path = public
  as $$ select tenant_id from tenant where code = wanted $$;

-- Events and jobs leave a transaction as rows here; the relay hands them on after the commit. A row that the job queue refuses is
-- parked (failed_at) until somebody looks at it.
create table outbox (
  tenant_id integer not null,
  id uuid not null,
  seq bigint generated always as identity,
  task text not null,
  payload jsonb not null,
  run_at timestamptz,
  job_key text,
  relayed_at timestamptz,
  failed_at timestamptz,
  failure text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index outbox_waiting on outbox (seq) where relayed_at is null and failed_at is null;
create index outbox_relayed on outbox (relayed_at) where relayed_at is not null;
create index outbox_parked on outbox (tenant_id, failed_at) where failed_at is not null;
call protect('outbox');
create policy relay on outbox to jishi_worker using (true);
grant select, update, delete on outbox to jishi_worker;

-- Who listens to an event, in whatever process: each worker writes its own at its start, and the relay of any worker reads all.
create table outbox_listener (
  event text not null,
  listener text not null,
  seen_at timestamptz not null default now(),
  primary key (event, listener)
);
grant select, insert, update, delete on outbox_listener to jishi_worker;

-- A worker says again and again that it lives; the jobs of one that fell silent are taken over.
create table job_worker (
  id text primary key,
  seen_at timestamptz not null default now()
);
grant select, insert, update, delete on job_worker to jishi_worker;

-- When each sweeper is due again; it runs once for each tenant.
create table job_sweep (
  name text primary key,
  due_at timestamptz not null default now()
);
grant select, insert, update, delete on job_sweep to jishi_worker;

create table idempotency (
  tenant_id integer not null,
  caller text not null,
  key text not null,
  request_hash text not null, -- keyed, so that nobody can try passwords against it
  status integer,
  body text, -- the reply, sealed
  created_at timestamptz not null default now(),
  primary key (tenant_id, caller, key)
);
create index idempotency_age on idempotency (tenant_id, created_at);
call protect('idempotency');

-- What staff and programs did. Every row carries a proof over itself and the proof of the row before it, made with a key that is not
-- in the database: a row that was changed, added between or taken away shows.
create table audit (
  tenant_id integer not null,
  id uuid not null,
  seq bigint not null check (seq > 0),
  at timestamptz not null default now(),
  actor text not null,
  actor_name text not null,
  operation text not null,
  target text,
  result integer not null,
  ip text,
  request_id text not null,
  detail jsonb not null default '{}',
  proof text not null,
  primary key (tenant_id, id)
);
create unique index audit_seq on audit (tenant_id, seq);
create index audit_at on audit (tenant_id, at, seq);
create index audit_actor on audit (tenant_id, actor, seq);
create index audit_operation on audit (tenant_id, operation, seq);
call protect('audit', append_only => true);

-- The last row of each shop's audit. Held from a transaction's last statement to its commit, so that rows get their numbers in the
-- order in which they become visible.
create table audit_head (
  tenant_id integer primary key,
  seq bigint not null,
  proof text not null
);
call protect('audit_head');

-- A file that was handed in: bytes lie in the file store under their own hash.
create table file (
  tenant_id integer not null,
  hash text not null,
  media_type text not null,
  bytes integer not null check (bytes > 0),
  width integer,
  height integer,
  created_at timestamptz not null default now(),
  primary key (tenant_id, hash)
);
call protect('file');
