import { nextOf } from '../../../kernel/page.ts';
import type { Keyed } from '../../../platform/db/index.ts';
import { memoryOf } from '../../../platform/memory/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { slot } from '../../../platform/slots.ts';
import type { CardRow } from './catalog.store.ts';
import type { CardDeal, GoodsDeal, GoodsMember, GoodsPromotion } from './promoted.api.ts';

/** What changes whenever goods, categories or the search index of a shop do. */
export const GOODS = 'goods';

/** A product as promotions look at it. */
export interface PromotedGoods {
  goodsId: string;
  /** Its category and the department that this is in. */
  categoryIds: readonly string[];
  tags: readonly string[];
  skus: readonly { skuId: string; priceFen: number }[];
}
/** What a shop's promotions say of its goods at this moment. */
export interface Promotions {
  /** Another one whenever a card would say something else. */
  version: string;
  card(goods: PromotedGoods): { deal?: CardDeal; badges?: string[] };
  page(goods: PromotedGoods): { deal: GoodsDeal | null; promotions: GoodsPromotion[]; member: GoodsMember | null };
}
/** Asked for each answer about goods: must be cheap. Filled by promotion/campaign. */
export const promotions = slot<(tenantId: number) => Promise<Promotions>>('goods/catalog: promotions');
export const promotionsOf =
  ({ slots }: Platform) =>
  (tenantId: number): Promise<Promotions> =>
    slots.one(promotions)(tenantId);

export const promotedOf = (row: Omit<CardRow, 'card'>): PromotedGoods => ({
  goodsId: row.id,
  categoryIds: [row.category_id, row.department_id],
  tags: row.tags as string[],
  skus: row.sku_ids.map((skuId, n) => ({ skuId, priceFen: row.sku_prices[n] ?? 0 })),
});

/** The end of a JSON object `text` with more fields; none: the same text. */
const withFields = (text: string, fields: object): string => {
  const more = JSON.stringify(fields);
  return more === '{}' ? text : `${text.slice(0, -1)},${more.slice(1)}`;
};

/**
 * A page of serialised cards, in the order of a list. What promotions say is written to the cards when somebody asks, and kept until
 * they would say something else: the cards are read again only when goods change.
 */
export class CardPage {
  readonly #rows: readonly CardRow[];
  readonly #next: string | null;
  #written: { version: string; bytes: Buffer } | null = null;

  /** `rows`: all of the page. */
  constructor(rows: readonly CardRow[], next: string | null) {
    this.#rows = rows;
    this.#next = next;
  }

  /** JSON in UTF-8. */
  bytes(told: Promotions): Buffer {
    if (this.#written?.version === told.version) return this.#written.bytes;
    const cards = this.#rows.map((row) => withFields(row.card, told.card(promotedOf(row))));
    const bytes = Buffer.from(`{"items":[${cards.join(',')}],"next":${JSON.stringify(this.#next)}}`);
    this.#written = { version: told.version, bytes };
    return bytes;
  }

  /** Cards as texts, what is written of them, and what was compressed of that. */
  get size(): number {
    return this.#rows.reduce((sum, row) => sum + 5 * row.card.length + 110 * row.sku_ids.length, ROW_BYTES);
  }
}
const ROW_BYTES = 500;

/** A page of a list that was read with one row more than it shows. */
export const cardPage = (rows: readonly (CardRow & Keyed)[], limit: number): CardPage =>
  new CardPage(rows.slice(0, limit), nextOf(rows, limit));

/** Lists of goods, kept while no goods change. */
export const keptLists = (platform: Platform, name: string) =>
  memoryOf(platform).answers<CardPage>({ kind: GOODS, name, bytesOf: (page) => page.size });
