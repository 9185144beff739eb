-- Words that a merchant writes once and chooses for many goods: brands, units, and what the shop promises.
create table catalog_term (
  tenant_id integer not null,
  id uuid not null,
  kind text not null check (kind in ('brand', 'unit', 'service')),
  name text not null,
  note text not null default '', -- what a promise means; the line below a brand
  picture text, -- a brand's mark
  position integer not null,
  primary key (tenant_id, id),
  unique (tenant_id, kind, name)
);
call protect('catalog_term');

-- The parameters that goods of a category have, those below it too.
create table catalog_template (
  tenant_id integer not null,
  category_id uuid not null,
  params jsonb not null, -- [{name, values}], in the order in which they are asked
  primary key (tenant_id, category_id),
  foreign key (tenant_id, category_id) references catalog_category on delete cascade
);
call protect('catalog_template');
