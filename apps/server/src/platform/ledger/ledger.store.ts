import { sql } from 'kysely';
import { derivedId } from '../../kernel/ids.ts';
import { cursorOf, type Page, readCursor } from '../../kernel/page.ts';
import type { Db, Tx } from '../db/index.ts';
import type { Account, Posting, Reservation } from './ledger.rules.ts';
import { available, floorOf, reservationKey } from './ledger.rules.ts';

/** Chains that were decided before, with the fingerprint of what they did. */
export async function knownChains(tx: Tx, tenantId: number, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('ledger_chain')
    .select(['id', 'fingerprint'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute();
  return new Map(rows.map((r) => [r.id, r.fingerprint]));
}

/** Reservations by chain and leg, and whether each has ended. */
export async function reservations(
  tx: Tx,
  tenantId: number,
  of: { chain: string; leg: number }[],
): Promise<Map<string, Reservation>> {
  if (of.length === 0) return new Map();
  const { rows } = await sql<{
    chain_id: string;
    leg: number;
    unit: string;
    debit: string;
    credit: string;
    amount: number;
    ended: boolean;
  }>`
    select t.chain_id, t.leg, t.unit, t.debit, t.credit, t.amount,
           exists (select 1 from ledger_transfer e where e.tenant_id = ${tenantId} and e.pending_chain = t.chain_id and e.pending_leg = t.leg) as ended
    from unnest(${of.map((o) => o.chain)}::text[], ${of.map((o) => o.leg)}::int[]) as o(chain, leg)
    join ledger_transfer t on t.tenant_id = ${tenantId} and t.chain_id = o.chain and t.leg = o.leg and t.kind = 'reserve'`.execute(
    tx,
  );
  return new Map(rows.map(({ chain_id, leg, ...r }) => [reservationKey(chain_id, leg), r]));
}

/** Locks accounts in the one fixed order and reads them; those that do not exist yet are absent. */
export async function lockAccounts(tx: Tx, tenantId: number, ids: string[]): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select id, unit, balance, reserved, floor from ledger_account
    where tenant_id = ${tenantId} and id = any(${ids}::text[]) order by id for no key update`.execute(tx);
  return rows;
}

/** Opens accounts that are not there; done before locking, in the same order, so that two batches cannot wait for each other. */
export async function openMissing(tx: Tx, tenantId: number, accounts: { id: string; unit: string }[]): Promise<void> {
  const sorted = [...accounts].sort((a, b) => (a.id < b.id ? -1 : 1));
  await sql`
    insert into ledger_account (tenant_id, id, unit, floor)
    select ${tenantId}, a.id, a.unit, a.floor
    from unnest(${sorted.map((a) => a.id)}::text[], ${sorted.map((a) => a.unit)}::text[], ${sorted.map((a) => floorOf(a.id))}::bigint[]) as a(id, unit, floor)
    on conflict (tenant_id, id) do nothing`.execute(tx);
}

export interface Decided {
  chains: { id: string; fingerprint: string }[];
  postings: Posting[];
  accounts: Account[];
}

/** Writes chains, their postings and the new balances in one statement. */
export async function write(tx: Tx, tenantId: number, { chains, postings: p, accounts: a }: Decided): Promise<void> {
  await sql`
    with chain as (
      insert into ledger_chain (tenant_id, id, fingerprint)
      select ${tenantId}, c.id, c.fingerprint from unnest(${chains.map((c) => c.id)}::text[], ${chains.map((c) => c.fingerprint)}::text[]) as c(id, fingerprint)
    ), journal as (
      insert into ledger_transfer (tenant_id, id, chain_id, leg, kind, unit, debit, credit, amount, pending_chain, pending_leg, reason)
      select ${tenantId}, t.* from unnest(
        ${p.map((t) => derivedId('transfer', tenantId, t.chain, t.leg))}::uuid[], ${p.map((t) => t.chain)}::text[], ${p.map((t) => t.leg)}::int[],
        ${p.map((t) => t.kind)}::text[], ${p.map((t) => t.unit)}::text[], ${p.map((t) => t.debit)}::text[], ${p.map((t) => t.credit)}::text[],
        ${p.map((t) => t.amount)}::bigint[], ${p.map((t) => t.pendingChain)}::text[], ${p.map((t) => t.pendingLeg)}::int[], ${p.map((t) => t.reason)}::text[]) as t
    )
    update ledger_account as l set balance = n.balance, reserved = n.reserved, changed_at = now()
    from unnest(${a.map((x) => x.id)}::text[], ${a.map((x) => x.balance)}::bigint[], ${a.map((x) => x.reserved)}::bigint[]) as n(id, balance, reserved)
    where l.tenant_id = ${tenantId} and l.id = n.id`.execute(tx);
}

export interface Balance {
  unit: string;
  balance: number;
  reserved: number;
  /** What can still be taken: balance − reserved − floor. */
  available: number;
}

/** Balances of accounts; one that was never used is absent. */
export async function balances(db: Db, tenantId: number, ids: string[]): Promise<Map<string, Balance>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('ledger_account')
    .select(['id', 'unit', 'balance', 'reserved', 'floor'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute();
  return new Map(
    rows.map(({ id, ...r }) => [
      id,
      { unit: r.unit, balance: r.balance, reserved: r.reserved, available: available(r) },
    ]),
  );
}

/** Accounts whose id begins with `prefix` and of which at most `atMost` can be taken, scarcest first. */
export async function accountsBelow(
  db: Db,
  tenantId: number,
  prefix: string,
  atMost: number,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('ledger_account')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '>=', prefix)
    .where('id', '<', `${prefix}\u{10FFFF}`)
    .where(sql<boolean>`balance - reserved - coalesce(floor, 0) <= ${atMost}`)
    .orderBy(sql`balance - reserved`)
    .limit(limit)
    .execute();
  return rows.map((r) => r.id);
}

export interface Entry {
  id: string;
  at: Date;
  kind: Posting['kind'];
  /** As seen from the account: what it gained or, for a reservation, what was held (negative) and freed (positive). */
  amount: number;
  chainId: string;
  reason: string | null;
}

/** Every transfer that touched an account, newest first. */
export async function entries(
  db: Db,
  tenantId: number,
  account: string,
  ask: { cursor?: string; limit: number },
): Promise<Page<Entry>> {
  const after = ask.cursor ? readCursor(ask.cursor, 2) : null;
  const { rows } = await sql<Omit<Entry, 'chainId'> & { chain_id: string; key: string }>`
    select id, created_at as at, created_at::text as key, kind, chain_id, reason,
           case when credit = ${account} then amount when kind = 'release' then amount when kind = 'settle' then -amount else -amount end as amount
    from ledger_transfer
    where tenant_id = ${tenantId} and (debit = ${account} or (credit = ${account} and kind in ('move', 'settle')))
      ${after ? sql`and (created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by created_at desc, id desc limit ${ask.limit + 1}`.execute(db);
  const kept = rows.slice(0, ask.limit);
  const last = kept.at(-1);
  return {
    items: kept.map(({ chain_id, key: _key, ...e }) => ({ ...e, amount: Number(e.amount), chainId: chain_id })),
    next: rows.length > ask.limit && last ? cursorOf(last.key, last.id) : null,
  };
}

/** Every promise of the ledger that does not hold, in words; empty when all do. */
export async function verifyLedger(db: Db, tenantId: number): Promise<string[]> {
  const { rows } = await sql<{ trouble: string }>`
    with flow as (
      select account, sum(amount) as amount from (
        select debit as account, -amount as amount from ledger_transfer where tenant_id = ${tenantId} and kind in ('move', 'settle')
        union all select credit, amount from ledger_transfer where tenant_id = ${tenantId} and kind in ('move', 'settle')) f
      group by account),
    held as (
      select t.debit as account, sum(t.amount) as amount from ledger_transfer t
      where t.tenant_id = ${tenantId} and t.kind = 'reserve' and not exists (
        select 1 from ledger_transfer e where e.tenant_id = ${tenantId} and e.pending_chain = t.chain_id and e.pending_leg = t.leg)
      group by t.debit)
    select format('%s: balance %s, entries %s', a.id, a.balance, coalesce(f.amount, 0)) as trouble
      from ledger_account a left join flow f on f.account = a.id where a.tenant_id = ${tenantId} and a.balance <> coalesce(f.amount, 0)
    union all select format('%s: reserved %s, open reservations %s', a.id, a.reserved, coalesce(h.amount, 0))
      from ledger_account a left join held h on h.account = a.id where a.tenant_id = ${tenantId} and a.reserved <> coalesce(h.amount, 0)
    union all select format('unit %s does not sum to zero but to %s', unit, sum(balance))
      from ledger_account where tenant_id = ${tenantId} group by unit having sum(balance) <> 0
    union all select format('%s: below its floor', id)
      from ledger_account where tenant_id = ${tenantId} and floor is not null and balance - reserved < floor
    union all select format('%s: chain without transfers', c.id) from ledger_chain c
      where c.tenant_id = ${tenantId} and not exists (select 1 from ledger_transfer t where t.tenant_id = ${tenantId} and t.chain_id = c.id)`.execute(
    db,
  );
  return rows.map((r) => r.trouble);
}
