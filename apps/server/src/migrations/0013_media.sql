-- The shop's pictures, for staff who look for one. Bytes lie in the file store under their own hash (table file) and stay when a row goes:
-- orders of long ago show them.
create table media_item (
  tenant_id integer not null,
  id uuid not null,
  picture text not null, -- its address
  name text collate "C" not null,
  folder text not null, -- '' for none
  width integer not null,
  height integer not null,
  bytes integer not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index media_item_picture on media_item (tenant_id, picture);
create index media_item_folder on media_item (tenant_id, folder, id desc);
create index media_item_name on media_item (tenant_id, name, id);
call protect('media_item');

-- What shows a picture, kept by its owner: behind row-level security no index finds a picture in the JSON of goods.
create table media_use (
  tenant_id integer not null,
  picture text not null,
  owner uuid not null, -- a product or category
  primary key (tenant_id, picture, owner)
);
create index media_use_owner on media_use (tenant_id, owner);
call protect('media_use');
