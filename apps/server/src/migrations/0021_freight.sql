-- What it costs to send goods, by region. Goods name a template; those that name none go by the shop's own.
create table freight_template (
  tenant_id integer not null,
  id uuid not null,
  name text not null,
  terms jsonb not null, -- how it counts, what it costs where, where it is not sent
  is_default boolean not null default false, -- for goods that name none
  version integer not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index freight_template_name on freight_template (tenant_id, name);
create unique index freight_template_default on freight_template (tenant_id) where is_default;
call protect('freight_template');
call stamps('freight_template', 'freight');

alter table catalog_goods add freight_id uuid; -- the template that it is sent by; null: the shop's
create index catalog_goods_freight on catalog_goods (tenant_id, freight_id) where freight_id is not null;
alter table catalog_sku add if not exists volume_cm3 integer not null default 0;

-- Pieces of a line that are on their way, and in which parcel.
alter table order_line add shipped_quantity integer not null default 0 check (shipped_quantity between 0 and quantity);
create table fulfilment_piece (
  tenant_id integer not null,
  shipment_id uuid not null,
  line_id uuid not null,
  quantity integer not null check (quantity > 0),
  primary key (tenant_id, shipment_id, line_id)
);
call protect('fulfilment_piece');
