-- What points are worth in a shop. What people have stands in the ledger, purse/<pocket>/<customer>.
create table purse_setting (
  tenant_id integer not null,
  points_per_yuan integer not null check (points_per_yuan between 1 and 100000),
  points_most_percent smallint not null check (points_most_percent between 0 and 100), -- of the goods; 0: points pay nothing
  changed_at timestamptz not null,
  primary key (tenant_id)
);
call protect('purse_setting');
