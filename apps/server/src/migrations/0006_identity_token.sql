-- WeChat's access tokens, shared by all processes. While one process fetches, its lease keeps the others from fetching too;
-- a lease is a row and not a lock, because no transaction may wait for the network.
create table tenant_token (
  tenant_id integer not null,
  appid text not null,
  sealed text,
  expires_at timestamptz,
  lease_holder uuid,
  lease_until timestamptz,
  primary key (tenant_id, appid)
);
call protect('tenant_token');
