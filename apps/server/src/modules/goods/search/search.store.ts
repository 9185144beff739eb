import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../../../platform/db/index.ts';

export interface Hit {
  goods_id: string;
  /** How much the rarest of the words counts in it. */
  weight: number;
}
/** Where the page before ended. */
export type After = Pick<Hit, 'goods_id' | 'weight'> | null;

/** How many goods on sale have each word; those that none has are absent. */
export async function goodsWith(db: Db, tenantId: number, words: string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ word: string; goods: number }>`
    select word, goods from search_word
    where tenant_id = ${tenantId} and word = any(${words}::text[]) and goods > 0`.execute(db);
  return new Map(rows.map((r) => [r.word, r.goods]));
}

/** A nested loop that stops at the first: whether a product of the outer query has each of the words. */
const hasEach = (tenantId: number, words: string[]): RawBuilder<unknown> =>
  sql.join(
    words.map(
      (word, place) => sql`
        cross join lateral (
          select 1 from search_posting o
          where o.tenant_id = ${tenantId} and o.word = ${word} and o.goods_id = p.goods_id limit 1) as ${sql.ref(`has_${place}`)}`,
    ),
    sql` `,
  );

/**
 * Goods on sale that have every word, one more than `limit`. The words come rarest first: goods are read from the first one's, where
 * it counts most first, and of the others only whether they are there. So the cost follows the rarest word, and ends with the page.
 */
export async function hits(db: Db, tenantId: number, words: string[], after: After, limit: number): Promise<Hit[]> {
  const [first, ...others] = words;
  const { rows } = await sql<Hit>`
    select p.goods_id, p.weight from search_posting p ${hasEach(tenantId, others)}
    where p.tenant_id = ${tenantId} and p.word = ${first} and p.on_sale
      ${after ? sql`and (p.weight, p.goods_id) < (${after.weight}::smallint, ${after.goods_id}::uuid)` : sql``}
    order by p.weight desc, p.goods_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** Goods in any state that have every word, newest first. */
export async function anyState(db: Db, tenantId: number, words: string[], limit: number): Promise<string[]> {
  const [first, ...others] = words;
  if (first === undefined) return [];
  const { rows } = await sql<{ goods_id: string }>`
    select p.goods_id from search_posting p ${hasEach(tenantId, others)}
    where p.tenant_id = ${tenantId} and p.word = ${first}
    order by p.goods_id desc limit ${limit}`.execute(db);
  return rows.map((r) => r.goods_id);
}

/** A product as the index knows it. */
export interface Indexed {
  weights: ReadonlyMap<string, number>;
  proposals: string[];
  onSale: boolean;
}
const NOTHING: Indexed = { weights: new Map(), proposals: [], onSale: false };

/** Holds a product for this transaction and says what the index knows of it. */
export async function lockIndexed(tx: Tx, tenantId: number, goodsId: string): Promise<Indexed> {
  await sql`insert into search_goods (tenant_id, goods_id) values (${tenantId}, ${goodsId}) on conflict do nothing`.execute(
    tx,
  );
  const row = await tx
    .selectFrom('search_goods')
    .select(['weights', 'proposals', 'on_sale'])
    .where('tenant_id', '=', tenantId)
    .where('goods_id', '=', goodsId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return NOTHING;
  const weights = new Map(Object.entries(row.weights as Record<string, number>));
  return { weights, proposals: row.proposals, onSale: row.on_sale };
}

/** Writes what changed: postings, how many goods have each word, and what is known of the product. */
export async function writeGoods(tx: Tx, tenantId: number, goodsId: string, old: Indexed, now: Indexed): Promise<void> {
  const gone = [...old.weights.keys()].filter((word) => !now.weights.has(word));
  const changed = [...now.weights].filter(
    ([word, weight]) => old.onSale !== now.onSale || old.weights.get(word) !== weight,
  );
  if (gone.length > 0)
    await sql`
      delete from search_posting
      where tenant_id = ${tenantId} and goods_id = ${goodsId} and word = any(${gone}::text[])`.execute(tx);
  if (changed.length > 0)
    await sql`
      insert into search_posting (tenant_id, word, goods_id, weight, on_sale)
      select ${tenantId}, w.word, ${goodsId}, w.weight, ${now.onSale}
      from unnest(${changed.map(([word]) => word)}::text[], ${changed.map(([, weight]) => weight)}::int[]) as w(word, weight)
      on conflict (tenant_id, word, goods_id) do update set weight = excluded.weight, on_sale = excluded.on_sale`.execute(
      tx,
    );
  await countWords(tx, tenantId, old, now);
  await tx
    .updateTable('search_goods')
    .set({ weights: JSON.stringify(Object.fromEntries(now.weights)), proposals: now.proposals, on_sale: now.onSale })
    .where('tenant_id', '=', tenantId)
    .where('goods_id', '=', goodsId)
    .execute();
}

export async function dropGoods(tx: Tx, tenantId: number, goodsId: string, old: Indexed): Promise<void> {
  await writeGoods(tx, tenantId, goodsId, old, NOTHING);
  await tx.deleteFrom('search_goods').where('tenant_id', '=', tenantId).where('goods_id', '=', goodsId).execute();
}

/** Words in one order, so that two products that share many do not wait in a circle. */
async function countWords(tx: Tx, tenantId: number, old: Indexed, now: Indexed): Promise<void> {
  const wordsOf = (i: Indexed) => new Set(i.onSale ? [...i.weights.keys(), ...i.proposals] : []);
  const [before, after, proposed] = [wordsOf(old), wordsOf(now), new Set(now.onSale ? now.proposals : [])];
  const changed = [...new Set([...before, ...after])].filter(
    (word) => before.has(word) !== after.has(word) || (proposed.has(word) && !old.proposals.includes(word)),
  );
  if (changed.length === 0) return;
  const more = changed.map((word) => Number(after.has(word)) - Number(before.has(word)));
  await sql`
    insert into search_word as k (tenant_id, word, goods, proposed)
    select ${tenantId}, w.word, greatest(w.more, 0), w.proposed
    from unnest(${changed}::text[], ${more}::int[], ${changed.map((word) => proposed.has(word))}::boolean[]) as w(word, more, proposed)
    order by w.word
    on conflict (tenant_id, word) do update
      set goods = greatest(k.goods + (select m from unnest(${changed}::text[], ${more}::int[]) as n(w, m) where n.w = excluded.word), 0),
          proposed = k.proposed or excluded.proposed`.execute(tx);
}

/** More are not looked at: who typed one letter types another. */
const LOOKED_AT = 1000;

/** Words of goods on sale that begin with `prefix`, those that most of them have first. */
export async function wordsFrom(db: Db, tenantId: number, prefix: string, limit: number): Promise<string[]> {
  if (prefix === '') return [];
  const { rows } = await sql<{ word: string }>`
    select word from (
      select word, goods from search_word
      where tenant_id = ${tenantId} and word >= ${prefix} and word < ${`${prefix}\u{10FFFF}`} and proposed and goods > 0
      order by word limit ${LOOKED_AT}) as near
    order by goods desc, word limit ${limit}`.execute(db);
  return rows.map((r) => r.word);
}
