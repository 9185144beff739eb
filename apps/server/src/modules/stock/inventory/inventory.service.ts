import { newId } from '../../../kernel/ids.ts';
import type { Db, Keyed, PageAsk, Tx } from '../../../platform/db/index.ts';
import { balances, move, post } from '../../../platform/ledger/index.ts';
import { everySku, lockFigures, namedSkus, saleSkus, writeFigures } from '../../goods/catalog/index.ts';
import { inventoryRefusals } from './inventory.api.ts';
import { OUTSIDE, skuOfStock, soldAccount, stockAccount } from './inventory.rules.ts';
import * as store from './inventory.store.ts';

/** Pieces of each SKU that can be sold now; a SKU that never had stock is absent. */
export async function availableOf(db: Db, tenantId: number, skuIds: string[]): Promise<Map<string, number>> {
  const stock = await balances(db, tenantId, skuIds.map(stockAccount));
  return new Map([...stock].map(([account, { available }]) => [skuOfStock(account), available]));
}

export interface StockRow {
  skuId: string;
  goodsId: string;
  code: string;
  title: string;
  specs: string[];
  onHand: number;
  reserved: number;
  available: number;
}

/** SKUs with their stock. Refuses nothing; a SKU without movements has none of anything. */
export async function stockRows(
  db: Db,
  tenantId: number,
  ask: PageAsk & { goodsId?: string; skuIds?: string[] },
): Promise<(StockRow & Keyed)[]> {
  const skus = await namedSkus(db, tenantId, ask);
  const stock = await balances(
    db,
    tenantId,
    skus.map((s) => stockAccount(s.id)),
  );
  return skus.map((s) => {
    const account = stock.get(stockAccount(s.id));
    return {
      cursor_key: s.cursor_key,
      skuId: s.id,
      goodsId: s.goods_id,
      code: s.code,
      title: s.title,
      specs: s.specs as string[],
      onHand: account?.balance ?? 0,
      reserved: account?.reserved ?? 0,
      available: account?.available ?? 0,
    };
  });
}

/** Adds or takes pieces of a SKU. Refuses with SKU_NOT_FOUND, and with STOCK_SHORT below what orders hold. */
export async function adjust(
  tx: Tx,
  tenantId: number,
  skuId: string,
  change: number,
  reason: string,
): Promise<StockRow> {
  const [sku] = await namedSkus(tx, tenantId, { skuIds: [skuId], limit: 1 });
  if (!sku) throw inventoryRefusals.SKU_NOT_FOUND();
  if (change !== 0)
    await post(tx, tenantId, { id: `stock-change/${newId()}`, legs: [adjustmentLeg(skuId, change)], reason });
  await keepLevels(tx, tenantId, [skuId]);
  await keepFigures(tx, tenantId, [sku.goods_id]);
  const [row] = await stockRows(tx, tenantId, { skuIds: [skuId], limit: 1 });
  if (!row) throw inventoryRefusals.SKU_NOT_FOUND();
  return row;
}

const adjustmentLeg = (skuId: string, change: number) =>
  change > 0
    ? move('piece', OUTSIDE, stockAccount(skuId), change)
    : move('piece', stockAccount(skuId), OUTSIDE, -change, { lackCode: 'STOCK_SHORT' });

/** Puts first stock on the shelf; `cause` makes a repeat the same movement. */
export async function receiveStock(
  tx: Tx,
  tenantId: number,
  pieces: { skuId: string; quantity: number }[],
  cause: string,
): Promise<void> {
  const legs = pieces
    .filter((p) => p.quantity > 0)
    .map((p) => move('piece', OUTSIDE, stockAccount(p.skuId), p.quantity));
  if (legs.length > 0) await post(tx, tenantId, { id: cause, legs, reason: 'receive' });
}

/** Takes what is left of these SKUs off the shelf; what orders hold stays. `cause` makes a repeat the same movement. */
export async function emptyShelf(tx: Tx, tenantId: number, skuIds: string[], cause: string): Promise<void> {
  const left = await availableOf(tx, tenantId, skuIds);
  const legs = [...left]
    .filter(([, pieces]) => pieces > 0)
    .map(([skuId, pieces]) => move('piece', stockAccount(skuId), OUTSIDE, pieces, { lackCode: 'STOCK_SHORT' }));
  if (legs.length > 0) await post(tx, tenantId, { id: cause, legs, reason: 'demo' });
  await keepLevels(tx, tenantId, skuIds);
}

/**
 * Brings the kept levels of SKUs up to date and returns the goods that they belong to. Reads after locking: of two transactions at once,
 * the older figures never win.
 */
export async function keepLevels(tx: Tx, tenantId: number, skuIds: string[]): Promise<string[]> {
  if (skuIds.length === 0) return [];
  await store.lockLevels(tx, tenantId, skuIds);
  const [sale, pieces] = [await saleSkus(tx, tenantId, skuIds), await availableOf(tx, tenantId, skuIds)];
  const levels = skuIds.map((skuId) => ({
    skuId,
    available: pieces.get(skuId) ?? 0,
    onSale: sale.get(skuId)?.onSale ?? false,
  }));
  await store.writeLevels(tx, tenantId, levels);
  return [...new Set([...sale.values()].map((sku) => sku.goodsId))];
}

/** Brings up to date what lists of goods are sorted by: pieces of each product that are left and that were sold. */
export async function keepFigures(tx: Tx, tenantId: number, goodsIds: string[]): Promise<void> {
  if (goodsIds.length === 0) return;
  const skus = await lockFigures(tx, tenantId, goodsIds);
  const pieces = await balances(
    tx,
    tenantId,
    skus.flatMap(({ skuId }) => [stockAccount(skuId), soldAccount(skuId)]),
  );
  const figures = new Map(skus.map(({ goodsId }) => [goodsId, { goodsId, available: 0, sold: 0 }]));
  for (const { goodsId, skuId, retired } of skus) {
    const figure = figures.get(goodsId);
    if (!figure) continue;
    figure.sold += pieces.get(soldAccount(skuId))?.balance ?? 0;
    if (!retired) figure.available += pieces.get(stockAccount(skuId))?.available ?? 0;
  }
  await writeFigures(tx, tenantId, [...figures.values()]);
}

/** A product changed: its SKUs may be new, taken out, on or off sale. */
export async function keepLevelsOfGoods(tx: Tx, tenantId: number, goodsId: string): Promise<void> {
  const skus = await everySku(tx, tenantId, goodsId);
  await keepLevels(
    tx,
    tenantId,
    skus.map((s) => s.id),
  );
  await keepFigures(tx, tenantId, [goodsId]);
}
