-- Campaigns: what a merchant takes off prices for a time. Quotas and limits a person stand in the ledger.
create table campaign (
  tenant_id integer not null,
  id uuid not null,
  kind text not null check (kind in ('discount', 'reduction', 'pieces', 'extra', 'bundle', 'freight', 'member')),
  name text not null, -- for staff alone
  published boolean not null, -- else a draft
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  stopped_at timestamptz,
  weekly jsonb, -- weekdays and hours in China between start and end; null: all the time
  scope jsonb not null,
  rule jsonb not null, -- by kind
  basis jsonb, -- of a published discount: fen that each SKU is compared with, by id; null: too many to keep
  excludes jsonb not null, -- groups that it shares no order or line with
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index campaign_desk on campaign (tenant_id, updated_at desc, id desc);
create index campaign_live on campaign (tenant_id, ends_at) where published and stopped_at is null;
call protect('campaign');
call stamps('campaign', 'campaign');
