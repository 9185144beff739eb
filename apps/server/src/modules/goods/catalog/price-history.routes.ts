import { nowMs } from '../../../kernel/clock.ts';
import type { Platform } from '../../../platform/platform.ts';
import { catalogRefusals } from './catalog.api.ts';
import { goodsRow } from './catalog.store.ts';
import { pastPrices } from './price-history.store.ts';
import { getGoodsPrices } from './promoted.api.ts';

export function priceRoutes(http: Platform['http']): void {
  http.read(getGoodsPrices, async ({ actor: { tenantId }, params, db }) => {
    const goods = await goodsRow(db, tenantId, params.id);
    if (goods?.state !== 'on') throw catalogRefusals.GOODS_NOT_FOUND();
    const past = await pastPrices(db, tenantId, goods.sku_ids, nowMs());
    return {
      items: goods.sku_ids.map((skuId, n) => ({
        skuId,
        priceFen: goods.sku_prices[n] ?? 0,
        comparedFen: past.get(skuId)?.comparedFen ?? null,
        lowest30Fen: past.get(skuId)?.lowest30Fen ?? null,
      })),
    };
  });
}
