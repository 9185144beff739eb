-- Coupons: what a merchant offers, each version of it, and what shoppers hold of it. What is scarce stands in the ledger.

create table coupon (
  tenant_id integer not null,
  id uuid not null,
  name text not null,
  status text not null check (status in ('draft', 'issuing', 'stopped')),
  version integer not null,
  rule jsonb not null, -- as of the newest version
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index coupon_desk on coupon (tenant_id, updated_at desc, id desc);
create index coupon_issuing on coupon (tenant_id, id) where status = 'issuing';
call protect('coupon');
call stamps('coupon', 'coupon');

-- What a shopper holds keeps the version that it was issued under, whatever the merchant changes later.
create table coupon_version (
  tenant_id integer not null,
  coupon_id uuid not null,
  version integer not null,
  name text not null,
  rule jsonb not null,
  since timestamptz not null,
  primary key (tenant_id, coupon_id, version)
);
call protect('coupon_version');

create table coupon_held (
  tenant_id integer not null,
  id uuid not null,
  customer_id uuid not null,
  coupon_id uuid not null,
  version integer not null,
  status text not null check (status in ('held', 'locked', 'used', 'returned', 'expired', 'voided')),
  origin text not null check (origin in ('claim', 'staff', 'code', 'order', 'friend')),
  usable_from timestamptz not null,
  usable_until timestamptz not null check (usable_until > usable_from),
  order_id uuid, -- that holds it locked, has used it, or gave it back
  off_fen bigint check (off_fen >= 0), -- that it takes off this order
  got_at timestamptz not null,
  turned_at timestamptz not null, -- since when the status stands
  void_reason text,
  primary key (tenant_id, id)
);
create index coupon_held_usable on coupon_held (tenant_id, customer_id, usable_until, id) where status in ('held', 'locked', 'returned');
create index coupon_held_past on coupon_held (tenant_id, customer_id, status, turned_at desc, id desc);
create index coupon_held_desk on coupon_held (tenant_id, coupon_id, got_at desc, id desc);
create index coupon_held_desk_of_state on coupon_held (tenant_id, coupon_id, status, got_at desc, id desc);
create index coupon_held_due on coupon_held (tenant_id, usable_until) where status in ('held', 'returned');
create index coupon_held_order on coupon_held (tenant_id, order_id) where order_id is not null;
call protect('coupon_held');

-- Codes that a coupon is got by, as they were made: many of which each is used once, or one for all.
create table coupon_batch (
  tenant_id integer not null,
  id uuid not null,
  coupon_id uuid not null,
  kind text not null check (kind in ('made', 'uploaded', 'shared')),
  status text not null check (status in ('making', 'ready', 'voided')),
  wanted integer not null check (wanted > 0), -- codes
  made integer not null check (made between 0 and wanted),
  code text, -- the one of a batch that is shared
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index coupon_batch_desk on coupon_batch (tenant_id, coupon_id, created_at desc, id desc);
call protect('coupon_batch');

-- A shared one stays open. That a single one is used once stands in the ledger.
create table coupon_code (
  tenant_id integer not null,
  code text not null,
  coupon_id uuid not null,
  batch_id uuid not null,
  nth integer not null, -- in its batch
  is_shared boolean not null,
  status text not null check (status in ('open', 'used', 'voided')),
  held_id uuid, -- that it was used for
  used_at timestamptz,
  primary key (tenant_id, code)
);
create index coupon_code_batch on coupon_code (tenant_id, batch_id, nth);
create index coupon_code_batch_of_state on coupon_code (tenant_id, batch_id, status, nth);
call protect('coupon_code');
