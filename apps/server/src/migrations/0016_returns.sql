-- What promotions ask for when pieces of an order go back and the rest no longer reaches their condition.
alter table aftersales_case
  -- kept back of what the pieces cost; below 0: what was kept back before and is given now
  add kept_fen bigint not null default 0,
  add terms jsonb not null default '[]', -- sentences that the shopper read
  add waived boolean not null default false; -- the merchant's fault: promotions ask for nothing

-- What a member's price asks for; staff set it until the member centre does.
alter table customer add level smallint not null default 0 check (level between 0 and 5);
