import { coalesce } from '../../../platform/db/index.ts';
import { perPlatform } from '../../../platform/platform.ts';
import { saleSkus } from '../../goods/catalog/index.ts';
import { readSettings } from '../../identity/tenant/index.ts';
import { availableOf } from '../../stock/inventory/index.ts';
import type { Quote } from './pricing.api.ts';
import { price } from './pricing.rules.ts';

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
      ...merge(asked).map(async ({ skuId, quantity }) => {
        const { sku, available } = (await offer(tenantId, skuId)) ?? { sku: null, available: 0 };
        return { skuId, quantity, sku, available };
      }),
    ]);
    return price({ lines, freight });
  };
});

/** The same SKU asked twice is one line, so that its stock is not counted twice. */
function merge(asked: AskedLine[]): AskedLine[] {
  const bySku = new Map<string, number>();
  for (const { skuId, quantity } of asked) bySku.set(skuId, (bySku.get(skuId) ?? 0) + quantity);
  return [...bySku].map(([skuId, quantity]) => ({ skuId, quantity }));
}
