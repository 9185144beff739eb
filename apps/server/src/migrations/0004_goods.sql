create table catalog_category (
  tenant_id integer not null,
  id uuid not null,
  parent_id uuid,
  name text not null,
  picture text,
  sort integer not null default 0,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references catalog_category
);
call protect('catalog_category');
call stamps('catalog_category', 'goods');

create table catalog_goods (
  tenant_id integer not null,
  id uuid not null,
  category_id uuid not null,
  department_id uuid not null, -- the category's parent, or itself: so that a department lists all below it
  title text not null,
  subtitle text not null,
  brand text not null,
  unit text not null,
  state text not null check (state in ('draft', 'on', 'off', 'bin')),
  binned_from text check (binned_from in ('draft', 'off')), -- what it is again when it comes out of the bin
  check ((state = 'bin') = (binned_from is not null)),
  pictures jsonb not null,
  specs jsonb not null,
  services jsonb not null,
  detail jsonb not null,
  tags jsonb not null,
  params jsonb not null default '[]', -- [{name, value}], in the order in which they are shown
  related uuid[] not null default '{}', -- goods that the merchant shows beside it
  sort integer not null default 0,
  price_fen bigint not null check (price_fen > 0), -- lowest of its SKUs
  max_price_fen bigint not null,
  market_price_fen bigint,
  card text not null, -- what lists show, serialised once when it changes
  page text not null, -- what the product page shows without its SKUs, serialised likewise
  sku_pages text[] not null, -- each SKU of the page, without what changes by itself: its stock
  sku_ids uuid[] not null,
  sku_prices integer[] not null, -- fen, in their order: what lists work out promotions from
  -- presale: dispatched by this day, or so many days after the payment
  ship_on date,
  ship_days smallint check (ship_days between 3 and 60),
  check (ship_on is null or ship_days is null),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, category_id) references catalog_category
);
create index catalog_goods_shelf on catalog_goods (tenant_id, sort desc, id desc) where state = 'on';
create index catalog_goods_newest on catalog_goods (tenant_id, id desc) where state = 'on';
create index catalog_goods_price on catalog_goods (tenant_id, price_fen, id) where state = 'on';
create index catalog_goods_category on catalog_goods (tenant_id, category_id, sort desc, id desc) where state = 'on';
create index catalog_goods_category_newest on catalog_goods (tenant_id, category_id, id desc) where state = 'on';
create index catalog_goods_category_price on catalog_goods (tenant_id, category_id, price_fen, id) where state = 'on';
create index catalog_goods_department on catalog_goods (tenant_id, department_id, sort desc, id desc) where state = 'on';
create index catalog_goods_department_newest on catalog_goods (tenant_id, department_id, id desc) where state = 'on';
create index catalog_goods_department_price on catalog_goods (tenant_id, department_id, price_fen, id) where state = 'on';
create index catalog_goods_admin on catalog_goods (tenant_id, updated_at desc, id desc) where state <> 'bin';
create index catalog_goods_admin_state on catalog_goods (tenant_id, state, updated_at desc, id desc);
create index catalog_goods_admin_category on catalog_goods (tenant_id, category_id, updated_at desc, id desc);
create index catalog_goods_admin_department on catalog_goods (tenant_id, department_id, updated_at desc, id desc);
call protect('catalog_goods');
call stamps('catalog_goods', 'goods');

-- What the console's list of goods is sorted by, narrow and apart from the goods: pieces sold and left change without the shop's pages
-- having changed. One index serves one state or one category; a list of all merges what it reads of each.
create table catalog_figure (
  tenant_id integer not null,
  goods_id uuid not null, -- ids follow the time of creation
  state text not null,
  category_id uuid not null,
  price_fen bigint not null,
  available bigint not null default 0, -- this and the next as stock/inventory last read them from the ledger
  sold bigint not null default 0,
  primary key (tenant_id, goods_id)
);
create index catalog_figure_created on catalog_figure (tenant_id, state, goods_id);
create index catalog_figure_price on catalog_figure (tenant_id, state, price_fen, goods_id);
create index catalog_figure_stock on catalog_figure (tenant_id, state, available, goods_id);
create index catalog_figure_sold on catalog_figure (tenant_id, state, sold, goods_id);
create index catalog_figure_category_created on catalog_figure (tenant_id, category_id, goods_id);
create index catalog_figure_category_price on catalog_figure (tenant_id, category_id, price_fen, goods_id);
create index catalog_figure_category_stock on catalog_figure (tenant_id, category_id, available, goods_id);
create index catalog_figure_category_sold on catalog_figure (tenant_id, category_id, sold, goods_id);
call protect('catalog_figure');
create function figure_goods() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from catalog_figure where tenant_id = old.tenant_id and goods_id = old.id;
  else
    insert into catalog_figure (tenant_id, goods_id, state, category_id, price_fen)
    values (new.tenant_id, new.id, new.state, new.category_id, new.price_fen)
    on conflict (tenant_id, goods_id)
    do update set state = excluded.state, category_id = excluded.category_id, price_fen = excluded.price_fen;
  end if;
  return null;
end $$;
create trigger figure after insert or delete or update of state, category_id, price_fen on catalog_goods
  for each row execute function figure_goods();

create table catalog_sku (
  tenant_id integer not null,
  id uuid not null,
  goods_id uuid not null,
  code text not null,
  specs jsonb not null,
  price_fen bigint not null check (price_fen > 0),
  market_price_fen bigint,
  cost_fen bigint,
  weight_grams integer not null default 0,
  volume_cm3 integer not null default 0,
  barcode text, -- EAN-8 or EAN-13
  picture text,
  position integer not null,
  retired boolean not null default false,
  primary key (tenant_id, id),
  foreign key (tenant_id, goods_id) references catalog_goods
);
create unique index catalog_sku_code on catalog_sku (tenant_id, code) where not retired;
create index catalog_sku_goods on catalog_sku (tenant_id, goods_id, position);
call protect('catalog_sku');
call stamps('catalog_sku', 'goods');

-- Every price a SKU ever had: the basis of strike-through prices.
create table catalog_price (
  tenant_id integer not null,
  id uuid not null,
  sku_id uuid not null,
  price_fen bigint not null,
  at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index catalog_price_sku on catalog_price (tenant_id, sku_id, at desc);
call protect('catalog_price', append_only => true);

-- What pieces were sold for, by day in China: what a struck price may be compared with.
create table catalog_deal (
  tenant_id integer not null,
  sku_id uuid not null,
  day date not null,
  lowest_fen bigint not null check (lowest_fen > 0), -- of one piece, after everything that was taken off
  last_fen bigint not null,
  last_at timestamptz not null,
  primary key (tenant_id, sku_id, day)
);
call protect('catalog_deal');

-- An inverted index of words, for goods in any state. Equality alone is leak-proof, so this works behind row-level security at any size.
create table search_posting (
  tenant_id integer not null,
  word text collate "C" not null,
  goods_id uuid not null,
  weight smallint not null,
  on_sale boolean not null,
  primary key (tenant_id, word, goods_id)
);
create index search_posting_best on search_posting (tenant_id, word, weight desc, goods_id desc) where on_sale;
call protect('search_posting');
call stamps('search_posting', 'goods');

-- What the index knows of a product, so that a change writes only what changed.
create table search_goods (
  tenant_id integer not null,
  goods_id uuid not null,
  weights jsonb not null default '{}', -- by word
  proposals text[] not null default '{}',
  on_sale boolean not null default false,
  primary key (tenant_id, goods_id)
);
call protect('search_goods');

-- How many goods on sale have a word: kept, so that a search begins with its rarest and what is proposed need not be counted.
create table search_word (
  tenant_id integer not null,
  word text collate "C" not null,
  goods integer not null check (goods >= 0),
  proposed boolean not null,
  primary key (tenant_id, word)
);
create index search_word_proposed on search_word (tenant_id, word) where proposed and goods > 0;
call protect('search_word');
call stamps('search_word', 'goods');

-- What can be sold of each SKU, kept beside the ledger so that finding what runs low costs what it finds; also of one that never had stock.
create table inventory_level (
  tenant_id integer not null,
  sku_id uuid not null,
  available bigint not null default 0,
  on_sale boolean not null default false,
  primary key (tenant_id, sku_id)
);
create index inventory_level_low on inventory_level (tenant_id, available, sku_id) where on_sale;
call protect('inventory_level');
