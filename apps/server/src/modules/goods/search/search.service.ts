import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { goodsRow } from '../catalog/index.ts';
import { characters, WEIGHT, weighWords, words } from './search.rules.ts';
import * as store from './search.store.ts';

let jieba: Jieba | null = null;
/** The dictionary takes a moment to load, so only at first use. */
const cutter = (): Jieba => {
  jieba ??= Jieba.withDict(dict);
  return jieba;
};

/** Cuts finely, so that both 咖啡 and 挂耳咖啡 find the same thing. */
export const cutForIndex = (text: string): string[] => cutter().cutForSearch(text, true);
const cutForQuery = (text: string): string[] => cutter().cutForSearch(text, true);

/** Puts the words of a product into the index, or takes them out when it is not on sale. */
export async function indexGoods(tx: Tx, tenantId: number, goodsId: string): Promise<void> {
  const goods = await goodsRow(tx, tenantId, goodsId);
  if (!goods) return;
  const specs = (goods.specs as { values: string[] }[]).flatMap((s) => s.values).join(' ');
  const parts = [
    { text: goods.title, weight: WEIGHT.title },
    { text: goods.brand, weight: WEIGHT.brand },
    { text: (goods.tags as string[]).join(' '), weight: WEIGHT.tag },
    { text: goods.subtitle, weight: WEIGHT.subtitle },
    { text: specs, weight: WEIGHT.spec },
  ];
  const weights = weighWords(parts, cutForIndex);
  for (const one of characters(goods.title + goods.brand)) weights.set(one, (weights.get(one) ?? 0) + WEIGHT.character);
  await store.replaceWords(tx, tenantId, goodsId, goods.state === 'on' ? weights : new Map());
}

/** The words of a question; a question of only punctuation has none. */
export const queryWords = (q: string): string[] => words(q, cutForQuery).slice(0, 8);

export const suggest = (db: Db, tenantId: number, q: string): Promise<string[]> =>
  store.wordsFrom(db, tenantId, q.normalize('NFKC').toLowerCase().trim(), 10);
