import { coalesce, type Tx, together } from '../../../platform/db/index.ts';
import { memoryOf } from '../../../platform/memory/index.ts';
import { perPlatform } from '../../../platform/platform.ts';
import { GOODS, type SaleSku, saleSkus } from '../../goods/catalog/index.ts';
import { readSettings } from '../../identity/tenant/index.ts';
import { availableOf } from '../../stock/inventory/index.ts';
import type { Quote } from './pricing.api.ts';
import { price, type Snapshot } from './pricing.rules.ts';

export interface AskedLine {
  skuId: string;
  quantity: number;
}
/** Quotes lines at the prices and stock of this moment; what concurrent shoppers ask is read together. */
export type QuoteLines = (tenantId: number, lines: AskedLine[]) => Promise<Quote>;

/** What is known of SKUs: title, price, whether it is on sale. Stock is none of it. */
const keptSkus = perPlatform((platform) =>
  memoryOf(platform).answers<SaleSku | undefined>({
    kind: GOODS,
    name: 'sale-sku',
    bytesOf: ({ title, picture, specs }) => 2 * (title.length + picture.length + specs.join().length) + SKU_BYTES,
  }),
);
/** Ids and figures. */
const SKU_BYTES = 300;

export const quoteOf = perPlatform((platform): QuoteLines => {
  const { database } = platform;
  const kept = keptSkus(platform);
  const skuOf = coalesce(database, saleSkus);
  const piecesOf = coalesce(database, availableOf);
  return async (tenantId, asked) => {
    const [{ freight }, ...lines] = await Promise.all([
      readSettings(database.forTenant(tenantId), tenantId),
      ...mergeLines(asked).map(async ({ skuId, quantity }) => {
        const [sku = null, available = 0] = await Promise.all([
          kept.get(tenantId, skuId, () => skuOf(tenantId, skuId)),
          piecesOf(tenantId, skuId),
        ]);
        return { skuId, quantity, sku, available };
      }),
    ]);
    return price({ lines, freight });
  };
});

export interface PricingTerms {
  freight: Snapshot['freight'];
  /** Pieces of a SKU that can be sold at this moment. */
  available(skuId: string): number;
}
/** Prices a basket: pure, so that it can run where stock is locked. */
type Price = (lines: readonly AskedLine[], terms: PricingTerms) => Quote;

/**
 * Reads what the prices of many baskets depend on and gives back what prices each. Of SKUs that are known from before only the
 * stamp is read, which tells whether that still holds.
 */
export const pricesOf = perPlatform((platform) => {
  const kept = keptSkus(platform);
  const readSkus = async (tx: Tx, tenantId: number, skuIds: string[]) => {
    const unknown = new Set(skuIds.filter((id) => kept.guess(tenantId, id) === undefined));
    const [stamp, first] = await together(
      kept.stamp(tx, tenantId),
      unknown.size > 0 ? saleSkus(tx, tenantId, [...unknown]) : Promise.resolve(new Map<string, SaleSku>()),
    );
    const known = new Map(first);
    const stale: string[] = [];
    for (const id of skuIds) {
      if (unknown.has(id)) continue;
      const sku = kept.under(stamp, tenantId, id);
      if (sku) known.set(id, sku);
      else stale.push(id);
    }
    const again = stale.length > 0 ? await saleSkus(tx, tenantId, stale) : [];
    for (const [id, sku] of [...first, ...again]) {
      known.set(id, sku);
      kept.keep(stamp, tenantId, id, sku);
    }
    return known;
  };
  return async (tx: Tx, tenantId: number, baskets: readonly (readonly AskedLine[])[]): Promise<Price> => {
    const skus = await readSkus(tx, tenantId, [...new Set(baskets.flatMap((lines) => lines.map((l) => l.skuId)))]);
    return (lines, { freight, available }) =>
      price({
        lines: lines.map(({ skuId, quantity }) => ({
          skuId,
          quantity,
          sku: skus.get(skuId) ?? null,
          available: available(skuId),
        })),
        freight,
      });
  };
});

/** The same SKU asked twice is one line, so that its stock is not counted twice. */
export function mergeLines(asked: readonly AskedLine[]): AskedLine[] {
  if (asked.length === 1) return [...asked];
  const bySku = new Map<string, number>();
  for (const { skuId, quantity } of asked) bySku.set(skuId, (bySku.get(skuId) ?? 0) + quantity);
  return [...bySku].map(([skuId, quantity]) => ({ skuId, quantity }));
}
