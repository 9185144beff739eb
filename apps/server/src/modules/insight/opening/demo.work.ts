import { Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { deleteCategory, everySku, removeTerm, removeUnsold, setGoodsState } from '../../goods/catalog/index.ts';
import { forgetShop, saveSettings, versionedSettings } from '../../identity/tenant/index.ts';
import { stopCampaign } from '../../promotion/campaign/index.ts';
import { turnCoupon } from '../../promotion/coupon/index.ts';
import { emptyShelf } from '../../stock/inventory/index.ts';
import { deleteTemplate, sendGoodsBy } from '../../trade/freight/index.ts';
import { orderedAmong } from '../../trade/order/index.ts';
import { endWelcome } from '../../trade/purse/index.ts';
import { withoutDemo } from './opening.rules.ts';
import * as store from './opening.store.ts';

/**
 * Takes away what the demo put into a shop, thing by thing, each in a transaction of its own; begins where it was interrupted. Goods
 * that stand in an order only go off the shelf, pieces leave by an entry of the ledger, and everything else of the books stays.
 */
export async function clearDemoOf(platform: Platform, tenantId: number, signal: AbortSignal): Promise<void> {
  const { database } = platform;
  const db = database.forTenant(tenantId);
  const { goods, category, coupon, campaign, setting, welcome, term, freight } = await store.demoItems(db, tenantId);
  const ordered = await orderedAmong(db, tenantId, goods);
  const each = async (kind: store.DemoKind, items: string[], work: (tx: Tx, item: string) => Promise<unknown>) => {
    for (const item of items) {
      signal.throwIfAborted();
      await database.inTx(tenantId, async (tx) => {
        await work(tx, item);
        await store.forgetDemo(tx, tenantId, kind, [item]);
      });
    }
  };
  await each('coupon', coupon, (tx, id) => turnCoupon(tx, tenantId, id, 'stopped').catch(unlessRefused));
  await each('campaign', campaign, (tx, id) => stopCampaign(tx, tenantId, id).catch(unlessRefused));
  await each('welcome', welcome, (tx) => endWelcome(tx, tenantId));
  await each('term', term, (tx, id) => removeTerm(tx, tenantId, id));
  await each('goods', goods, (tx, id) => clearGoods(tx, tenantId, id, ordered.has(id)));
  await each('freight', freight, async (tx, id) => {
    await sendGoodsBy(tx, tenantId, goods, null);
    await deleteTemplate(tx, tenantId, id).catch(unlessRefused);
  });
  await clearCategories(platform, tenantId, category);
  await database.inTx(tenantId, async (tx) => {
    const { version, ...settings } = await versionedSettings(tx, tenantId);
    const own = withoutDemo(settings, setting);
    if (JSON.stringify(own) !== JSON.stringify(settings)) await saveSettings(tx, tenantId, version, own);
    await store.forgetDemo(tx, tenantId, 'setting', setting);
    await store.noteTime(tx, tenantId, 'cleared_at');
  });
  forgetShop(db);
}

async function clearGoods(tx: Tx, tenantId: number, id: string, isOrdered: boolean): Promise<void> {
  await setGoodsState(tx, tenantId, [id], 'off');
  const skuIds = (await everySku(tx, tenantId, id)).map((sku) => sku.id);
  await emptyShelf(tx, tenantId, skuIds, `demo-clearing/${id}`);
  if (!isOrdered) await removeUnsold(tx, tenantId, id);
}

/** Children before their parents; one that holds goods of the merchant's own, or demo goods of an order, stays. */
async function clearCategories({ database }: Platform, tenantId: number, ids: string[]): Promise<void> {
  for (const _level of [1, 2])
    for (const id of ids) await database.inTx(tenantId, (tx) => deleteCategory(tx, tenantId, id)).catch(unlessRefused);
  await database.inTx(tenantId, (tx) => store.forgetDemo(tx, tenantId, 'category', ids));
}

/** What the merchant changed or took away meanwhile is theirs. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
