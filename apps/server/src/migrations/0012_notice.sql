-- Subscribe messages (订阅消息): which template a shop sends for what, the shoppers' one-time rights, and what was sent.

create table notice (
  tenant_id integer not null,
  kind text not null, -- as its module names it, e.g. order-shipped
  appid text not null, -- of the mini program that has the template
  template_id text not null,
  title text not null, -- of the template
  fields jsonb not null, -- what stands in each value of the template
  changed_at timestamptz not null,
  primary key (tenant_id, kind)
);
call protect('notice');

-- What becomes of one message. It is sent at most once.
create table notice_message (
  tenant_id integer not null,
  id uuid not null,
  customer_id uuid not null,
  kind text not null,
  template_id text not null,
  subject text not null, -- whatever it is about; one message a kind
  page text not null, -- of the mini program
  data jsonb not null, -- the values as they are sent
  status text not null check (status in ('waiting', 'sending', 'sent', 'refused', 'failed', 'unknown')),
  failure text,
  tries integer not null default 0,
  useful_until timestamptz not null,
  created_at timestamptz not null,
  turned_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index notice_message_subject on notice_message (tenant_id, kind, subject);
create index notice_message_turned on notice_message (tenant_id, kind, turned_at desc);
create index notice_message_waiting on notice_message (tenant_id, turned_at) where status in ('waiting', 'sending');
create index notice_message_owner on notice_message (tenant_id, customer_id);
create index notice_message_age on notice_message (tenant_id, created_at);
call protect('notice_message');

-- One-time rights, only ever added: an acceptance is one more, a message one less. The sum is what is left.
create table notice_right (
  tenant_id integer not null,
  id uuid not null,
  customer_id uuid not null,
  template_id text not null,
  change integer not null check (change <> 0),
  reason text not null check (reason in ('accepted', 'sent', 'given-back', 'refused')),
  message_id uuid,
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index notice_right_sum on notice_right (tenant_id, customer_id, template_id);
call protect('notice_right');
