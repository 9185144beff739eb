import { sql } from 'kysely';
import { runAgain, type Tx } from '../db/index.ts';
import { type Account, type Ending, floorOf, type Posting, type Reservation } from './ledger.rules.ts';

/** Chains that were decided before, with the fingerprint of what they did. */
export async function knownChains(tx: Tx, tenantId: number, ids: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; fingerprint: string }>`
    select c.id, c.fingerprint from unnest(${ids}::text[]) as asked(id)
    join ledger_chain c on c.tenant_id = ${tenantId} and c.id = asked.id`.execute(tx);
  return new Map(rows.map((r) => [r.id, r.fingerprint]));
}

/** The reservations that endings are about, and whether each has ended. */
export async function reservations(tx: Tx, tenantId: number, endings: Ending[]): Promise<Reservation[]> {
  if (endings.length === 0) return [];
  const chains = [...new Set(endings.map((e) => e.of.chain))];
  const { rows } = await sql<Reservation>`
    select t.chain_id as chain, t.leg, t.unit, t.debit, t.credit, t.amount, e.leg is not null as ended
    from unnest(${chains}::text[]) as asked(chain)
    join ledger_transfer t on t.tenant_id = ${tenantId} and t.chain_id = asked.chain and t.kind = 'reserve'
    left join ledger_transfer e on e.tenant_id = ${tenantId} and e.pending_chain = t.chain_id and e.pending_leg = t.leg
    order by t.chain_id, t.leg`.execute(tx);
  return rows;
}

/**
 * Opens accounts that are not there; those that are keep their floor. Must come before locking: see `lockAccounts`. Returns those
 * that it opened.
 */
export async function openMissing(
  tx: Tx,
  tenantId: number,
  accounts: { id: string; unit: string; floor?: number | null }[],
): Promise<ReadonlySet<string>> {
  if (accounts.length === 0) return new Set();
  const floors = accounts.map((a) => (a.floor === undefined ? floorOf(a.id) : a.floor));
  const { rows } = await sql<{ id: string }>`
    insert into ledger_account (tenant_id, id, unit, floor)
    select ${tenantId}, a.id, a.unit, a.floor
    from unnest(${accounts.map((a) => a.id)}::text[], ${accounts.map((a) => a.unit)}::text[], ${floors}::bigint[]) as a(id, unit, floor)
    where not exists (select 1 from ledger_account k where k.tenant_id = ${tenantId} and k.id = a.id)
    order by a.id
    on conflict (tenant_id, id) do nothing
    returning id`.execute(tx);
  return new Set(rows.map((r) => r.id));
}

/**
 * Locks accounts in the one fixed order and reads them. All exist by now: opening one while holding locks on others could wait in
 * a circle.
 */
export async function lockAccounts(tx: Tx, tenantId: number, ids: string[]): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select id, unit, balance, reserved, floor from ledger_account
    where tenant_id = ${tenantId} and id = any(${ids}::text[]) order by id for no key update`.execute(tx);
  return rows;
}

export interface Decided {
  chains: { id: string; fingerprint: string; transfers: number }[];
  postings: Posting[];
  accounts: Account[];
}

/** Writes chains, their postings and the new balances in one statement. */
export async function write(tx: Tx, tenantId: number, { chains: c, postings: p, accounts: a }: Decided): Promise<void> {
  await sql`
    with chain as (
      insert into ledger_chain (tenant_id, id, fingerprint, transfers)
      select ${tenantId}, n.* from unnest(
        ${c.map((x) => x.id)}::text[], ${c.map((x) => x.fingerprint)}::text[], ${c.map((x) => x.transfers)}::smallint[]) as n
    ), journal as (
      insert into ledger_transfer (tenant_id, chain_id, leg, kind, unit, debit, credit, amount, pending_chain, pending_leg, reason)
      select ${tenantId}, n.* from unnest(
        ${p.map((x) => x.chain)}::text[], ${p.map((x) => x.leg)}::smallint[], ${p.map((x) => x.kind)}::text[],
        ${p.map((x) => x.unit)}::text[], ${p.map((x) => x.debit)}::text[], ${p.map((x) => x.credit)}::text[],
        ${p.map((x) => x.amount)}::bigint[], ${p.map((x) => x.pendingChain)}::text[], ${p.map((x) => x.pendingLeg)}::smallint[],
        ${p.map((x) => x.reason)}::text[]) as n
    )
    update ledger_account as l set balance = n.balance, reserved = n.reserved, changed_at = now()
    from unnest(${a.map((x) => x.id)}::text[], ${a.map((x) => x.balance)}::bigint[], ${a.map((x) => x.reserved)}::bigint[]) as n(id, balance, reserved)
    where l.tenant_id = ${tenantId} and l.id = n.id`
    .execute(tx)
    // The same id with other accounts, at the same moment, passes every lock; then the keys stop it.
    .catch(runAgain(/^ledger_(chain|transfer)_pkey$/));
}
