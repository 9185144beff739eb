import { cursorOf, readCursor } from '../../../kernel/page.ts';
import { type Db, singleFlight } from '../../../platform/db/index.ts';
import { JsonText } from '../../../platform/http/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { cardPage, cardsOf, goodsChanged } from '../catalog/index.ts';
import * as api from './search.api.ts';
import { indexGoods, queryWords, suggest } from './search.service.ts';
import * as store from './search.store.ts';

const DEFAULT_LIMIT = 20;
/** Sorting by price looks at this many of the best hits. */
const PRICE_SORT_BOUND = 500;

export const search: Module = { name: 'goods/search', register };

function register({ http, jobs, database }: Platform): void {
  const shared = singleFlight<JsonText>();
  http.read(api.searchGoods, async ({ actor: { tenantId }, query, db, req }) => {
    const words = queryWords(query.q);
    if (words.length === 0) return { items: [], next: null };
    return shared(`${tenantId} ${req.url}`, () =>
      query.sort === 'price-up' || query.sort === 'price-down'
        ? byPrice(db, tenantId, words, query)
        : byRelevance(db, tenantId, words, query.cursor, query.limit ?? DEFAULT_LIMIT),
    );
  });
  http.read(api.suggestWords, async ({ actor: { tenantId }, query, db }) => ({
    items: await suggest(db, tenantId, query.q),
  }));

  jobs.listen(goodsChanged, 'search', ({ tenantId, data }) =>
    database.inTx(tenantId, (tx) => indexGoods(tx, tenantId, data.goodsId)),
  );
}

async function byRelevance(
  db: Db,
  tenantId: number,
  words: string[],
  cursor: string | undefined,
  limit: number,
): Promise<JsonText> {
  const found = await store.hits(db, tenantId, words, cursor, limit);
  const cards = await cardsOf(
    db,
    tenantId,
    found.map((h) => h.goods_id),
  );
  const last = found.length > limit ? found[limit - 1] : undefined;
  // A hit that went off sale a moment ago has no card: it is left out, and the cursor still goes on behind it.
  const shown = found.slice(0, limit).flatMap((h) => cards.get(h.goods_id) ?? []);
  return new JsonText(
    `{"items":[${shown.join(',')}],"next":${last ? JSON.stringify(cursorOf(last.score, last.goods_id)) : 'null'}}`,
  );
}

async function byPrice(
  db: Db,
  tenantId: number,
  words: string[],
  query: { sort?: string; cursor?: string; limit?: number },
): Promise<JsonText> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const cards = await cardsOf(db, tenantId, await store.allHits(db, tenantId, words, PRICE_SORT_BOUND));
  const sign = query.sort === 'price-up' ? 1 : -1;
  const rows = [...cards].map(([id, card]) => ({
    id,
    card,
    price: (JSON.parse(card) as { priceFen: number }).priceFen,
  }));
  rows.sort((a, b) => sign * (a.price - b.price) || (a.id < b.id ? -1 : 1));
  const [price, id] = query.cursor ? readCursor(query.cursor, 2) : [];
  const after = (r: (typeof rows)[number]) => sign * (r.price - Number(price)) || (r.id > String(id) ? 1 : -1);
  const rest = query.cursor ? rows.filter((r) => r.id !== id && after(r) > 0) : rows;
  return cardPage(rest.slice(0, limit + 1), limit, (r) => [r.price, r.id]);
}
