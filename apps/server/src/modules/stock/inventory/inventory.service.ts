import { newId } from '../../../kernel/ids.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { balances, move, post } from '../../../platform/ledger/index.ts';
import { namedSkus } from '../../goods/catalog/index.ts';
import { inventoryRefusals } from './inventory.api.ts';
import { OUTSIDE, skuOfStock, stockAccount } from './inventory.rules.ts';

/** Pieces of each SKU that can be sold now; a SKU that never had stock is absent. */
export async function availableOf(db: Db, tenantId: number, skuIds: string[]): Promise<Map<string, number>> {
  const found = await balances(db, tenantId, skuIds.map(stockAccount));
  return new Map([...found].map(([account, { available }]) => [skuOfStock(account), available]));
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
  ask: { goodsId?: string; skuIds?: string[]; cursor?: string; limit: number },
): Promise<StockRow[]> {
  const skus = await namedSkus(db, tenantId, ask);
  const found = await balances(
    db,
    tenantId,
    skus.map((s) => stockAccount(s.id)),
  );
  return skus.map((s) => {
    const account = found.get(stockAccount(s.id));
    return {
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
  const [known] = await namedSkus(tx, tenantId, { skuIds: [skuId], limit: 1 });
  if (!known) throw inventoryRefusals.SKU_NOT_FOUND();
  if (change !== 0)
    await post(tx, tenantId, { id: `stock-change/${newId()}`, legs: [adjustmentLeg(skuId, change)], reason });
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
