import { pageOf } from '../../../kernel/page.ts';
import type { Db } from '../../../platform/db/index.ts';
import { accountsBelow, entries } from '../../../platform/ledger/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { availability } from '../../goods/catalog/index.ts';
import { readSettings } from '../../identity/tenant/index.ts';
import * as api from './inventory.api.ts';
import { skuOfStock, stockAccount } from './inventory.rules.ts';
import * as service from './inventory.service.ts';

const DEFAULT_LIMIT = 20;
/** A shop with more low SKUs than this has other worries than a longer list. */
const LOW_BOUND = 1000;

export const inventory: Module = { name: 'stock/inventory', register };

function register({ http, slots }: Platform): void {
  slots.fill(availability, service.availableOf);
  http.read(api.listStock, async ({ actor: { tenantId }, query, db }) => {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const skuIds = query.low ? await lowSkus(db, tenantId) : undefined;
    const rows = await service.stockRows(db, tenantId, { goodsId: query.goodsId, skuIds, cursor: query.cursor, limit });
    return pageOf(
      rows,
      limit,
      (r) => [r.skuId],
      (r) => r,
    );
  });
  http.change(api.adjustStock, ({ actor: { tenantId }, params, body, tx }) =>
    service.adjust(tx, tenantId, params.skuId, body.change, body.note ? `${body.reason}: ${body.note}` : body.reason),
  );
  http.read(api.listStockEntries, ({ actor: { tenantId }, params, query, db }) =>
    stockEntries(db, tenantId, params.skuId, query),
  );
}

async function stockEntries(db: Db, tenantId: number, skuId: string, query: { cursor?: string; limit?: number }) {
  const page = await entries(db, tenantId, stockAccount(skuId), {
    cursor: query.cursor,
    limit: query.limit ?? DEFAULT_LIMIT,
  });
  return {
    items: page.items.map((e) => ({
      id: e.id,
      at: e.at.toISOString(),
      kind: e.kind,
      change: e.amount,
      cause: e.chainId,
      reason: e.reason,
    })),
    next: page.next,
  };
}

/** SKUs on sale or not whose pieces that can be sold are at or below the limit of the shop's settings. */
export async function lowSkus(db: Db, tenantId: number): Promise<string[]> {
  const { lowStockAt } = await readSettings(db, tenantId);
  return (await accountsBelow(db, tenantId, 'stock/', lowStockAt, LOW_BOUND)).map(skuOfStock);
}
