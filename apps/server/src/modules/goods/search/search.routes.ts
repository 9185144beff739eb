import { cursorOf, readCursor } from '../../../kernel/page.ts';
import type { Db } from '../../../platform/db/index.ts';
import { JsonText } from '../../../platform/http/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { CardPage, cardPage, cardsOf, goodsChanged, goodsFinder, keptLists, promotionsOf } from '../catalog/index.ts';
import * as api from './search.api.ts';
import { cardsByPrice } from './search.rules.ts';
import { createHits, findForStaff, type Hits, indexGoods, suggest } from './search.service.ts';

/** Sorting by price looks at this many of the best hits. */
const PRICE_SORT_BOUND = 500;
/** Goods that a keyword of staff may mean. */
const STAFF_BOUND = 1000;

export const search: Module = { name: 'goods/search', register };

function register(platform: Platform): void {
  const { http, jobs, database, slots } = platform;
  slots.fill(goodsFinder, (db, tenantId, keyword) => findForStaff(db, tenantId, keyword, STAFF_BOUND));
  const keptHits = keptLists(platform, 'search');
  const promotionsOfShop = promotionsOf(platform);
  const hitsOf = createHits();
  http.read(api.searchGoods, async ({ actor: { tenantId }, query, db, req }) => {
    const find = query.sort === 'price-up' || query.sort === 'price-down' ? byPrice : byRelevance;
    const [told, page] = await Promise.all([
      promotionsOfShop(tenantId),
      keptHits.get(tenantId, req.url, () => find(hitsOf, db, tenantId, query)),
    ]);
    return new JsonText(page.bytes(told));
  });
  http.read(api.suggestWords, async ({ actor: { tenantId }, query, db }) => ({
    items: await suggest(db, tenantId, query.q),
  }));

  jobs.listen(goodsChanged, 'search', ({ tenantId, data }) =>
    database.inTx(tenantId, (tx) => indexGoods(tx, tenantId, data.goodsId)),
  );
}

interface Ask {
  q: string;
  sort?: string;
  cursor?: string;
  limit: number;
}

async function byRelevance(hitsOf: Hits, db: Db, tenantId: number, query: Ask): Promise<CardPage> {
  const { limit } = query;
  const [mode, weight, goodsId] = query.cursor ? readCursor(query.cursor, ['number', 'number', 'uuid']) : [];
  const after = query.cursor ? { loose: mode === 1, weight: Number(weight), goods_id: String(goodsId) } : null;
  const { loose, hits } = await hitsOf(db, tenantId, query.q, after, limit);
  const cards = await cardsOf(
    db,
    tenantId,
    hits.map((h) => h.goods_id),
  );
  const last = hits.length > limit ? hits[limit - 1] : undefined;
  // A hit that went off sale a moment ago has no card: it is left out, and the cursor still goes on behind it.
  return new CardPage(
    hits.slice(0, limit).flatMap((h) => cards.get(h.goods_id) ?? []),
    last ? cursorOf(loose ? 1 : 0, last.weight, last.goods_id) : null,
  );
}

async function byPrice(hitsOf: Hits, db: Db, tenantId: number, query: Ask): Promise<CardPage> {
  const { limit } = query;
  const { hits } = await hitsOf(db, tenantId, query.q, null, PRICE_SORT_BOUND);
  const cards = await cardsOf(
    db,
    tenantId,
    hits.map((h) => h.goods_id),
  );
  const [priceFen, id] = query.cursor ? readCursor(query.cursor, ['number', 'uuid']) : [];
  const after = query.cursor ? { priceFen: Number(priceFen), id: String(id) } : null;
  const priced = [...cards.values()].map((row) => ({ ...row, priceFen: Math.min(...row.sku_prices) }));
  const rows = cardsByPrice(priced, query.sort === 'price-up' ? 'up' : 'down', after);
  return cardPage(
    rows.slice(0, limit + 1).map((r) => ({ ...r, cursor_key: JSON.stringify([r.priceFen, r.id]) })),
    limit,
  );
}
