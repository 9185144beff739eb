import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Jieba } from '@node-rs/jieba';
import { Converter } from 'opencc-js/t2cn';
import { nowMs } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { goodsRow, skusOf } from '../catalog/index.ts';
import { askedWords, isProposal, looseWords, normalize, WEIGHT, weighWords } from './search.rules.ts';
import * as store from './search.store.ts';

let jieba: Promise<Jieba> | null = null;
/** The dictionary takes half a second and 40 MiB, so it is loaded at first use; the package's own `dict.js` would keep its text too. */
const cutter = (): Promise<Jieba> => {
  jieba ??= import('@node-rs/jieba').then(({ Jieba: Cutter }) =>
    Cutter.withDict(readFileSync(createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt'))),
  );
  return jieba;
};

/** Traditional characters as simplified ones. */
export const simplify: (text: string) => string = Converter({ from: 't', to: 'cn' });
const normal = (text: string): string => normalize(text, simplify);

type Goods = NonNullable<Awaited<ReturnType<typeof goodsRow>>>;
async function wordsOf(goods: Goods, codes: string[]): Promise<{ weights: Map<string, number>; proposals: string[] }> {
  const tags = (goods.tags as string[]).join(' ');
  const specs = (goods.specs as { values: string[] }[]).flatMap((s) => s.values).join(' ');
  const weights = weighWords([
    { text: normal(goods.title), weight: WEIGHT.title },
    { text: normal(goods.brand), weight: WEIGHT.brand },
    { text: normal(tags), weight: WEIGHT.tag },
    { text: normal(goods.subtitle), weight: WEIGHT.subtitle },
    { text: normal(specs), weight: WEIGHT.spec },
    { text: normal(codes.join(' ')), weight: WEIGHT.code },
  ]);
  // What is proposed to a shopper are words of the language, not any two neighbours.
  const proposals = (await cutter())
    .cutForSearch(normal(`${goods.title} ${goods.brand} ${tags}`), true)
    .filter(isProposal);
  return { weights, proposals: [...new Set(proposals)] };
}

/**
 * Brings the index up to date with a product; takes it out when the product is gone. Its row is locked meanwhile, so that of two
 * changes the older never writes last.
 */
export async function indexGoods(tx: Tx, tenantId: number, goodsId: string): Promise<void> {
  const before = await store.lockIndexed(tx, tenantId, goodsId);
  // Read after locking, so that this transaction sees the newest product.
  const goods = await goodsRow(tx, tenantId, goodsId);
  if (!goods) return store.dropGoods(tx, tenantId, goodsId, before);
  const codes = (await skusOf(tx, tenantId, goodsId)).flatMap((s) => [s.code, s.barcode ?? '']);
  const { weights, proposals } = await wordsOf(goods, codes);
  await store.writeGoods(tx, tenantId, goodsId, before, { weights, proposals, onSale: goods.state === 'on' });
}

/** What was asked, strictly and less strictly. A question of only punctuation has no words. */
const questionOf = (q: string): { strict: string[]; loose: string[] } => {
  const text = normal(q);
  return { strict: askedWords(text), loose: looseWords(text) };
};

export type Hits = (
  db: Db,
  tenantId: number,
  q: string,
  after: (store.Hit & { loose: boolean }) | null,
  limit: number,
) => Promise<{ loose: boolean; hits: store.Hit[] }>;

/** How many goods have a word decides only where the reading begins, so it may be half a minute old. */
const KNOWN_MS = 30_000;
const MOST_KNOWN = 20_000;

/**
 * Finds goods on sale: those that have every word of the question or, when there are none, every character of it somewhere. `loose` says
 * which; the next page must go on with the same.
 */
export function createHits(): Hits {
  const counts = new Map<string, { goods: number; untilMs: number }>();
  const find = async (db: Db, tenantId: number, words: string[], after: store.After, limit: number) => {
    const key = (word: string) => `${tenantId} ${word}`;
    const unknown = words.filter((word) => (counts.get(key(word))?.untilMs ?? 0) <= nowMs());
    if (counts.size > MOST_KNOWN) counts.clear();
    const fresh = unknown.length > 0 ? await store.goodsWith(db, tenantId, unknown) : new Map<string, number>();
    for (const [word, goods] of fresh) counts.set(key(word), { goods, untilMs: nowMs() + KNOWN_MS });
    if (words.length === 0 || unknown.some((word) => !fresh.has(word))) return [];
    const count = (word: string): number => fresh.get(word) ?? counts.get(key(word))?.goods ?? 0;
    return store.hits(
      db,
      tenantId,
      [...words].sort((a, b) => count(a) - count(b)),
      after,
      limit,
    );
  };
  return async (db, tenantId, q, after, limit) => {
    const { strict, loose } = questionOf(q);
    if (after)
      return { loose: after.loose, hits: await find(db, tenantId, after.loose ? loose : strict, after, limit) };
    const hits = await find(db, tenantId, strict, null, limit);
    if (hits.length > 0) return { loose: false, hits };
    return { loose: true, hits: await find(db, tenantId, loose, null, limit) };
  };
}

/** Goods in any state that staff mean by a keyword: newest first, at most `most`; the cost follows the rarest word. */
export async function findForStaff(db: Db, tenantId: number, keyword: string, most: number): Promise<string[]> {
  const { strict, loose } = questionOf(keyword);
  const counts = await store.goodsWith(db, tenantId, [...new Set([...strict, ...loose])]);
  // A word that no product on sale has may still be in a draft: it counts as the rarest.
  const find = (words: string[]) =>
    store.anyState(
      db,
      tenantId,
      [...words].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0)),
      most,
    );
  const ids = await find(strict);
  return ids.length > 0 ? ids : find(loose);
}

export const suggest = (db: Db, tenantId: number, q: string): Promise<string[]> =>
  store.wordsFrom(db, tenantId, normal(q).trim(), 10);
