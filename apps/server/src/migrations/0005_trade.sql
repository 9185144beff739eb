create table cart_line (
  tenant_id integer not null,
  customer_id uuid not null,
  sku_id uuid not null,
  quantity integer not null check (quantity between 1 and 9999),
  selected boolean not null default true,
  added_at timestamptz not null default now(),
  primary key (tenant_id, customer_id, sku_id)
);
call protect('cart_line');

create table order_head (
  tenant_id integer not null,
  id uuid not null,
  number text not null,
  customer_id uuid not null,
  status text not null check (status in ('unpaid', 'paid', 'shipped', 'received', 'closed', 'refunded')),
  request_hash text not null,
  goods_fen bigint not null check (goods_fen >= 0),
  freight_fen bigint not null check (freight_fen >= 0),
  discount_fen bigint not null check (discount_fen >= 0),
  total_fen bigint not null check (total_fen >= 0 and total_fen = goods_fen + freight_fen - discount_fen),
  purse_fen bigint not null default 0 check (purse_fen between 0 and total_fen), -- what purses pay of it; the rest is WeChat's
  refunded_fen bigint not null default 0 check (refunded_fen between 0 and total_fen),
  pieces integer not null,
  note text not null default '',
  staff_note text not null default '',
  address text not null, -- sealed, copied from customer_address
  receiver_mark text not null, -- blind index of the phone
  close_reason text,
  closes_at timestamptz,
  -- what a presale promised when it was placed: the latest day, and the most days after the payment, of its goods
  ship_on date,
  ship_days smallint,
  ship_by timestamptz, -- from the payment on: when it must be on its way
  ship_told boolean not null default false, -- WeChat knows of a presale that leaves late
  receive_by timestamptz,
  paid_at timestamptz,
  shipped_at timestamptz,
  received_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index order_head_number on order_head (tenant_id, number);
create index order_head_customer on order_head (tenant_id, customer_id, created_at desc, id desc);
create index order_head_desk on order_head (tenant_id, status, created_at desc, id desc);
create index order_head_total on order_head (tenant_id, status, total_fen, id);
create index order_head_recent on order_head (tenant_id, created_at desc, id desc);
create index order_head_receiver on order_head (tenant_id, receiver_mark, created_at desc);
create index order_head_paid on order_head (tenant_id, paid_at) include (total_fen, customer_id) where paid_at is not null;
create index order_head_ship on order_head (tenant_id, ship_by) where status = 'paid';
create index order_head_presale on order_head (tenant_id, paid_at)
  where status = 'paid' and not ship_told and (ship_on is not null or ship_days is not null);
create index order_head_receive on order_head (tenant_id, receive_by) where status = 'shipped';
call protect('order_head');

-- Orders by state, kept as they change, because counting them would cost more with every order ever placed. Several rows a state, each
-- for some of the connections, so that two transactions seldom wait for each other; only their sum means something.
create table order_count (
  tenant_id integer not null,
  status text not null,
  share smallint not null,
  orders integer not null,
  primary key (tenant_id, status, share)
);
call protect('order_count');
create function count_placed() returns trigger language plpgsql as $$
begin
  insert into order_count as c (tenant_id, status, share, orders)
  select tenant_id, status, pg_backend_pid() % 16, count(*) from after_change group by tenant_id, status order by status
  on conflict (tenant_id, status, share) do update set orders = c.orders + excluded.orders;
  return null;
end $$;
create function count_turned() returns trigger language plpgsql as $$
begin
  insert into order_count as c (tenant_id, status, share, orders)
  select tenant_id, status, pg_backend_pid() % 16, sum(n) from (
    select tenant_id, status, 1 as n from after_change union all select tenant_id, status, -1 from before_change) as moved
  group by tenant_id, status having sum(n) <> 0 order by status
  on conflict (tenant_id, status, share) do update set orders = c.orders + excluded.orders;
  return null;
end $$;
create trigger order_placed after insert on order_head referencing new table as after_change
  for each statement execute function count_placed();
create trigger order_turned after update on order_head referencing old table as before_change new table as after_change
  for each statement execute function count_turned();

create table order_line (
  tenant_id integer not null,
  order_id uuid not null,
  id uuid not null,
  position smallint not null,
  sku_id uuid not null,
  goods_id uuid not null,
  title text not null,
  specs jsonb not null,
  picture text not null,
  unit_price_fen bigint not null,
  quantity integer not null check (quantity > 0),
  payable_fen bigint not null check (payable_fen >= 0), -- frozen allocation: refunds read it and never compute again
  refunded_quantity integer not null default 0 check (refunded_quantity between 0 and quantity),
  refunded_fen bigint not null default 0 check (refunded_fen between 0 and payable_fen),
  primary key (tenant_id, order_id, id)
);
call protect('order_line');

-- What changed the price of a line, or of freight, and what paid for it besides WeChat. The list price, freight and WeChat's share
-- follow from head and line: a row for them would say nothing more.
create table order_part (
  tenant_id integer not null,
  order_id uuid not null,
  nth smallint not null,
  line_id uuid, -- null: freight
  kind text not null check (kind in ('price', 'purse')),
  source text not null, -- what kind of promotion, coupon or purse
  ref text not null, -- which one
  label text not null, -- as the shopper read it
  fen bigint not null check (fen > 0), -- price: taken off; purse: paid
  units bigint not null check (units >= 0), -- price: pieces that it counts for; purse: what was taken from it, in its unit
  returned_fen bigint not null default 0 check (returned_fen between 0 and fen), -- its share of agreed refunds
  returned_units bigint not null default 0 check (returned_units between 0 and units),
  primary key (tenant_id, order_id, nth)
);
create index order_part_ref on order_part (tenant_id, ref);
call protect('order_part');

create table order_transition (
  tenant_id integer not null,
  order_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  kind text not null,
  text text not null,
  actor text not null,
  primary key (tenant_id, order_id, id)
);
call protect('order_transition', append_only => true);

create table payment (
  tenant_id integer not null,
  id uuid not null,
  -- what is paid: a kind of thing that money is owed for, which one, and which of its dues ('all' where it is paid at once)
  subject_kind text not null,
  subject_id uuid not null,
  due text not null,
  number text not null, -- out_trade_no
  method text not null check (method in ('jsapi', 'official', 'h5', 'native')),
  amount_fen bigint not null check (amount_fen > 0),
  status text not null check (status in ('pending', 'succeeded', 'closed', 'late')),
  transaction_id text,
  payer_openid text,
  -- What WeChat was asked with: it takes the same number again only with the same parameters.
  mchid text not null,
  appid text not null,
  openid text, -- of the shopper, where the method needs one
  description text not null,
  notify_url text not null,
  expires_at timestamptz not null,
  succeeded_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index payment_number on payment (tenant_id, number);
create index payment_transaction on payment (tenant_id, transaction_id) where transaction_id is not null;
create unique index payment_subject on payment (tenant_id, subject_kind, subject_id, due, method);
create index payment_day on payment (tenant_id, succeeded_at) where succeeded_at is not null;
create index payment_pending on payment (tenant_id, expires_at) where status = 'pending';
call protect('payment');

-- Every call-back and query answer about money, as it came; a repeat is recognised here.
create table payment_notice (
  tenant_id integer not null,
  id text not null,
  kind text not null,
  number text not null,
  body jsonb not null,
  received_at timestamptz not null,
  primary key (tenant_id, id)
);
create index payment_notice_age on payment_notice (tenant_id, received_at);
call protect('payment_notice', append_only => true);
-- What WeChat said is evidence for half a year; only what is older may be deleted.
grant delete on payment_notice to jishi_app;
create policy only_old on payment_notice as restrictive for delete using (received_at < now() - interval '180 days');

create table payment_refund (
  tenant_id integer not null,
  id uuid not null,
  payment_id uuid not null,
  subject_kind text not null, -- the payment's
  subject_id uuid not null,
  number text not null, -- out_refund_no
  case_id uuid not null, -- what people see of it: the after-sales case that it pays
  attempt smallint not null, -- WeChat closed the numbers before this one
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null,
  status text not null check (status in ('sending', 'processing', 'succeeded', 'failed', 'closed', 'abnormal', 'by-hand')),
  refund_id text, -- WeChat's
  failure text, -- why it has not succeeded, in words for staff
  tries smallint not null default 0, -- since its state changed
  next_try_at timestamptz, -- when it is sent again or asked about by itself
  redirect text, -- sealed: the account to which an abnormal one goes instead, until WeChat has it
  redirected_to text check (redirected_to in ('card', 'merchant')),
  accepted_at timestamptz, -- by WeChat's clock
  succeeded_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index payment_refund_number on payment_refund (tenant_id, number);
create unique index payment_refund_case on payment_refund (tenant_id, case_id, attempt);
create index payment_refund_subject on payment_refund (tenant_id, subject_kind, subject_id);
create index payment_refund_day on payment_refund (tenant_id, succeeded_at) where succeeded_at is not null;
create index payment_refund_accepted on payment_refund (tenant_id, accepted_at) where accepted_at is not null;
create index payment_refund_due on payment_refund (tenant_id, next_try_at) where next_try_at is not null;
call protect('payment_refund');

create table fulfilment_shipment (
  tenant_id integer not null,
  id uuid not null,
  order_id uuid not null,
  carrier text not null,
  tracking_number text not null,
  revision smallint not null default 1, -- grows with a correction
  -- whether WeChat has the parcel as it stands here; failed: it will not take it, somebody has to look
  -- none: paid outside of the mini program, WeChat's shipping service does not know the payment
  upload text not null default 'pending' check (upload in ('pending', 'done', 'failed', 'none')),
  upload_failure text, -- in words for staff
  tries smallint not null default 0,
  next_try_at timestamptz,
  next_look_at timestamptz, -- when WeChat is asked whether the shopper confirmed the receipt there
  uploaded_at timestamptz, -- when WeChat first took it; from then on it takes one correction
  corrected boolean not null default false, -- that one was made
  shipped_at timestamptz not null,
  stated_at timestamptz not null, -- when carrier and number were last written: WeChat wants the time of an upload to grow
  primary key (tenant_id, id)
);
-- The same number twice is the same parcel, sent by two at once.
create unique index fulfilment_shipment_order on fulfilment_shipment (tenant_id, order_id, carrier, tracking_number);
create index fulfilment_shipment_look on fulfilment_shipment (tenant_id, next_look_at) where next_look_at is not null;
create index fulfilment_shipment_due on fulfilment_shipment (tenant_id, next_try_at) where next_try_at is not null;
call protect('fulfilment_shipment');

create table aftersales_case (
  tenant_id integer not null,
  id uuid not null,
  number text not null,
  -- refund: of pieces; late: money that came when the order no longer wanted it
  kind text not null check (kind in ('refund', 'late')),
  order_id uuid not null,
  customer_id uuid not null,
  status text not null check (status in ('requested', 'rejected', 'withdrawn', 'sending', 'succeeded', 'failed')),
  amount_fen bigint not null check (amount_fen >= 0), -- an estimate until it is agreed, and so are its lines' amounts
  freight_fen bigint not null check (freight_fen >= 0),
  -- what of the amount goes back to purses, known when it is agreed; the rest goes through WeChat
  purse_fen bigint not null default 0 check (purse_fen between 0 and amount_fen),
  reason text not null,
  reject_reason text,
  by_hand_note text, -- how the merchant paid it back in another way than through WeChat
  by_hand_picture text,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id)
);
create unique index aftersales_case_number on aftersales_case (tenant_id, number);
create index aftersales_case_order on aftersales_case (tenant_id, order_id);
create index aftersales_case_customer on aftersales_case (tenant_id, customer_id, id desc);
create index aftersales_case_desk on aftersales_case (tenant_id, status, id desc);
call protect('aftersales_case');

create table aftersales_line (
  tenant_id integer not null,
  case_id uuid not null,
  line_id uuid not null,
  quantity integer not null check (quantity > 0),
  amount_fen bigint not null check (amount_fen >= 0),
  primary key (tenant_id, case_id, line_id)
);
call protect('aftersales_line');

create table settlement_day (
  tenant_id integer not null,
  day date not null,
  status text not null check (status in ('balanced', 'different', 'failed')),
  ran_at timestamptz not null,
  payments integer not null default 0,
  payments_fen bigint not null default 0,
  refunds integer not null default 0,
  refunds_fen bigint not null default 0,
  bill_payments_fen bigint not null default 0,
  bill_refunds_fen bigint not null default 0,
  failure text,
  primary key (tenant_id, day)
);
call protect('settlement_day');

create table settlement_difference (
  tenant_id integer not null,
  day date not null,
  id uuid not null,
  kind text not null,
  subject text not null,
  number text not null,
  order_id uuid,
  book_fen bigint,
  bill_fen bigint,
  handled_at timestamptz, -- somebody looked into it, or the bill of another day explained it
  handled_by text,
  handled_note text,
  primary key (tenant_id, day, id)
);
create index settlement_difference_number on settlement_difference (tenant_id, subject, number);
create index settlement_difference_open on settlement_difference (tenant_id, day) where handled_at is null;
call protect('settlement_difference');
