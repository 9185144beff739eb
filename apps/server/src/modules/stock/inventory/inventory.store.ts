import { sql } from 'kysely';
import { type Db, keyset, type PageAsk, type Tx } from '../../../platform/db/index.ts';

export interface Level {
  skuId: string;
  /** Pieces that can be sold now. */
  available: number;
  onSale: boolean;
}

/** Makes the rows of SKUs that have none, and holds all for this transaction, in one order. */
export async function lockLevels(tx: Tx, tenantId: number, skuIds: string[]): Promise<void> {
  await sql`
    insert into inventory_level (tenant_id, sku_id)
    select ${tenantId}, s.id from unnest(${skuIds}::uuid[]) as s(id) order by s.id on conflict do nothing`.execute(tx);
  await sql`
    select 1 from inventory_level where tenant_id = ${tenantId} and sku_id = any(${skuIds}::uuid[])
    order by sku_id for no key update`.execute(tx);
}

export const writeLevels = (tx: Tx, tenantId: number, levels: Level[]) =>
  sql`
    update inventory_level l set available = n.available, on_sale = n.on_sale
    from unnest(${levels.map((l) => l.skuId)}::uuid[], ${levels.map((l) => l.available)}::bigint[],
                ${levels.map((l) => l.onSale)}::boolean[]) as n(sku_id, available, on_sale)
    where l.tenant_id = ${tenantId} and l.sku_id = n.sku_id
      and (l.available, l.on_sale) is distinct from (n.available, n.on_sale)`.execute(tx);

/** SKUs after one in the order of their ids, for going through all of them. */
export async function levelsAfter(db: Db, tenantId: number, after: string | null, limit: number): Promise<string[]> {
  let query = db.selectFrom('inventory_level').select('sku_id').where('tenant_id', '=', tenantId);
  if (after) query = query.where('sku_id', '>', after);
  return (await query.orderBy('sku_id').limit(limit).execute()).map((r) => r.sku_id);
}

const SCARCEST = keyset('asc', ['available', 'number'], ['sku_id', 'uuid']);
/** SKUs on sale of which at most `atMost` pieces can be sold, scarcest first, one more than `limit`. */
export function lowLevels(db: Db, tenantId: number, atMost: number, ask: PageAsk) {
  const query = db
    .selectFrom('inventory_level')
    .select('sku_id')
    .where('tenant_id', '=', tenantId)
    .where('on_sale', '=', true)
    .where('available', '<=', atMost);
  return SCARCEST.page(query, ask).execute();
}

/** How many SKUs on sale have at most `atMost` pieces; more than `most` are not counted. */
export async function countLow(db: Db, tenantId: number, atMost: number, most: number): Promise<number> {
  const { rows } = await sql<{ low: number }>`
    select count(*)::int as low from (
      select 1 from inventory_level
      where tenant_id = ${tenantId} and on_sale and available <= ${atMost} limit ${most}) as counted`.execute(db);
  return rows[0]?.low ?? 0;
}
