-- The list of what a new shop still lacks, and what the demo put into it.

create table opening (
  tenant_id integer primary key,
  dismissed_at timestamptz, -- the list was put away
  clearing_at timestamptz, -- since when what is of the demo is being taken away
  cleared_at timestamptz
);
call protect('opening');

create table opening_demo (
  tenant_id integer not null,
  kind text not null check (kind in ('goods', 'category', 'coupon', 'campaign', 'setting', 'welcome', 'term', 'freight')),
  item text not null, -- its id; of a setting its value
  primary key (tenant_id, kind, item)
);
call protect('opening_demo');
