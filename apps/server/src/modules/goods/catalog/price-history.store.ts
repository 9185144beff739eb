import { sql } from 'kysely';
import { chinaDate, DAY } from '../../../kernel/clock.ts';
import { COMPARED_PRICE_DAYS, LOWEST_PRICE_DAYS } from '../../../kernel/legal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { plainArray } from '../../../platform/db/index.ts';

/** What somebody paid for a piece, after everything that was taken off. */
export interface Deal {
  skuId: string;
  /** Fen; 0 is a gift and no deal. */
  unitFen: number;
  at: Date;
}

/** Keeps what pieces were sold for, by day in China; the same deals twice change nothing. */
export async function noteDeals(tx: Tx, tenantId: number, deals: readonly Deal[]): Promise<void> {
  const paid = deals.filter((d) => d.unitFen > 0);
  if (paid.length === 0) return;
  await sql`
    insert into catalog_deal as d (tenant_id, sku_id, day, lowest_fen, last_fen, last_at)
    select ${tenantId}, sku_id, day, min(fen), (array_agg(fen order by at desc, fen))[1], max(at) from unnest(
      ${plainArray(paid.map((d) => d.skuId))}::uuid[], ${plainArray(paid.map((d) => chinaDate(d.at.getTime())))}::date[],
      ${plainArray(paid.map((d) => d.unitFen))}::bigint[], ${plainArray(paid.map((d) => d.at.toISOString()))}::timestamptz[]
    ) as n(sku_id, day, fen, at)
    group by sku_id, day order by sku_id, day
    on conflict (tenant_id, sku_id, day) do update set lowest_fen = least(d.lowest_fen, excluded.lowest_fen),
      last_fen = case when excluded.last_at > d.last_at then excluded.last_fen else d.last_fen end,
      last_at = greatest(d.last_at, excluded.last_at)`.execute(tx);
}

/** What the law lets a price be compared with, and the lowest of a month; fen, null where there was none. */
export interface PastPrices {
  skuId: string;
  /** The lowest deal of the seven days before, else the last deal before. */
  comparedFen: number | null;
  /** The lowest that a piece was offered or sold for in thirty days. */
  lowest30Fen: number | null;
  /** The lowest list price of the seven days before: below the present one, it was raised meanwhile. */
  listed7Fen: number | null;
}

/** Past prices of SKUs before an instant, ms since the epoch. Days are whole ones in China. */
export async function pastPrices(
  db: Db,
  tenantId: number,
  skuIds: readonly string[],
  atMs: number,
): Promise<Map<string, PastPrices>> {
  if (skuIds.length === 0) return new Map();
  const day = chinaDate(atMs);
  const since = (days: number) => chinaDate(atMs - days * DAY);
  const { rows } = await sql<PastPrices>`
    select s.id as "skuId", coalesce(week.fen, last.fen) as "comparedFen", least(month.fen, offered.fen) as "lowest30Fen",
      listed.fen as "listed7Fen"
    from unnest(${plainArray(skuIds)}::uuid[]) as s(id)
    cross join lateral (select min(lowest_fen) as fen from catalog_deal
      where tenant_id = ${tenantId} and sku_id = s.id and day between ${since(COMPARED_PRICE_DAYS)} and ${day}) as week
    cross join lateral (select min(lowest_fen) as fen from catalog_deal
      where tenant_id = ${tenantId} and sku_id = s.id and day between ${since(LOWEST_PRICE_DAYS)} and ${day}) as month
    left join lateral (select last_fen as fen from catalog_deal
      where tenant_id = ${tenantId} and sku_id = s.id and day <= ${day} order by day desc limit 1) as last on true
    cross join lateral (${listedSince(tenantId, atMs - LOWEST_PRICE_DAYS * DAY, atMs)}) as offered
    cross join lateral (${listedSince(tenantId, atMs - COMPARED_PRICE_DAYS * DAY, atMs)}) as listed`.execute(db);
  return new Map(rows.map((row) => [row.skuId, row]));
}

/** The lowest list price of the SKU `s` between two instants: those that began in between, and the one that held at the first. */
const listedSince = (tenantId: number, fromMs: number, untilMs: number) => sql`
  select min(price_fen) as fen from (
    select price_fen from catalog_price
      where tenant_id = ${tenantId} and sku_id = s.id and at > ${new Date(fromMs)} and at <= ${new Date(untilMs)}
    union all
    (select price_fen from catalog_price where tenant_id = ${tenantId} and sku_id = s.id and at <= ${new Date(fromMs)}
      order by at desc limit 1)) as p`;
