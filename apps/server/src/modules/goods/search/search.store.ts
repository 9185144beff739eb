import { sql } from 'kysely';
import { readCursor } from '../../../kernel/page.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { SEARCH_SORTS } from './search.api.ts';

export interface Hit {
  goods_id: string;
  score: number;
}

/**
 * Goods that contain every word, best first, one more than `limit`. Reads the rarest word's goods first and asks the index for the
 * others, so that the cost follows the rarest word.
 */
export async function hits(
  db: Db,
  tenantId: number,
  words: string[],
  cursor: string | undefined,
  limit: number,
): Promise<Hit[]> {
  const after = cursor ? readCursor(cursor, 2) : null;
  const found = await sql<Hit>`
    select goods_id, sum(weight)::int as score from search_word
    where tenant_id = ${tenantId} and word = any(${words}::text[])
    group by goods_id
    having count(*) = ${words.length}
      ${after ? sql`and (sum(weight)::int, goods_id) < (${after[0]}::int, ${after[1]}::uuid)` : sql``}
    order by score desc, goods_id desc
    limit ${limit + 1}`.execute(db);
  return found.rows;
}

/** All goods with every word, for sorting by price: bounded, because a shopper never reads more. */
export async function allHits(db: Db, tenantId: number, words: string[], bound: number): Promise<string[]> {
  return (await hits(db, tenantId, words, undefined, bound)).map((h) => h.goods_id);
}

export async function replaceWords(
  tx: Tx,
  tenantId: number,
  goodsId: string,
  weights: Map<string, number>,
): Promise<void> {
  await tx.deleteFrom('search_word').where('tenant_id', '=', tenantId).where('goods_id', '=', goodsId).execute();
  if (weights.size === 0) return;
  await sql`
    insert into search_word (tenant_id, word, goods_id, weight)
    select ${tenantId}, w.word, ${goodsId}, w.weight
    from unnest(${[...weights.keys()]}::text[], ${[...weights.values()]}::int[]) as w(word, weight)
    on conflict (tenant_id, word, goods_id) do update set weight = excluded.weight`.execute(tx);
}

/** Words of the index that begin with `prefix`, the commonest first. */
export async function wordsFrom(db: Db, tenantId: number, prefix: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select word from search_word
    where tenant_id = ${tenantId} and word >= ${prefix} and word < ${`${prefix}\u{10FFFF}`} and char_length(word) > 1
    group by word order by count(*) desc, word limit ${limit}`.execute(db);
  return rows.map((r) => r.word);
}

export type SearchSort = (typeof SEARCH_SORTS)[number];
