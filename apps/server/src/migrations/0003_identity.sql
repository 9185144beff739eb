create table staff (
  tenant_id integer not null,
  id uuid not null,
  login text not null,
  name text not null,
  password text not null, -- scrypt$N$r$p$salt$hash
  password_at timestamptz not null default now(),
  must_change boolean not null default false, -- the password was given by somebody else
  owner boolean not null default false, -- may do everything, also what a later version brings
  permissions text[] not null,
  active boolean not null default true,
  last_seen_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index staff_login on staff (tenant_id, lower(login));
call protect('staff');

-- The passwords before the current one, so that they do not come back at once.
create table staff_password (
  tenant_id integer not null,
  id uuid not null,
  staff_id uuid not null,
  password text not null,
  primary key (tenant_id, id)
);
create index staff_password_owner on staff_password (tenant_id, staff_id, id desc);
call protect('staff_password');

create table staff_session (
  tenant_id integer not null,
  token_hash text not null,
  id uuid not null,
  staff_id uuid not null,
  address text not null,
  agent text not null, -- the browser's name for itself
  confirmed_at timestamptz not null default now(), -- when the password was last given
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  primary key (tenant_id, token_hash)
);
create index staff_session_owner on staff_session (tenant_id, staff_id, created_at);
call protect('staff_session');

-- Tries at passwords: of one login from one address, and of one login from all addresses that it never came from. Kept under a mark of
-- login and address, for logins that exist and for those that do not alike.
create table staff_attempt (
  tenant_id integer not null,
  mark text not null,
  failures integer not null,
  blocked_until timestamptz,
  succeeded_at timestamptz, -- from here the login is known
  tried_at timestamptz not null default now(),
  primary key (tenant_id, mark)
);
create index staff_attempt_age on staff_attempt (tenant_id, tried_at);
call protect('staff_attempt');

-- The second factor (RFC 6238).
create table staff_totp (
  tenant_id integer not null,
  staff_id uuid not null,
  secret text not null, -- sealed
  confirmed_at timestamptz, -- in force from then on
  last_step bigint not null default 0, -- a code is good once
  recovery text[] not null default '{}', -- marks of the codes that are left
  primary key (tenant_id, staff_id)
);
call protect('staff_totp');

-- How careful the shop is with its staff.
create table staff_policy (
  tenant_id integer primary key,
  two_factor text not null check (two_factor in ('optional', 'sensitive', 'everybody')),
  idle_minutes integer not null check (idle_minutes between 5 and 720),
  password_days integer not null check (password_days between 0 and 365), -- 0: no limit
  addresses text[] not null -- addresses and CIDR blocks from which staff may come; none: from everywhere
);
call protect('staff_policy');

-- How a person likes to see a list of the console, under a name: filters, order and columns.
create table staff_view (
  tenant_id integer not null,
  id uuid not null,
  staff_id uuid not null,
  list text not null,
  name text not null,
  look text not null, -- sealed: a filter may be a customer's phone number
  primary key (tenant_id, id)
);
create unique index staff_view_name on staff_view (tenant_id, staff_id, list, name);
call protect('staff_view');

create table staff_app_key (
  tenant_id integer not null,
  id uuid not null,
  secret_hash text not null,
  name text not null,
  permissions text[] not null,
  addresses text[] not null, -- addresses and CIDR blocks from which the program may come; none: from everywhere
  active boolean not null default true,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index staff_app_key_secret on staff_app_key (tenant_id, secret_hash);
call protect('staff_app_key');

create table customer (
  tenant_id integer not null,
  id uuid not null,
  nickname text not null,
  avatar text not null,
  joined_into uuid, -- turned out to be this customer, who has all that was theirs
  joined_at timestamptz,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  -- What the console's list is sorted by, as trade/order keeps it; never paid is the epoch.
  orders integer not null default 0,
  paid_fen bigint not null default 0,
  last_paid_at timestamptz not null default 'epoch',
  primary key (tenant_id, id)
);
create index customer_orders on customer (tenant_id, orders, id) where joined_into is null;
create index customer_paid on customer (tenant_id, paid_fen, id) where joined_into is null;
create index customer_last_paid on customer (tenant_id, last_paid_at, id) where joined_into is null;
-- Names are found by their beginning, in an order that every locale has alike. As they are written: below row-level security an index
-- serves no function that might leak what it reads, and lower() is one.
create index customer_name on customer (tenant_id, nickname collate "C", id);
create index customer_joined on customer (tenant_id, joined_at) where joined_into is not null;
call protect('customer');

-- A shopper's sign-in on one device. Tokens are checked without asking here; only the ended ones are read, again and again.
create table customer_session (
  tenant_id integer not null,
  id uuid not null,
  customer_id uuid not null,
  agent text not null, -- the client's name for itself
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id)
);
create index customer_session_owner on customer_session (tenant_id, customer_id, created_at);
create index customer_session_ended on customer_session (tenant_id, ended_at) where ended_at is not null;
call protect('customer_session');

-- With a customer end the sessions.
create function customer_sessions_end() returns trigger language plpgsql as $$
begin
  update customer_session set ended_at = clock_timestamp()
  where tenant_id = old.tenant_id and customer_id = old.id and ended_at is null;
  return old;
end $$;
create trigger customer_sessions_end after delete on customer for each row execute function customer_sessions_end();

-- By what a customer is known: an openid in each app, WeChat's unionid, a phone number that was proved. Each stands for one customer.
create table customer_identity (
  tenant_id integer not null,
  kind text not null check (kind in ('openid', 'unionid', 'phone')),
  app text not null, -- AppID of an openid, else empty
  value text not null, -- of a phone: its blind index
  customer_id uuid not null,
  sealed text check ((sealed is not null) = (kind = 'phone')), -- the phone number
  created_at timestamptz not null default now(),
  proved_at timestamptz not null default now(), -- when this person last showed that it is theirs
  primary key (tenant_id, kind, app, value)
);
create index customer_identity_owner on customer_identity (tenant_id, customer_id, kind, created_at);
call protect('customer_identity');

-- Codes that were sent to phone numbers. The numbers themselves stand nowhere.
create table customer_code (
  tenant_id integer not null,
  id uuid not null,
  phone_mark text not null,
  network_mark text not null, -- from where it was asked for
  code_mark text not null,
  status text not null check (status in ('sending', 'sent', 'failed', 'used')),
  tries smallint not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);
create index customer_code_phone on customer_code (tenant_id, phone_mark, created_at);
create index customer_code_network on customer_code (tenant_id, network_mark, created_at);
create index customer_code_age on customer_code (tenant_id, created_at);
call protect('customer_code');

create table customer_address (
  tenant_id integer not null,
  id uuid not null,
  customer_id uuid not null,
  sealed text not null, -- name, phone, region and detail; an order keeps a copy as it is
  phone_mark text not null, -- blind index
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index customer_address_phone on customer_address (tenant_id, phone_mark);
create index customer_address_owner on customer_address (tenant_id, customer_id, id);
create unique index customer_address_default on customer_address (tenant_id, customer_id) where is_default;
call protect('customer_address');

-- Links with which whoever reads the terminal opens the first shop: the hash alone is kept. They belong to no tenant, and no role of the
-- application touches them but through the functions below.
create table setup_link (
  token_hash text primary key,
  expires_at timestamptz not null
);
create function setup_link_add(hash text, until timestamptz) returns void language sql security definer set search_path = public
  as $$ insert into setup_link (token_hash, expires_at) select hash, until where not exists (select from tenant) $$;
create function setup_link_holds(hash text, at timestamptz) returns boolean language sql stable security definer set search_path = public
  as $$ select exists (select from setup_link where token_hash = hash and expires_at > at) and not exists (select from tenant) $$;
-- One at a time: of two that open the first shop the second finds nothing left.
create function setup_link_take(hash text, at timestamptz) returns boolean language plpgsql security definer set search_path = public as $$
declare good boolean;
begin
  lock table setup_link in exclusive mode;
  good := setup_link_holds(hash, at);
  if good then delete from setup_link; end if;
  return good;
end $$;
