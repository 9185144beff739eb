import { nextOf, pageOf } from '../../../kernel/page.ts';
import type { Database, Db, PageAsk } from '../../../platform/db/index.ts';
import { entries } from '../../../platform/ledger/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { availability, goodsChanged } from '../../goods/catalog/index.ts';
import { readSettings } from '../../identity/tenant/index.ts';
import * as api from './inventory.api.ts';
import { stockAccount } from './inventory.rules.ts';
import * as service from './inventory.service.ts';
import * as store from './inventory.store.ts';

/** A shop with more SKUs that run low has other worries than their number. */
const LOW_COUNTED = 1000;

export const inventory: Module = { name: 'stock/inventory', register };

function register({ http, jobs, database, slots }: Platform): void {
  slots.fill(availability, service.availableOf);
  jobs.listen(goodsChanged, 'stock-levels', ({ tenantId, data }) =>
    database.inTx(tenantId, (tx) => service.keepLevelsOfGoods(tx, tenantId, data.goodsId)),
  );
  jobs.sweep('stock-levels', { everyMinutes: 5, lane: 'rest' }, (tenantId, signal) =>
    sweepLevels(database, tenantId, signal),
  );
  http.read(api.listStock, ({ actor: { tenantId }, query, db }) =>
    query.low ? lowPage(db, tenantId, query) : stockPage(db, tenantId, query),
  );
  http.change(
    api.adjustStock,
    async ({ actor: { tenantId }, params: { skuId }, body: { change, reason, note }, tx, notes }) => {
      const row = await service.adjust(tx, tenantId, skuId, change, note ? `${reason}: ${note}` : reason);
      Object.assign(notes, { before: { onHand: row.onHand - change }, after: { onHand: row.onHand } });
      return row;
    },
  );
  http.read(api.listStockEntries, ({ actor: { tenantId }, params, query, db }) =>
    stockEntries(db, tenantId, params.skuId, query),
  );
}

const SWEPT_AT_ONCE = 500;

/** Goes through the levels of a shop: sales change stock in the ledger alone, because a rush must not write each of them twice. */
export async function sweepLevels(database: Database, tenantId: number, signal: AbortSignal): Promise<void> {
  let after: string | null = null;
  do {
    const skuIds: string[] = await store.levelsAfter(database.forTenant(tenantId), tenantId, after, SWEPT_AT_ONCE);
    await database.inTx(tenantId, async (tx) =>
      service.keepFigures(tx, tenantId, await service.keepLevels(tx, tenantId, skuIds)),
    );
    after = skuIds.length < SWEPT_AT_ONCE ? null : (skuIds.at(-1) ?? null);
  } while (after && !signal.aborted);
}

async function stockEntries(db: Db, tenantId: number, skuId: string, ask: PageAsk) {
  const page = await entries(db, tenantId, stockAccount(skuId), ask);
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

async function stockPage(db: Db, tenantId: number, { goodsId, cursor, limit }: PageAsk & { goodsId?: string }) {
  const rows = await service.stockRows(db, tenantId, { goodsId, cursor, limit });
  return pageOf(rows, limit, ({ cursor_key: _key, ...row }) => row);
}

/** What runs low by the shop's settings, scarcest first. */
async function lowPage(db: Db, tenantId: number, { cursor, limit }: PageAsk) {
  const { lowStockAt } = await readSettings(db, tenantId);
  const levels = await store.lowLevels(db, tenantId, lowStockAt, { cursor, limit });
  const ids = levels.slice(0, limit).map((l) => l.sku_id);
  const rows = new Map((await service.stockRows(db, tenantId, { skuIds: ids, limit })).map((row) => [row.skuId, row]));
  return { items: ids.flatMap((id) => rows.get(id) ?? []), next: nextOf(levels, limit) };
}

/** How many SKUs on sale run low by the shop's settings; a thousand at most. */
export async function countLowStock(db: Db, tenantId: number): Promise<number> {
  const { lowStockAt } = await readSettings(db, tenantId);
  return store.countLow(db, tenantId, lowStockAt, LOW_COUNTED);
}
