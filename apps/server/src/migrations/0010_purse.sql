-- What points are worth in a shop, and what it gives to new customers. What people have stands in the ledger, purse/<pocket>/<customer>.
create table purse_setting (
  tenant_id integer not null,
  points_per_yuan integer not null check (points_per_yuan between 1 and 100000),
  points_most_percent smallint not null check (points_most_percent between 0 and 100), -- of the goods; 0: points pay nothing
  -- what a new customer gets
  welcome_points integer not null default 0 check (welcome_points between 0 and 1000000),
  welcome_bonus_fen integer not null default 0 check (welcome_bonus_fen between 0 and 1000000),
  changed_at timestamptz not null,
  primary key (tenant_id)
);
call protect('purse_setting');
