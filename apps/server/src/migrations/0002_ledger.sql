-- Everything scarce is an account; every change is a transfer (see platform/ledger/README.md).

create table ledger_account (
  tenant_id integer not null,
  id text not null,
  unit text not null check (unit in ('piece', 'fen', 'right', 'point', 'seat')),
  balance bigint not null default 0,
  reserved bigint not null default 0 check (reserved >= 0),
  floor bigint, -- null: may go below zero without end (the outside world)
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint ledger_account_covered check (floor is null or balance - reserved >= floor)
) with (fillfactor = 70); -- room for the next version of a row on its own page: no index is touched by an update
call protect('ledger_account');

-- The journal. Legs with one chain_id were posted together; the key is the proof that a repeated id was already decided.
create table ledger_transfer (
  tenant_id integer not null,
  chain_id text not null,
  leg smallint not null,
  seq bigint generated always as identity, -- order in an account's history
  kind text not null check (kind in ('move', 'reserve', 'settle', 'release')),
  unit text not null,
  debit text not null,
  credit text not null check (credit <> debit),
  amount bigint not null check (amount > 0),
  pending_chain text, -- settle and release: the leg that reserved
  pending_leg smallint,
  reason text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, chain_id, leg),
  check ((kind in ('settle', 'release')) = (pending_chain is not null and pending_leg is not null))
);
-- A reservation ends once: settled or released, never both, never twice.
create unique index ledger_transfer_ending on ledger_transfer (tenant_id, pending_chain, pending_leg) where pending_chain is not null;
-- The history of an account. A reservation and its release do not touch the credit side, so placing an order pays for one of the two.
create index ledger_transfer_debit on ledger_transfer (tenant_id, debit, seq);
create index ledger_transfer_credit on ledger_transfer (tenant_id, credit, seq) where kind in ('move', 'settle');
call protect('ledger_transfer', append_only => true);
