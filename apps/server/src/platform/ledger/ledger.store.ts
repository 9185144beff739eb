import { sql } from 'kysely';
import { plainArray, runAgain, type Tx, texts } from '../db/index.ts';
import type { Account, Posting, Reservation } from './ledger.rules.ts';

/**
 * Locks accounts in the one fixed order and reads those that are there: the given ones, and those of the reservations of `chains`.
 * `behind`: the last account that this transaction has locked already; `ascending` says whether an account comes after it.
 */
export async function lockAccounts(
  tx: Tx,
  tenantId: number,
  ids: readonly string[],
  chains: readonly string[],
  behind: string | null = null,
): Promise<(Account & { ascending: boolean })[]> {
  const reserved = sql`
    union select t.debit from ledger_transfer t
      where t.tenant_id = ${tenantId} and t.chain_id = any(${texts(chains)}) and t.kind = 'reserve'
    union select t.credit from ledger_transfer t
      where t.tenant_id = ${tenantId} and t.chain_id = any(${texts(chains)}) and t.kind = 'reserve'`;
  const wanted = chains.length === 0 ? texts(ids) : sql`array(select unnest(${texts(ids)}) ${reserved})`;
  const { rows } = await sql<Account & { ascending: boolean }>`
    select id, unit, balance, reserved, floor, ${behind}::text is null or id > ${behind} as ascending from ledger_account
    where tenant_id = ${tenantId} and id = any(${wanted}) order by id for no key update`.execute(tx);
  return rows;
}

/** Those of the accounts that are there. Locks nothing. */
export async function areThere(tx: Tx, tenantId: number, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ledger_account where tenant_id = ${tenantId} and id = any(${texts(ids)})`.execute(tx);
  return rows.map((r) => r.id);
}

/** What chains of these ids did when they were posted; nothing of those that never were. */
export async function postingsOf(tx: Tx, tenantId: number, chains: readonly string[]): Promise<Map<string, Posting[]>> {
  const { rows } = await sql<Posting>`
    select chain_id as chain, leg, kind, unit, debit, credit, amount, pending_chain as "pendingChain",
      pending_leg as "pendingLeg", reason
    from ledger_transfer where tenant_id = ${tenantId} and chain_id = any(${texts(chains)})`.execute(tx);
  const byChain = new Map<string, Posting[]>();
  for (const posting of rows) byChain.set(posting.chain, [...(byChain.get(posting.chain) ?? []), posting]);
  return byChain;
}

/** The reservations of chains, and whether each has ended. */
export async function reservationsOf(tx: Tx, tenantId: number, chains: readonly string[]): Promise<Reservation[]> {
  if (chains.length === 0) return [];
  const { rows } = await sql<Reservation>`
    select t.chain_id as chain, t.leg, t.unit, t.debit, t.credit, t.amount, e.leg is not null as ended
    from ledger_transfer t
    left join ledger_transfer e on e.tenant_id = ${tenantId} and e.pending_chain = t.chain_id and e.pending_leg = t.leg
    where t.tenant_id = ${tenantId} and t.chain_id = any(${texts(chains)}) and t.kind = 'reserve'
    order by t.chain_id, t.leg`.execute(tx);
  return rows;
}

export interface Decided {
  postings: readonly Posting[];
  /** As they are now. */
  changed: Account[];
  /** Likewise; nobody had them before. */
  opened: Account[];
}

/** Writes postings and the new balances in one statement. */
export async function write(tx: Tx, tenantId: number, { postings: p, changed, opened }: Decided): Promise<void> {
  await sql`
    with journal as (
      insert into ledger_transfer (tenant_id, chain_id, leg, kind, unit, debit, credit, amount, pending_chain, pending_leg, reason)
      select ${tenantId}, n.chain, n.leg, n.kind, n.unit, n.debit, n.credit, n.amount, nullif(n.pending_chain, ''), n.pending_leg,
        nullif(n.reason, '')
      from unnest(${texts(p.map((x) => x.chain))}, ${plainArray(p.map((x) => x.leg))}::smallint[], ${texts(p.map((x) => x.kind))},
        ${texts(p.map((x) => x.unit))}, ${texts(p.map((x) => x.debit))}, ${texts(p.map((x) => x.credit))},
        ${plainArray(p.map((x) => x.amount))}::bigint[], ${texts(p.map((x) => x.pendingChain ?? ''))},
        ${plainArray(p.map((x) => x.pendingLeg))}::smallint[], ${texts(p.map((x) => x.reason ?? ''))})
        as n(chain, leg, kind, unit, debit, credit, amount, pending_chain, pending_leg, reason)
    )${opened.length === 0 ? sql`` : opening(tenantId, opened)}
    update ledger_account as l set balance = n.balance, reserved = n.reserved, changed_at = now()
    from unnest(${texts(changed.map((a) => a.id))}, ${plainArray(changed.map((a) => a.balance))}::bigint[],
      ${plainArray(changed.map((a) => a.reserved))}::bigint[]) as n(id, balance, reserved)
    where l.tenant_id = ${tenantId} and l.id = n.id`
    .execute(tx)
    // Somebody opened the same account, or posted the same chain with other accounts, at the same moment: that passes every lock.
    .catch(runAgain(/^ledger_(account|transfer)_pkey$/));
}

/** In order of ids, so that of two who open the same accounts none waits for the other in a circle. */
const opening = (tenantId: number, a: Account[]) => sql`, opened as (
      insert into ledger_account (tenant_id, id, unit, balance, reserved, floor)
      select ${tenantId}, n.* from unnest(${texts(a.map((x) => x.id))}, ${texts(a.map((x) => x.unit))},
        ${plainArray(a.map((x) => x.balance))}::bigint[], ${plainArray(a.map((x) => x.reserved))}::bigint[],
        ${plainArray(a.map((x) => x.floor))}::bigint[]) as n(id, unit, balance, reserved, floor)
      order by n.id
    )`;
