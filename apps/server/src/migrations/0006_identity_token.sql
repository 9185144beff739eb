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

-- Messages of WeChat's message push: one that comes again changes nothing.
create table tenant_message (
  tenant_id integer not null,
  id text not null, -- WeChat's, or a digest of the message
  event text not null,
  reminder text, -- what staff should read
  received_at timestamptz not null,
  primary key (tenant_id, id)
);
create index tenant_message_age on tenant_message (tenant_id, received_at);
create index tenant_message_reminder on tenant_message (tenant_id, received_at) where reminder is not null;
call protect('tenant_message');
