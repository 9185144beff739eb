import { coalesce, type Db } from '../../../platform/db/index.ts';
import { perPlatform } from '../../../platform/platform.ts';
import { saleSkus } from '../../goods/catalog/index.ts';
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

export const quoteOf = perPlatform(({ database }): QuoteLines => {
  const offer = coalesce(database, async (db, tenantId, skuIds) => {
    const [skus, pieces] = await Promise.all([saleSkus(db, tenantId, skuIds), availableOf(db, tenantId, skuIds)]);
    return new Map(skuIds.map((id) => [id, { sku: skus.get(id) ?? null, available: pieces.get(id) ?? 0 }]));
  });
  return async (tenantId, asked) => {
    const [{ freight }, ...lines] = await Promise.all([
      readSettings(database.forTenant(tenantId), tenantId),
      ...mergeLines(asked).map(async ({ skuId, quantity }) => {
        const { sku, available } = (await offer(tenantId, skuId)) ?? { sku: null, available: 0 };
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
/**
 * Reads in one query what the prices of many baskets depend on, and gives back what prices each: pure, so that it can run where
 * stock is locked.
 */
export async function readPrices(
  db: Db,
  tenantId: number,
  baskets: readonly (readonly AskedLine[])[],
): Promise<(lines: readonly AskedLine[], terms: PricingTerms) => Quote> {
  const skus = await saleSkus(db, tenantId, [...new Set(baskets.flatMap((lines) => lines.map((l) => l.skuId)))]);
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
}

/** The same SKU asked twice is one line, so that its stock is not counted twice. */
export function mergeLines(asked: readonly AskedLine[]): AskedLine[] {
  if (asked.length === 1) return [...asked];
  const bySku = new Map<string, number>();
  for (const { skuId, quantity } of asked) bySku.set(skuId, (bySku.get(skuId) ?? 0) + quantity);
  return [...bySku].map(([skuId, quantity]) => ({ skuId, quantity }));
}
