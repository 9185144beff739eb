import { nowMs } from '../../../kernel/clock.ts';
import { type Db, gather, together } from '../../../platform/db/index.ts';
import { memoryOf } from '../../../platform/memory/index.ts';
import { type Platform, perPlatform } from '../../../platform/platform.ts';
import { GOODS, type SaleSku, saleSkus } from '../../goods/catalog/index.ts';
import { addressesByIds } from '../../identity/customer/index.ts';
import { readSettings } from '../../identity/tenant/index.ts';
import { availableOf } from '../../stock/inventory/index.ts';
import { accountsUsed } from './accounts-used.ts';
import { destinationOf } from './destination.ts';
import { flatFreight } from './flat-freight.rules.ts';
import type { PurseWithFacts } from './paying.ts';
import type { Quote, QuoteLine } from './pricing.api.ts';
import { listLine, type Priced, price, type RuleWithFacts } from './pricing.rules.ts';
import { type Basket, type FreightAsked, freightRule, priceRules, purses, type Wishes } from './pricing.slots.ts';

export interface AskedLine {
  skuId: string;
  quantity: number;
}
export interface Asked {
  /** Null: a guest. */
  customerId: string | null;
  lines: readonly AskedLine[];
  /** Usually the best coupons. */
  wishes?: Wishes;
  /** Where it is to go: one of the shopper's addresses, or a region. */
  addressId?: string | undefined;
  regionCode?: string | undefined;
}
/** Quotes lines at the prices and stock of this moment; what concurrent shoppers ask is read together. */
export type QuoteLines = (tenantId: number, asked: Asked) => Promise<Quote>;

/** What is known of SKUs: title, price, whether it is on sale. Stock is none of it. */
const keptSkus = perPlatform((platform) =>
  memoryOf(platform).answers<SaleSku | undefined>({
    kind: GOODS,
    name: 'sale-sku',
    bytesOf: ({ title, picture, specs, tags }) =>
      2 * (title.length + picture.length + specs.join().length + tags.join().length) + SKU_BYTES,
  }),
);
/** Ids and figures. */
const SKU_BYTES = 400;

/** What is asked, each SKU once and all in the order of their ids. */
export const basketOf = ({ customerId, lines, wishes }: Asked, atMs = nowMs()): Basket => ({
  customerId,
  lines: mergeLines(lines).sort((a, b) => (a.skuId < b.skuId ? -1 : 1)),
  wishes: wishes ?? { coupons: 'best' },
  province: () => null,
  atMs,
});

export const quoteOf = perPlatform((platform): QuoteLines => {
  const { database } = platform;
  const used = accountsUsed(platform);
  const readPrices = pricesOf(platform);
  const priceOf = gather(database, async (db, tenantId, baskets: Basket[]) => {
    const [price, pieces] = await together(
      readPrices(db, tenantId, baskets),
      availableOf(db, tenantId, skusOf(baskets)),
    );
    const available = (skuId: string) => pieces.get(skuId) ?? 0;
    return baskets.map(
      (basket) => (lines: readonly AskedLine[], to: Pick<PricingTerms, 'freight' | 'regionCode'>) =>
        price({ basket, lines }, { ...to, available }),
    );
  });
  return async (tenantId, asked) => {
    const [{ freight }, price, regionCode] = await Promise.all([
      readSettings(database.forTenant(tenantId), tenantId),
      priceOf(tenantId, basketOf(asked)),
      regionOf(platform, tenantId, asked),
    ]);
    const priced = price(mergeLines(asked.lines), { freight, regionCode: () => regionCode });
    if (asked.customerId) used.note(tenantId, asked.customerId, priced);
    return priced.quote;
  };
});

/** Where it is to go; an address that is not the shopper's own is none. */
async function regionOf(
  { database, secrets }: Platform,
  tenantId: number,
  { customerId, addressId, regionCode }: Asked,
): Promise<string | null> {
  if (!addressId || !customerId) return regionCode ?? null;
  const found = (await addressesByIds(database.forTenant(tenantId), tenantId, [addressId])).get(addressId);
  return found?.customer_id === customerId ? destinationOf(secrets, { tenantId, customerId }, found) : null;
}

const skusOf = (baskets: readonly Basket[]): string[] => [
  ...new Set(baskets.flatMap(({ lines }) => lines.map((l) => l.skuId))),
];

/** A basket, and its lines as the shopper sees them. */
interface AskedBasket {
  basket: Basket;
  lines: readonly AskedLine[];
}
export interface PricingTerms {
  /** The flat one of the settings, and where it is to go. */
  freight: FreightAsked['flat'];
  regionCode: FreightAsked['regionCode'];
  /** Pieces of a SKU that can be sold at this moment. */
  available(skuId: string): number;
}
/** Prices a basket of those that were read: pure, so that it can run where stock is locked. */
type Price = (asked: AskedBasket, terms: PricingTerms) => Priced;

/** Reads SKUs. Of those that are known from before only the stamp is read, which tells whether that still holds. */
const skusRead = perPlatform((platform) => {
  const kept = keptSkus(platform);
  return async (db: Db, tenantId: number, skuIds: string[]) => {
    const unknown = new Set(skuIds.filter((id) => kept.guess(tenantId, id) === undefined));
    const [stamp, first] = await together(
      kept.stamp(db, tenantId),
      unknown.size > 0 ? saleSkus(db, tenantId, [...unknown]) : Promise.resolve(new Map<string, SaleSku>()),
    );
    const known = new Map(first);
    const stale: string[] = [];
    for (const id of skuIds) {
      if (unknown.has(id)) continue;
      const sku = kept.under(stamp, tenantId, id);
      if (sku) known.set(id, sku);
      else stale.push(id);
    }
    const again = stale.length > 0 ? await saleSkus(db, tenantId, stale) : [];
    for (const [id, sku] of [...first, ...again]) {
      known.set(id, sku);
      kept.keep(stamp, tenantId, id, sku);
    }
    return known;
  };
});

/** Reads what the prices of many baskets depend on and gives back what prices each. What the rules read travels with it. */
export const pricesOf = perPlatform((platform) => {
  const readSkus = skusRead(platform);
  return async (db: Db, tenantId: number, baskets: readonly Basket[]): Promise<Price> => {
    const rules = platform.slots.all(priceRules);
    const paying = baskets.filter((b) => b.customerId !== null && b.wishes.purses);
    const asked = paying.length > 0 ? platform.slots.all(purses) : [];
    const [freightBy] = platform.slots.all(freightRule);
    const [skus, freightFacts, ...facts] = await together<[Map<string, SaleSku>, unknown, ...(readonly unknown[])[]]>(
      readSkus(db, tenantId, skusOf(baskets)),
      freightBy?.facts(db, tenantId) ?? Promise.resolve(null),
      ...rules.map((rule) => rule.facts(db, tenantId, baskets)),
      ...asked.map((purse) => purse.facts(db, tenantId, paying)),
    );
    const known = new Map(
      baskets.map((basket, n) => [
        basket,
        rules.map((rule, r): RuleWithFacts => ({ rule, facts: facts[r]?.[n] ?? null })),
      ]),
    );
    return ({ basket, lines }, { freight: flat, regionCode, available }) => {
      const to = once(regionCode);
      return price(
        {
          lines: lines.map(({ skuId, quantity }) => ({
            skuId,
            quantity,
            sku: skus.get(skuId) ?? null,
            available: available(skuId),
          })),
          freight: freightBy?.terms(freightFacts, { flat, regionCode: to, skus }) ?? flatFreight(flat),
          basket: { ...basket, province: () => to()?.slice(0, 2) ?? null },
        },
        known.get(basket) ?? [],
        asked.map(
          (purse, p): PurseWithFacts => ({ purse, facts: facts[rules.length + p]?.[paying.indexOf(basket)] ?? null }),
        ),
      );
    };
  };
});

/** Opening an address costs something, and several ask. */
function once<T>(read: () => T): () => T {
  let found: { value: T } | undefined;
  return () => {
    found ??= { value: read() };
    return found.value;
  };
}

/**
 * Reads lines at list price with what is wrong with them, without what takes something off: whether an order can be placed at all.
 * Stock is read first, so whatever took it is seen by statements that are sent behind.
 */
export const linesOf = perPlatform((platform) => {
  const readSkus = skusRead(platform);
  return async (db: Db, tenantId: number, asked: readonly (readonly AskedLine[])[]): Promise<QuoteLine[][]> => {
    const skuIds = [...new Set(asked.flatMap((lines) => lines.map((l) => l.skuId)))];
    const [pieces, skus] = await together(availableOf(db, tenantId, skuIds), readSkus(db, tenantId, skuIds));
    return asked.map((lines) =>
      lines.map(({ skuId, quantity }) =>
        listLine({ skuId, quantity, sku: skus.get(skuId) ?? null, available: pieces.get(skuId) ?? 0 }, nowMs()),
      ),
    );
  };
});

/** The same SKU asked twice is one line, so that its stock is not counted twice. */
export function mergeLines(asked: readonly AskedLine[]): AskedLine[] {
  if (asked.length === 1) return [...asked];
  const bySku = new Map<string, number>();
  for (const { skuId, quantity } of asked) bySku.set(skuId, (bySku.get(skuId) ?? 0) + quantity);
  return [...bySku].map(([skuId, quantity]) => ({ skuId, quantity }));
}
