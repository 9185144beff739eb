import { sql } from 'kysely';
import { derivedId } from '../../kernel/ids.ts';
import { cursorOf, type Page, readCursor } from '../../kernel/page.ts';
import { type Db, type PageAsk, texts } from '../db/index.ts';
import { available, type Posting } from './ledger.rules.ts';

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
    .where('id', '=', sql<string>`any(${texts(ids)})`)
    .execute();
  return new Map(
    rows.map(({ id, unit, balance, reserved, floor }) => [
      id,
      { unit, balance, reserved, available: available({ balance, reserved, floor }) },
    ]),
  );
}

export interface Entry {
  id: string;
  at: Date;
  kind: Posting['kind'];
  /** As seen from the account: what came (+) or went (−); of a reservation, what was held (−) or freed (+). */
  amount: number;
  chainId: string;
  reason: string | null;
}

/** Every transfer that touched an account, newest first. */
export async function entries(db: Db, tenantId: number, account: string, ask: PageAsk): Promise<Page<Entry>> {
  const before = ask.cursor ? Number(readCursor(ask.cursor, ['number'])[0]) : null;
  // Each side by its own index, cut before they are merged: a page costs the same on the busiest account.
  const side = (own: 'debit' | 'credit') => sql`
    (select seq, created_at as at, kind, chain_id as "chainId", leg, reason,
            ${own === 'credit' ? sql`amount` : sql`case when kind = 'release' then amount else -amount end`} as amount
     from ledger_transfer
     where tenant_id = ${tenantId} and ${sql.ref(own)} = ${account} and seq < coalesce(${before}::bigint, 9223372036854775807)
       ${own === 'credit' ? sql`and kind in ('move', 'settle')` : sql``}
     order by seq desc limit ${ask.limit + 1})`;
  const { rows } = await sql<Omit<Entry, 'id'> & { seq: number; leg: number }>`
    ${side('debit')} union all ${side('credit')} order by seq desc limit ${ask.limit + 1}`.execute(db);
  const kept = rows.slice(0, ask.limit);
  const last = kept.at(-1);
  return {
    items: kept.map(({ seq: _seq, leg, ...e }) => ({ ...e, id: derivedId('transfer', tenantId, e.chainId, leg) })),
    next: rows.length > ask.limit && last ? cursorOf(last.seq) : null,
  };
}

/** Every promise of the ledger that does not hold, in words; empty when all do. Reads the whole journal of the tenant. */
export async function verifyLedger(db: Db, tenantId: number): Promise<string[]> {
  const { rows } = await sql<{ trouble: string }>`
    with journal as (select * from ledger_transfer where tenant_id = ${tenantId}),
    account as (select * from ledger_account where tenant_id = ${tenantId}),
    flow as (
      select id, sum(amount) as amount from (
        select debit as id, -amount as amount from journal where kind in ('move', 'settle')
        union all select credit, amount from journal where kind in ('move', 'settle')) f
      group by id),
    held as (
      select r.debit as id, sum(r.amount) as amount
      from journal r left join journal e on e.pending_chain = r.chain_id and e.pending_leg = r.leg
      where r.kind = 'reserve' and e.leg is null group by r.debit),
    chain as (select chain_id as id, count(*) as legs, max(leg) + 1 as numbered from journal group by chain_id)
    select format('%s: balance %s, entries %s', coalesce(a.id, f.id), coalesce(a.balance, 0), coalesce(f.amount, 0)) as trouble
      from account a full join flow f using (id) where coalesce(a.balance, 0) <> coalesce(f.amount, 0)
    union all select format('%s: reserved %s, open reservations %s', coalesce(a.id, h.id), coalesce(a.reserved, 0), coalesce(h.amount, 0))
      from account a full join held h using (id) where coalesce(a.reserved, 0) <> coalesce(h.amount, 0)
    union all select format('unit %s does not sum to zero but to %s', unit, sum(balance)) from account group by unit having sum(balance) <> 0
    union all select format('%s: below its floor', id) from account where floor is not null and balance - reserved < floor
    union all select format('chain %s: %s of %s legs', id, legs, numbered) from chain where legs <> numbered
    union all select format('chain %s leg %s: ending unlike its reservation', e.chain_id, e.leg)
      from journal e left join journal r on r.chain_id = e.pending_chain and r.leg = e.pending_leg and r.kind = 'reserve'
        and (r.unit, r.debit, r.credit, r.amount) = (e.unit, e.debit, e.credit, e.amount)
      where e.kind in ('settle', 'release') and r.leg is null
    union all select format('chain %s leg %s: %s counts another unit than %s', t.chain_id, t.leg, a.id, t.unit)
      from journal t join account a on a.id in (t.debit, t.credit) where a.unit <> t.unit`.execute(db);
  return rows.map((r) => r.trouble);
}
