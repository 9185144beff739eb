import type { Platform } from '../../../platform/app.ts';
import { coalesce } from '../../../platform/db/index.ts';
import { saleSkus } from '../../goods/catalog/index.ts';
import { availableOf } from '../../stock/inventory/index.ts';
import type { Quote } from './pricing.api.ts';
import { type PriceRule, price } from './pricing.rules.ts';

export interface AskedLine {
  skuId: string;
  quantity: number;
}
/** Slot: the freight terms of a shop. Filled by identity/tenant. */
export type FreightTerms = (tenantId: number) => Promise<{ baseFen: number; freeFromFen: number }>;

/** Quotes lines at the prices and stock of this moment; what concurrent shoppers ask is read together. */
export type QuoteLines = (tenantId: number, lines: AskedLine[]) => Promise<Quote>;

export function createPricing(
  { database }: Platform,
  freightTerms: FreightTerms,
  rules: readonly PriceRule[],
): QuoteLines {
  const offer = coalesce(database, async (db, tenantId, skuIds) => {
    const [skus, pieces] = await Promise.all([saleSkus(db, tenantId, skuIds), availableOf(db, tenantId, skuIds)]);
    return new Map(skuIds.map((id) => [id, { sku: skus.get(id) ?? null, available: pieces.get(id) ?? 0 }]));
  });
  return async (tenantId, asked) => {
    const [freight, ...lines] = await Promise.all([
      freightTerms(tenantId),
      ...merge(asked).map(async ({ skuId, quantity }) => {
        const { sku, available } = (await offer(tenantId, skuId)) ?? { sku: null, available: 0 };
        return { skuId, quantity, sku, available };
      }),
    ]);
    return price({ lines, freight }, rules);
  };
}

/** The same SKU asked twice is one line, so that its stock is not counted twice. */
function merge(asked: AskedLine[]): AskedLine[] {
  const bySku = new Map<string, number>();
  for (const { skuId, quantity } of asked) bySku.set(skuId, (bySku.get(skuId) ?? 0) + quantity);
  return [...bySku].map(([skuId, quantity]) => ({ skuId, quantity }));
}
