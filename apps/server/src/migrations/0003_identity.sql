create table staff (
  tenant_id integer not null,
  id uuid not null,
  login text not null,
  name text not null,
  password text not null, -- scrypt$N$r$p$salt$hash
  permissions text[] not null,
  active boolean not null default true,
  failures integer not null default 0,
  locked_until timestamptz,
  last_seen_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index staff_login on staff (tenant_id, lower(login));
call protect('staff');

create table staff_session (
  tenant_id integer not null,
  token_hash text not null,
  staff_id uuid not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  primary key (tenant_id, token_hash)
);
create index staff_session_owner on staff_session (tenant_id, staff_id);
call protect('staff_session');

create table staff_app_key (
  tenant_id integer not null,
  id uuid not null,
  secret_hash text not null,
  name text not null,
  permissions text[] not null,
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
  phone text, -- sealed
  phone_mark text, -- blind index
  unionid text,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index customer_phone on customer (tenant_id, phone_mark) where phone_mark is not null;
create unique index customer_union on customer (tenant_id, unionid) where unionid is not null;
call protect('customer');

-- One person may come through several apps; each gives its own openid.
create table customer_openid (
  tenant_id integer not null,
  appid text not null,
  openid text not null,
  customer_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, appid, openid)
);
create index customer_openid_owner on customer_openid (tenant_id, customer_id);
call protect('customer_openid');

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
create index customer_address_owner on customer_address (tenant_id, customer_id, id);
create unique index customer_address_default on customer_address (tenant_id, customer_id) where is_default;
call protect('customer_address');
