-- What buyers say of goods that they received. A merchant cannot delete any of it (电子商务法 art. 39): only fold it, with a reason.
create table review (
  tenant_id integer not null,
  id uuid not null,
  goods_id uuid not null,
  sku_id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  customer_id uuid not null,
  -- as they were when it was written
  title text not null,
  specs jsonb not null,
  author text not null, -- masked; empty for somebody who does not want to be named
  status text not null check (status in ('checking', 'waiting', 'shown', 'folded')),
  fold_reason text check (fold_reason in ('personal-data', 'abuse', 'advertising', 'illegal')),
  fold_note text, -- what staff wrote to it
  doubt text, -- why it waits for staff, in words
  stars smallint not null check (stars between 1 and 5),
  tags text[] not null,
  words text not null,
  pictures text[] not null,
  added_words text,
  added_pictures text[],
  added_at timestamptz,
  reply text,
  replied_at timestamptz,
  helpful integer not null default 0 check (helpful >= 0),
  checking_since timestamptz not null, -- when it last went to WeChat
  points integer not null default 0, -- that the shop gave for it, whatever its stars
  created_at timestamptz not null,
  check ((status = 'folded') = (fold_reason is not null)),
  primary key (tenant_id, id)
);
-- A line of an order is reviewed once.
create unique index review_line on review (tenant_id, order_id, line_id);
create index review_goods on review (tenant_id, goods_id, id desc) where status = 'shown';
create index review_goods_stars on review (tenant_id, goods_id, stars, id desc) where status = 'shown';
create index review_goods_helpful on review (tenant_id, goods_id, helpful desc, id desc) where status = 'shown';
create index review_goods_pictures on review (tenant_id, goods_id, id desc) where status = 'shown' and pictures <> '{}';
create index review_goods_added on review (tenant_id, goods_id, id desc) where status = 'shown' and added_at is not null;
create index review_customer on review (tenant_id, customer_id, id desc);
create index review_desk on review (tenant_id, id desc);
create index review_desk_state on review (tenant_id, status, id desc);
create index review_desk_stars on review (tenant_id, stars, id desc);
create index review_desk_unanswered on review (tenant_id, id desc) where reply is null;
create index review_desk_goods on review (tenant_id, goods_id, id desc);
create index review_checking on review (tenant_id, checking_since) where status = 'checking';
call protect('review');

-- How the shop served an order, once for all its goods.
create table review_order (
  tenant_id integer not null,
  order_id uuid not null,
  customer_id uuid not null,
  service_stars smallint not null check (service_stars between 1 and 5),
  delivery_stars smallint not null check (delivery_stars between 1 and 5),
  created_at timestamptz not null,
  primary key (tenant_id, order_id)
);
create index review_order_day on review_order (tenant_id, created_at) include (service_stars, delivery_stars);
call protect('review_order');

-- Reviews of a product that are shown, by what they say ('stars:5', 'pictures', 'added', 'tag:…'), and those that are folded. Kept,
-- because counting would cost more with every review.
create table review_count (
  tenant_id integer not null,
  goods_id uuid not null,
  what text not null,
  reviews integer not null,
  primary key (tenant_id, goods_id, what)
);
call protect('review_count');

create table review_helpful (
  tenant_id integer not null,
  review_id uuid not null,
  customer_id uuid not null,
  at timestamptz not null,
  primary key (tenant_id, review_id, customer_id)
);
create index review_helpful_customer on review_helpful (tenant_id, customer_id);
call protect('review_helpful');

-- Pictures that WeChat looks at; its verdict comes by a push.
create table review_check (
  tenant_id integer not null,
  trace text not null,
  review_id uuid, -- null: the verdict came before we had written what it is about
  picture text not null,
  verdict text check (verdict in ('pass', 'review', 'risky')),
  created_at timestamptz not null,
  primary key (tenant_id, trace)
);
create index review_check_review on review_check (tenant_id, review_id);
create index review_check_age on review_check (tenant_id, created_at);
call protect('review_check');

create table review_setting (
  tenant_id integer primary key,
  points integer not null check (points between 0 and 1000), -- for a review with any stars; 0: none
  updated_at timestamptz not null
);
call protect('review_setting');
